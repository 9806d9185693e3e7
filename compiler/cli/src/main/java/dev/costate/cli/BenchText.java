package dev.costate.cli;

import dev.costate.compiler.report.Benchmark.Timing;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures for people: those of one model as text, those of several as a table in Markdown. */
final class BenchText {
    private static final List<String> TIME_UNITS = List.of("ns", "µs", "ms", "s");
    private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB");

    private BenchText() {}

    static void one(BenchFigures figures, PrintWriter out) {
        int width =
                figures.times().keySet().stream().mapToInt(String::length).max().orElse(0);
        String row = "%-" + width + "s  %9s  %9s  %6s  %10s  %9s  %9s%n";
        out.println((figures.model() + "  " + sizes(figures.dims())).strip());
        out.println(BenchFigures.jvm());
        out.println();
        out.format(Locale.ROOT, row, "", "median", "least", "ratio", "first call", "warm-up", "allocated");
        figures.times()
                .forEach((name, t) -> out.format(
                        Locale.ROOT,
                        row,
                        name,
                        time(t.median()),
                        time(t.least()),
                        ratio(figures, name, t),
                        time(t.first()),
                        time(t.warmUp()),
                        allocated(t)));
        out.println();
        out.format(
                Locale.ROOT,
                "memory           %s, and %s of data%n",
                bytes(figures.workBytes()),
                bytes(figures.dataBytes()));
        out.format(
                Locale.ROOT,
                "Java             %d classes, %d lines, %s%n",
                figures.files().size(),
                figures.sourceLines(),
                bytes(figures.sourceBytes()));
        out.format(
                Locale.ROOT,
                "model to Java    %s, at first %s%n",
                time(BenchFigures.least(figures.toJava())),
                time(figures.toJava().get(0)));
        out.format(
                Locale.ROOT,
                "Java to classes  %s, at first %s%n",
                time(BenchFigures.least(figures.toClasses())),
                time(figures.toClasses().get(0)));
    }

    /** A row for each computation: the times of both sides and their ratio, and how they got there. */
    static void comparison(BenchComparison comparison, PrintWriter out) {
        int width = comparison.times().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String row = "%-" + width + "s  %9s  %9s  %6s  %9s  %9s  %9s%n";
        out.println((comparison.model() + "  " + sizes(comparison.dims())).strip());
        out.println(BenchFigures.jvm());
        out.println("A: " + comparison.sides().get(0));
        out.println("B: " + comparison.sides().get(1));
        out.println();
        out.format(Locale.ROOT, row, "", "A", "B", "B / A", "first A", "first B", "A is B");
        comparison
                .times()
                .forEach((name, pair) -> out.format(
                        Locale.ROOT,
                        row,
                        name,
                        time(pair.first().median()),
                        time(pair.second().median()),
                        String.format(Locale.ROOT, "%.2f", pair.ratio()),
                        time(pair.first().first()),
                        time(pair.second().first()),
                        pair.asFast().isPresent() ? time(pair.asFast().getAsDouble()) : "never"));
        out.println();
    }

    /** A row for each derivative; a model without any has one for its value. */
    static void table(List<BenchFigures> all, PrintWriter out) {
        out.println(BenchFigures.jvm());
        out.println();
        out.println(
                "| model | sizes | value | derivative | with value | ratio | allocated a call | memory | data | Java"
                        + " | model to Java | Java to classes |");
        out.println("|---|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        all.forEach(figures -> rows(figures).forEach(out::println));
    }

    private static List<String> rows(BenchFigures figures) {
        Timing value = figures.times().get(BenchCommand.VALUE);
        String shared = "| " + figures.model() + " | " + sizes(figures.dims()) + " | "
                + (value == null ? "" : time(value.median())) + " | ";
        String compiled = " | " + bytes(figures.workBytes()) + " | " + bytes(figures.dataBytes()) + " | "
                + bytes(figures.sourceBytes()) + " | " + time(BenchFigures.least(figures.toJava())) + " | "
                + time(BenchFigures.least(figures.toClasses())) + " |";
        List<String> rows = new ArrayList<>();
        figures.times().forEach((name, t) -> {
            if (!name.equals(BenchCommand.VALUE)) {
                rows.add(shared + name + " | " + time(t.median()) + " | " + ratio(figures, name, t) + " | "
                        + allocated(t) + compiled);
            }
        });
        return rows.isEmpty()
                ? List.of(shared + " |  |  | " + (value == null ? "" : allocated(value)) + compiled)
                : rows;
    }

    private static String sizes(Map<String, Long> dims) {
        return dims.entrySet().stream()
                .map(d -> d.getKey() + " = " + d.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String ratio(BenchFigures figures, String name, Timing timing) {
        return name.equals(BenchCommand.VALUE) ? "" : String.format(Locale.ROOT, "%.2f", figures.ratio(timing));
    }

    private static String allocated(Timing timing) {
        return timing.allocated() < 0 ? "unknown" : bytes(Math.round(timing.allocated()));
    }

    static String time(double nanoseconds) {
        return scaled(nanoseconds, TIME_UNITS);
    }

    static String bytes(long bytes) {
        return bytes < 1000 ? bytes + " B" : scaled((double) bytes, BYTE_UNITS);
    }

    /** Three digits, in the largest unit of which there is at least one. */
    private static String scaled(double amount, List<String> units) {
        double rest = amount;
        int unit = 0;
        while (rest >= 999.5 && unit < units.size() - 1) {
            rest /= 1000;
            unit++;
        }
        int decimals = rest < 9.995 ? 2 : rest < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", rest, units.get(unit));
    }
}

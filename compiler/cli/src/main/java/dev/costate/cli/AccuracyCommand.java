package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.data.ArrayShape;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.pipeline.Equations;
import dev.costate.compiler.trace.Accuracy;
import dev.costate.compiler.trace.Trace;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code costate accuracy}: where digits are lost. */
@Command(
        name = "accuracy",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Estimates how far rounding moves every output and gradient, and which lines of the model do it.")
final class AccuracyCommand extends DataCommand {
    /** So many operations are walked back over for each array; elements beyond that are left out. */
    private static final long BUDGET = 2_000_000_000;

    /** So many lines are shown of each number. */
    private static final int LINES = 5;

    @Option(names = "--literal", description = "Takes the formulas as they are written, before they are rewritten.")
    private boolean literal;

    @Mixin
    private HalfOption half;

    @Override
    Options computing(Options plain) {
        return plain.withHalf(half.format());
    }

    @Override
    public Integer call() throws IOException, DataException {
        Bound bound = bound();
        if (bound == null) {
            return Costate.WRONG;
        }
        Equations equations = equations(bound.file(), literal);
        boolean single = equations.model().isFloat();
        Tracing tracing = new Tracing(equations, bound.data());
        Trace values = tracing.values();
        for (Tensor output : equations.model().outputs()) {
            show("", output, output, values, bound.data(), single);
        }
        List<String> wanted =
                selected(bound.model()).stream().map(d -> d.clause()).toList();
        for (var gradient : equations.gradients().entrySet()) {
            if (wanted.contains(gradient.getKey().clause())) {
                out().println(gradient.getKey().clause());
                Trace trace = tracing.gradient(gradient.getValue());
                gradient.getValue()
                        .adjoints()
                        .forEach((input, adjoint) -> show("  ", input, adjoint, trace, bound.data(), single));
            }
        }
        out().flush();
        return 0;
    }

    /** The element of an array that has lost most, with the lines that did it. */
    private void show(String indent, Tensor named, Tensor tensor, Trace trace, Binding data, boolean single) {
        double[] values = trace.values(tensor);
        if (values.length == 0) {
            return;
        }
        int most = (int) Math.max(1, BUDGET / trace.operations());
        List<Integer> positions = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -Math.abs(values[k])))
                .limit(most)
                .toList();
        int worst = 0;
        double largest = -1;
        for (int position : positions) {
            double lost = lost(Accuracy.of(trace, tensor, position, single));
            if (lost > largest) {
                largest = lost;
                worst = position;
            }
        }
        ArrayShape shape = data.shape(equal(named, data));
        Accuracy accuracy = Accuracy.of(trace, tensor, worst, single);
        out().println(indent + named.name() + shape.subscript(worst) + " = " + accuracy.value() + ", " + error(accuracy)
                + (values.length == 1 ? "" : ", the least accurate of " + positions.size())
                + (positions.size() < values.length ? " of " + values.length : ""));
        if (Double.isNaN(accuracy.error())) {
            return;
        }
        for (Accuracy.Line line : accuracy.lines().stream().limit(LINES).toList()) {
            double part = 100 * line.bound() / accuracy.bound();
            out().println(String.format(
                    Locale.ROOT, "%s  %3.0f %%  %s:%d  %s", indent, part, line.file(), line.number(), line.text()));
        }
        if (!accuracy.conditions().isEmpty()) {
            out().println(indent + "  condition: " + conditions(accuracy.conditions()));
        }
    }

    private static Tensor equal(Tensor tensor, Binding data) {
        return data.tensor(tensor.name());
    }

    private static double lost(Accuracy accuracy) {
        double relative = accuracy.bound() / Math.abs(accuracy.value());
        return Double.isNaN(relative) ? (accuracy.bound() == 0 ? 0 : Double.POSITIVE_INFINITY) : relative;
    }

    private static String error(Accuracy accuracy) {
        if (Double.isNaN(accuracy.error())) {
            return "no number: `costate eval --checked` says where that comes from";
        } else if (accuracy.bound() == 0) {
            return "exact";
        }
        double digits = Math.max(0, -Math.log10(accuracy.bound() / Math.abs(accuracy.value())));
        return String.format(
                Locale.ROOT,
                "error about %.1e, at most %.1e: %.0f digits are right",
                accuracy.error(),
                accuracy.bound(),
                Math.floor(digits));
    }

    private static String conditions(Map<Tensor, Double> conditions) {
        return conditions.entrySet().stream()
                .sorted(Comparator.comparingDouble(e -> -e.getValue()))
                .limit(LINES)
                .map(e -> String.format(Locale.ROOT, "%s %.3g", e.getKey().name(), e.getValue()))
                .collect(Collectors.joining(", "));
    }
}

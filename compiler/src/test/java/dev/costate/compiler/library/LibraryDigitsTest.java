package dev.costate.compiler.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Value, gradient and Hessian of calls of library functions, against numbers of many digits. Each may
 * be off by so many units in the last place of its size: of itself, and of what it changes by when the arguments are
 * scaled, |f| + Σ |xᵢ ∂f/∂xᵢ|, the condition that no rounding of arguments lets anybody escape.
 */
class LibraryDigitsTest {
    private static final Path FOLDER = Path.of("src/test/resources/library/digits");

    /**
     * A call, the units allowed, its arguments, and value, gradient and lower triangle of the Hessian with their sizes.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(String call, double units, double[] arguments, double[] exact, double[] sizes) {
        static Row of(String line) {
            String[] parts = line.split("\t", -1);
            return new Row(
                    parts[0], Double.parseDouble(parts[1]), numbers(parts[2]), numbers(parts[3]), numbers(parts[4]));
        }

        private static double[] numbers(String text) {
            return Arrays.stream(text.split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(f -> f.getFileName().toString().replace(".tsv", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void valuesGradientsAndHessians(String library) throws IOException {
        Map<String, List<Row>> calls = Files.readAllLines(FOLDER.resolve(library + ".tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Row::of)
                .collect(Collectors.groupingBy(Row::call, LinkedHashMap::new, Collectors.toList()));
        assertThat(calls).isNotEmpty();
        List<List<Row>> all = List.copyOf(calls.values());
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("M.model", model(library, all)), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        LoadedModel loaded = LoadedModel.load(result);
        ModelInstance instance = loaded.create(Map.of());
        SoftAssertions wrong = new SoftAssertions();
        for (int c = 0; c < all.size(); c++) {
            for (Row row : all.get(c)) {
                instance.set("x" + c, row.arguments);
                compare(wrong, row, computed(instance, c, row.arguments.length));
                unknown(wrong, row, instance, c);
            }
        }
        wrong.assertAll();
        agree(library, loaded, all);
    }

    /** One model of all calls of a library, the arguments of each being an array of its own. */
    private static String model(String library, List<List<Row>> calls) {
        StringBuilder text = new StringBuilder("model M\nimport " + library + "\n");
        for (int c = 0; c < calls.size(); c++) {
            Row first = calls.get(c).get(0);
            String call = first.call.replaceAll("\\bx(\\d+)\\b", "x" + c + "[$1]");
            text.append("param x%1$d[%2$d]\noutput f%1$d = %3$s\n".formatted(c, first.arguments.length, call))
                    .append("derive gradient of f%1$d wrt x%1$d\nderive hessian of f%1$d wrt x%1$d\n".formatted(c));
        }
        return text.toString();
    }

    private static double[] computed(ModelInstance instance, int call, int n) {
        List<Double> numbers = new ArrayList<>();
        numbers.add(instance.output("f" + call)[0]);
        String of = " of f" + call + " wrt x" + call;
        Arrays.stream(instance.derivative("gradient" + of)).forEach(numbers::add);
        double[] hessian = instance.derivative("hessian" + of);
        IntStream.range(0, n * n).filter(at -> at % n <= at / n).forEach(at -> numbers.add(hessian[at]));
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void compare(SoftAssertions wrong, Row row, double[] got) {
        assertThat(row.exact).as(row.call).hasSameSizeAs(got);
        for (int k = 0; k < got.length; k++) {
            double allowed = row.units * Math.ulp(1) * row.sizes[k] + Double.MIN_NORMAL;
            wrong.assertThat(got[k] == row.exact[k] || Math.abs(got[k] - row.exact[k]) <= allowed)
                    .as(
                            "%s at %s, number %s: %s for %s, off by %.3g units",
                            row.call,
                            Arrays.toString(row.arguments),
                            k,
                            got[k],
                            row.exact[k],
                            Math.abs(got[k] - row.exact[k]) / (Math.ulp(1) * row.sizes[k]))
                    .isTrue();
        }
    }

    /** What depends on an argument that is NaN is NaN; but those of {@code log_between} follow from each other. */
    private static void unknown(SoftAssertions wrong, Row row, ModelInstance instance, int call) {
        for (int k = 0; k < row.arguments.length; k++) {
            if (row.exact[1 + k] != 0 && !row.call.startsWith("log_between(")) {
                double[] arguments = row.arguments.clone();
                arguments[k] = Double.NaN;
                wrong.assertThat(instance.set("x" + call, arguments).output("f" + call))
                        .as("%s at %s", row.call, Arrays.toString(arguments))
                        .containsExactly(Double.NaN);
            }
        }
    }

    /** The interpreter, which shares no derivative with the compiler, at the first point of each call. */
    private static void agree(String library, LoadedModel loaded, List<List<Row>> calls) {
        Map<String, double[]> inputs = new TreeMap<>();
        for (int c = 0; c < calls.size(); c++) {
            inputs.put("x" + c, calls.get(c).get(0).arguments);
        }
        Agreement.of(library, loaded, Map.of(), inputs, 1e-11).values().derivatives();
    }
}

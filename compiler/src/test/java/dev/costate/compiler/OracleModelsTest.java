package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Values and gradients of compiled models against ones computed at 100 digits and more. */
class OracleModelsTest {
    private static final Path FOLDER = Path.of("src/test/resources/oracle");
    private static final double UNIT = 0x1p-53;

    /** Mechanical reverse mode in double stays within 24. */
    private static final double SCALAR = 64;

    private static final double LOSS = 1e-14;
    private static final double GRADIENT = 1e-13;

    @TestFactory
    List<DynamicTest> scalarModels() throws IOException {
        Map<String, List<String[]>> points = new LinkedHashMap<>();
        for (String[] row : rows("scalar_models.tsv")) {
            points.computeIfAbsent(row[0], m -> new ArrayList<>()).add(row);
        }
        assertThat(points).hasSize(31);
        List<DynamicTest> tests = new ArrayList<>();
        points.forEach((name, rows) -> tests.add(DynamicTest.dynamicTest(name, () -> scalarModel(name, rows))));
        return tests;
    }

    private static void scalarModel(String name, List<String[]> points) throws IOException {
        ModelInstance model = load("scalar", name).create(Map.of());
        for (String[] row : points) {
            double[] in = numbers(row[1]);
            System.arraycopy(in, 0, model.theta(), 0, in.length);
            within(name, model.output("result")[0], numbers(row[2])[0], numbers(row[4])[0]);
            double[] exact = numbers(row[3]);
            double[] conditions = numbers(row[5]);
            int k = 0;
            for (double[] derivative : model.gradient("gradient of result").values()) {
                within(name + " d" + k, derivative[0], exact[k], conditions[k]);
                k++;
            }
        }
    }

    private static void within(String what, double got, double exact, double condition) {
        double tolerance = SCALAR * UNIT * Math.abs(exact) * (1 + condition) + Double.MIN_VALUE;
        assertThat(Math.abs(got - exact)).as("%s: %s for %s", what, got, exact).isLessThanOrEqualTo(tolerance);
    }

    @TestFactory
    List<DynamicTest> arrayModels() throws IOException {
        Map<String, List<String[]>> instances = new LinkedHashMap<>();
        for (String[] row : rows("array_models.tsv")) {
            instances
                    .computeIfAbsent(row[0] + " " + row[1], m -> new ArrayList<>())
                    .add(row);
        }
        assertThat(instances).hasSize(15);
        List<DynamicTest> tests = new ArrayList<>();
        instances.forEach((name, rows) -> tests.add(DynamicTest.dynamicTest(name, () -> arrayModel(rows))));
        return tests;
    }

    private static void arrayModel(List<String[]> rows) throws IOException {
        boolean extreme = rows.get(0)[1].equals("extreme");
        Map<String, Integer> dims = new HashMap<>();
        of(rows, "dim").forEach((name, value) -> dims.put(name, (int) value[0]));
        ModelInstance model = load("array", rows.get(0)[0]).create(dims);
        of(rows, "input").forEach(model::set);
        Map<String, double[]> scale = of(rows, "scale");
        double exactLoss = requireNonNull(of(rows, "loss").get("loss"))[0];
        double loss = model.output("loss")[0];
        double tolerance = (extreme ? 1e-12 : LOSS) * (1 + requireNonNull(scale.get("cond"))[0]) * Math.abs(exactLoss);
        assertThat(Math.abs(loss - exactLoss))
                .as("loss %s for %s", loss, exactLoss)
                .isLessThanOrEqualTo(tolerance);
        Map<String, double[]> gradient = model.gradient("gradient of loss");
        double allowed = (extreme ? 1e-12 : GRADIENT) * requireNonNull(scale.get("grad_max_abs"))[0];
        of(rows, "gradient").forEach((name, exact) -> {
            double[] got = gradient.get(name);
            assertThat(got).hasSameSizeAs(exact);
            for (int k = 0; k < requireNonNull(got).length; k++) {
                assertThat(Math.abs(got[k] - exact[k]))
                        .as("%s[%s]: %s for %s", name, k, got[k], exact[k])
                        .isLessThanOrEqualTo(allowed);
            }
        });
    }

    private static Map<String, double[]> of(List<String[]> rows, String what) {
        Map<String, double[]> values = new LinkedHashMap<>();
        rows.stream().filter(r -> r[2].equals(what)).forEach(r -> values.put(r[3], numbers(r[4])));
        return values;
    }

    private static LoadedModel load(String folder, String name) throws IOException {
        String file = name + ".model";
        SourceFile source =
                new SourceFile(file, Files.readString(FOLDER.resolve(folder).resolve(file)));
        return LoadedModel.load(ModelCompiler.compile(source, ModelCompiler.Options.of("")));
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(FOLDER.resolve(file)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}

package dev.costate.compiler;

import static dev.costate.compiler.testing.OracleModels.numbers;
import static dev.costate.compiler.testing.OracleModels.part;
import static dev.costate.compiler.testing.OracleModels.rows;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.OracleModels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Values, first and second derivatives of compiled models against ones computed at 100 digits and more. */
class OracleModelsTest {
    private static final double UNIT = 0x1p-53;

    /** Mechanical reverse mode in double stays within 24. */
    private static final double SCALAR = 64;

    /**
     * Models with second derivatives that are small because terms cancel, which the condition of first ones does not
     * show: the interpreter loses as much. They are held in units of the largest entry.
     */
    private static final Set<String> CANCELLING = Set.of("PendulumRk4", "Ces", "Reprojection");

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
            hessian(name, model, numbers(row[6]), numbers(row[4])[0], conditions);
        }
    }

    /** The matrix, its diagonal, and its columns as products, against the upper triangle by rows. */
    private static void hessian(
            String name, ModelInstance model, double[] exact, double condition, double[] conditions) {
        int n = conditions.length;
        double[] hessian = model.derivative("hessian of result");
        double[] diagonal = model.derivative("diagonal hessian of result");
        double largest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
        int at = 0;
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            double[] column = model.derivative("hvp of result", unit);
            for (int j = i; j < n; j++) {
                String entry = name + " d" + i + " d" + j;
                double all = condition + conditions[i] + conditions[j];
                double scale = CANCELLING.contains(name) ? largest : Math.abs(exact[at]);
                within(entry, hessian[i * n + j], exact[at], scale, all);
                within(entry + " of the product", column[j], exact[at], scale, all);
                if (i == j) {
                    within(entry + " of the diagonal", diagonal[i], exact[at], scale, all);
                }
                at++;
            }
        }
    }

    private static void within(String what, double got, double exact, double condition) {
        within(what, got, exact, Math.abs(exact), condition);
    }

    private static void within(String what, double got, double exact, double scale, double condition) {
        double tolerance = SCALAR * UNIT * scale * (1 + condition) + Double.MIN_VALUE;
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
        part(rows, "dim").forEach((name, value) -> dims.put(name, (int) value[0]));
        ModelInstance model = load("array", rows.get(0)[0]).create(dims);
        part(rows, "input").forEach(model::set);
        Map<String, double[]> scale = part(rows, "scale");
        double exactLoss = requireNonNull(part(rows, "loss").get("loss"))[0];
        double loss = model.output("loss")[0];
        double tolerance = (extreme ? 1e-12 : LOSS) * (1 + requireNonNull(scale.get("cond"))[0]) * Math.abs(exactLoss);
        assertThat(Math.abs(loss - exactLoss))
                .as("loss %s for %s", loss, exactLoss)
                .isLessThanOrEqualTo(tolerance);
        Map<String, double[]> gradient = model.gradient("gradient of loss");
        double allowed = (extreme ? 1e-12 : GRADIENT) * requireNonNull(scale.get("grad_max_abs"))[0];
        part(rows, "gradient").forEach((name, exact) -> {
            double[] got = gradient.get(name);
            assertThat(got).hasSameSizeAs(exact);
            for (int k = 0; k < requireNonNull(got).length; k++) {
                assertThat(Math.abs(got[k] - exact[k]))
                        .as("%s[%s]: %s for %s", name, k, got[k], exact[k])
                        .isLessThanOrEqualTo(allowed);
            }
        });
        directions(model, rows, extreme);
    }

    /** The derivative in a direction, and the product with the Hessian, within a part of its largest entry. */
    private static void directions(ModelInstance model, List<String[]> rows, boolean extreme) {
        double[] direction = joined(part(rows, "direction"));
        double jvp = model.derivative("directional of loss", direction)[0];
        double exact = requireNonNull(part(rows, "jvp").get("loss"))[0];
        double scale = requireNonNull(part(rows, "scale").get("jvp_abs"))[0];
        assertThat(Math.abs(jvp - exact))
                .as("along the direction %s for %s", jvp, exact)
                .isLessThanOrEqualTo((extreme ? 1e-12 : GRADIENT) * scale);
        double[] product = joined(part(rows, "hvp"));
        double[] got = model.derivative("hvp of loss", direction);
        double largest = Arrays.stream(product).map(Math::abs).max().orElseThrow();
        for (int k = 0; k < got.length; k++) {
            assertThat(Math.abs(got[k] - product[k]))
                    .as("hvp[%s]: %s for %s", k, got[k], product[k])
                    .isLessThanOrEqualTo((extreme ? 1e-10 : 1e-12) * largest);
        }
    }

    private static double[] joined(Map<String, double[]> byInput) {
        return byInput.values().stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static LoadedModel load(String folder, String name) throws IOException {
        String text = OracleModels.text(folder, name);
        String more = folder.equals("scalar")
                ? "derive hessian of result\nderive diagonal hessian of result\nderive hvp of result\n"
                : "derive directional of loss\nderive hvp of loss\n";
        SourceFile source = new SourceFile(name + ".model", text + more);
        return LoadedModel.load(ModelCompiler.compile(source, ModelCompiler.Options.of("")));
    }
}

package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.runtime.SparsePattern;
import dev.costate.samples.gradbench.models.BundleAdjustment;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * Errors of reprojection. A workload is one observation and how often its camera, its point and itself are repeated;
 * the model knows nothing of that.
 */
final class BundleEval implements Eval {
    private static final int CAMERA = 11;
    /** Parameters of a row: of a camera, of a point, a weight. */
    private static final int ROW = CAMERA + 3 + 1;

    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("objective", BundleEval::objective, "jacobian", BundleEval::jacobian);
    }

    private static BundleAdjustment model(JsonNode input) {
        int cameras = input.path("n").intValue();
        int points = input.path("m").intValue();
        int observations = input.path("p").intValue();
        int[] camera = new int[observations];
        int[] point = new int[observations];
        Arrays.setAll(camera, i -> i % cameras);
        Arrays.setAll(point, i -> i % points);
        return BundleAdjustment.of(cameras, points, observations)
                .camera(camera)
                .point(point)
                .feat(Inputs.repeated(Inputs.numbers(input.path("feat")), observations));
    }

    private static double[] parameters(BundleAdjustment model, JsonNode input) {
        double[] theta = new double[model.parameters().size()];
        model.parameters()
                .view(theta)
                .cams(Inputs.repeated(Inputs.numbers(input.path("cam")), model.N()))
                .X(Inputs.repeated(Inputs.numbers(input.path("x")), model.M()))
                .w(Inputs.repeated(Inputs.numbers(input.path("w")), model.P()));
        return theta;
    }

    private static Workload objective(JsonNode input) {
        BundleAdjustment model = model(input);
        double[] theta = parameters(model, input);
        double[] errors = new double[2 * model.P()];
        double[] weights = new double[model.P()];
        return new Workload(
                () -> {
                    model.reproj_error(theta, errors);
                    model.w_err(theta, weights);
                },
                () -> Map.of(
                        "reproj_error", Map.of("elements", new double[] {errors[0], errors[1]}, "repeated", model.P()),
                        "w_err", Map.of("element", weights[0], "repeated", model.P())));
    }

    private static Workload jacobian(JsonNode input) {
        BundleAdjustment model = model(input);
        double[] theta = parameters(model, input);
        SparsePattern pattern = model.reproj_errorJacobianPattern();
        double[] errors = new double[pattern.size()];
        double[] weights = new double[model.w_errJacobianPattern().size()];
        return new Workload(
                () -> {
                    model.reproj_errorSparseJacobian(theta, errors);
                    model.w_errSparseJacobian(theta, weights);
                },
                () -> sample(model, pattern, errors, weights));
    }

    /**
     * What is sent of the sparse matrix: of starts of rows, columns and values each the first thirty and the last. A
     * row of it stores a zero for the coordinate of the principal point that it does not depend on.
     */
    private static Map<String, Object> sample(
            BundleAdjustment model, SparsePattern pattern, double[] errors, double[] weights) {
        int observations = model.P();
        int size = 2 * ROW;
        int[] rows = new int[size + 1];
        int[] columns = new int[size + 1];
        double[] values = new double[size + 1];
        for (int r = 0; r < size; r++) {
            rows[r] = r <= 2 * observations ? ROW * r : 2 * observations * ROW + r - 2 * observations;
        }
        rows[size] = 2 * observations * ROW + observations;
        int points = CAMERA * model.N();
        int weightColumns = points + 3 * model.M();
        for (int k = 0; k < size; k++) {
            int parameter = k % ROW;
            // All of the first observation, which has the first camera and the first point.
            columns[k] = parameter < CAMERA
                    ? parameter
                    : parameter < CAMERA + 3 ? points + parameter - CAMERA : weightColumns;
            int entry = pattern.indexOf(k / ROW, columns[k]);
            values[k] = entry < 0 ? 0 : errors[entry];
        }
        columns[size] = weightColumns + observations - 1;
        values[size] = weights[observations - 1];
        return Map.of("rows", rows, "cols", columns, "vals", values);
    }

    @Override
    public JsonNode example() {
        return new Examples()
                .integer("n", 49)
                .integer("m", 1000)
                .integer("p", 3000)
                .array("cam", CAMERA)
                .array("x", 3)
                .number("w", 0.5)
                .array("feat", 2)
                .input();
    }
}

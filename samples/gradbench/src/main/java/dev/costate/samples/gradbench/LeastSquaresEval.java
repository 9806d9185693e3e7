package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.samples.gradbench.models.LeastSquares;
import java.util.Map;
import java.util.function.Function;

/** A polynomial fitted to a step. */
final class LeastSquaresEval implements Eval {
    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("primal", LeastSquaresEval::primal, "gradient", LeastSquaresEval::gradient);
    }

    private static Workload primal(JsonNode input) {
        double[] x = Inputs.numbers(input.path("x"));
        LeastSquares model = LeastSquares.of(input.path("n").intValue(), x.length);
        return new Workload(() -> model.y(x), model::yValue);
    }

    private static Workload gradient(JsonNode input) {
        double[] x = Inputs.numbers(input.path("x"));
        LeastSquares model = LeastSquares.of(input.path("n").intValue(), x.length);
        double[] gradient = new double[x.length];
        return new Workload(() -> model.yGradient(x, gradient), () -> gradient);
    }

    @Override
    public JsonNode example() {
        return new Examples().array("x", 128).integer("n", 256).input();
    }
}

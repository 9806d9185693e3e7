package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.samples.gradbench.models.LogSumExp;
import java.util.Map;
import java.util.function.Function;

/** The logarithm of a sum of exponentials. */
final class LogSumExpEval implements Eval {
    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("primal", LogSumExpEval::primal, "gradient", LogSumExpEval::gradient);
    }

    private static Workload primal(JsonNode input) {
        double[] x = Inputs.numbers(input.path("x"));
        LogSumExp model = LogSumExp.of(x.length);
        return new Workload(() -> model.primal(x), model::primalValue);
    }

    private static Workload gradient(JsonNode input) {
        double[] x = Inputs.numbers(input.path("x"));
        LogSumExp model = LogSumExp.of(x.length);
        double[] gradient = new double[x.length];
        return new Workload(() -> model.primalGradient(x, gradient), () -> gradient);
    }

    @Override
    public JsonNode example() {
        return new Examples().array("x", 1000).input();
    }
}

package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.costate.samples.gradbench.models.Hello;
import java.util.Map;
import java.util.function.Function;

/** A square and its derivative. */
final class HelloEval implements Eval {
    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("square", HelloEval::square, "double", HelloEval::twice);
    }

    private static Workload square(JsonNode input) {
        Hello model = Hello.of();
        double[] x = Inputs.numbers(input);
        return new Workload(() -> model.y(x), model::yValue);
    }

    private static Workload twice(JsonNode input) {
        Hello model = Hello.of();
        double[] x = Inputs.numbers(input);
        double[] gradient = new double[1];
        return new Workload(() -> model.yGradient(x, gradient), () -> gradient[0]);
    }

    @Override
    public JsonNode example() {
        return DoubleNode.valueOf(3);
    }
}

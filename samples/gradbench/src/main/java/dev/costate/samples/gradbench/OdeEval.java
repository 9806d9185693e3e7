package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.samples.gradbench.models.Ode;
import java.util.Map;
import java.util.function.Function;

/** Differential equations solved by Runge and Kutta's method; the gradient is that of the last one's solution. */
final class OdeEval implements Eval {
    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("primal", OdeEval::primal, "gradient", OdeEval::gradient);
    }

    private static Workload primal(JsonNode input) {
        double[] x = Inputs.numbers(input.path("x"));
        Ode model = Ode.of(x.length, input.path("s").intValue());
        double[] solution = new double[x.length];
        return new Workload(() -> model.yf(x, solution), () -> solution);
    }

    private static Workload gradient(JsonNode input) {
        double[] x = Inputs.numbers(input.path("x"));
        Ode model = Ode.of(x.length, input.path("s").intValue());
        double[] gradient = new double[x.length];
        return new Workload(() -> model.lastGradient(x, gradient), () -> gradient);
    }

    @Override
    public JsonNode example() {
        return new Examples().array("x", 1000).integer("s", 10).input();
    }
}

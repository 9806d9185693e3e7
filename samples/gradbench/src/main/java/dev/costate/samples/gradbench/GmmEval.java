package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.samples.gradbench.models.Gmm;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The log posterior of a mixture of Gaussians. */
final class GmmEval implements Eval {
    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("objective", GmmEval::objective, "jacobian", GmmEval::gradient);
    }

    private static Gmm model(JsonNode input) {
        return Gmm.of(
                        input.path("n").intValue(),
                        input.path("d").intValue(),
                        input.path("k").intValue())
                .x(Inputs.numbers(input.path("x")))
                .m(input.path("m").intValue())
                .gamma(input.path("gamma").doubleValue());
    }

    /** In the order in which the model declares its params. */
    private static double[] parameters(JsonNode input) {
        return Stream.of("alpha", "mu", "q", "l")
                .map(name -> Inputs.numbers(input.path(name)))
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }

    private static Workload objective(JsonNode input) {
        Gmm model = model(input);
        double[] theta = parameters(input);
        return new Workload(() -> model.objective(theta), model::objectiveValue);
    }

    private static Workload gradient(JsonNode input) {
        Gmm model = model(input);
        double[] theta = parameters(input);
        double[] gradient = new double[theta.length];
        return new Workload(() -> model.objectiveGradient(theta, gradient), () -> {
            Gmm.Parameters parts = model.parameters().view(gradient);
            int k = model.K();
            return Map.of(
                    "alpha", parts.alpha(),
                    "mu", Inputs.rows(parts.mu(), k),
                    "q", Inputs.rows(parts.q(), k),
                    "l", Inputs.rows(parts.l(), k));
        });
    }

    @Override
    public JsonNode example() {
        int n = 500;
        int d = 10;
        int k = 25;
        return new Examples()
                .integer("n", n)
                .integer("d", d)
                .integer("k", k)
                .integer("m", 0)
                .number("gamma", 1)
                .array("x", n, d)
                .array("alpha", k)
                .array("mu", k, d)
                .array("q", k, d)
                .array("l", k, d * (d - 1) / 2)
                .input();
    }
}

package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.samples.gradbench.models.Lstm;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A recurrent network that predicts characters. */
final class LstmEval implements Eval {
    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("objective", LstmEval::objective, "jacobian", LstmEval::gradient);
    }

    private static Lstm model(JsonNode input) {
        double[] state = Inputs.numbers(input.path("state"));
        double[] sequence = Inputs.numbers(input.path("sequence"));
        int layers = input.path("state").size() / 2;
        int characters = input.path("sequence").size();
        return Lstm.of(layers, sequence.length / characters, characters)
                .state(state)
                .sequence(sequence);
    }

    /** In the order in which the model declares its params. */
    private static double[] parameters(JsonNode input) {
        return Stream.of("main_params", "extra_params")
                .map(name -> Inputs.numbers(input.path(name)))
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }

    private static Workload objective(JsonNode input) {
        Lstm model = model(input);
        double[] theta = parameters(input);
        return new Workload(() -> model.objective(theta), model::objectiveValue);
    }

    private static Workload gradient(JsonNode input) {
        Lstm model = model(input);
        double[] theta = parameters(input);
        double[] gradient = new double[theta.length];
        return new Workload(() -> model.objectiveGradient(theta, gradient), () -> gradient);
    }

    @Override
    public JsonNode example() {
        int layers = 2;
        int bits = 14;
        return new Examples()
                .array("main_params", 2 * layers, 4 * bits)
                .array("extra_params", 3, bits)
                .array("state", 2 * layers, bits)
                .array("sequence", 256, bits)
                .input();
    }
}

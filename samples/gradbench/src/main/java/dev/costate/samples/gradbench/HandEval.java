package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.samples.gradbench.models.HandComplicated;
import dev.costate.samples.gradbench.models.HandSimple;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Distances of measured points from a hand; in the complicated form points lie within triangles, whose places are
 * parameters too.
 */
final class HandEval implements Eval {
    private static final int POSE = 26;
    private static final int BONES = 22;

    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of(
                "objective", input -> simple(input) ? objectiveOfSimple(input) : objectiveOfComplicated(input),
                "jacobian", input -> simple(input) ? jacobianOfSimple(input) : jacobianOfComplicated(input));
    }

    private static boolean simple(JsonNode input) {
        return input.path("us").isEmpty();
    }

    private static HandSimple simpleModel(JsonNode input) {
        JsonNode data = input.path("data");
        JsonNode hand = data.path("model");
        return HandSimple.of(
                        hand.path("base_positions").size(),
                        data.path("correspondences").size())
                .base_relatives(Inputs.numbers(hand.path("base_relatives")))
                .inverse_base_absolutes(Inputs.numbers(hand.path("inverse_base_absolutes")))
                .base_positions(Inputs.numbers(hand.path("base_positions")))
                .weights(Inputs.numbers(hand.path("weights")))
                .correspondences(Inputs.integers(data.path("correspondences")))
                .points(Inputs.numbers(data.path("points")));
    }

    private static HandComplicated complicatedModel(JsonNode input) {
        JsonNode data = input.path("data");
        JsonNode hand = data.path("model");
        return HandComplicated.of(
                        hand.path("base_positions").size(),
                        hand.path("triangles").size(),
                        data.path("correspondences").size())
                .base_relatives(Inputs.numbers(hand.path("base_relatives")))
                .inverse_base_absolutes(Inputs.numbers(hand.path("inverse_base_absolutes")))
                .base_positions(Inputs.numbers(hand.path("base_positions")))
                .weights(Inputs.numbers(hand.path("weights")))
                .triangles(Inputs.integers(hand.path("triangles")))
                .correspondences(Inputs.integers(data.path("correspondences")))
                .points(Inputs.numbers(data.path("points")));
    }

    private static double[] parameters(JsonNode input) {
        return DoubleStream.concat(
                        DoubleStream.of(Inputs.numbers(input.path("us"))),
                        DoubleStream.of(Inputs.numbers(input.path("theta"))))
                .toArray();
    }

    private static Workload objectiveOfSimple(JsonNode input) {
        HandSimple model = simpleModel(input);
        double[] theta = parameters(input);
        double[] distances = new double[3 * model.C()];
        return new Workload(() -> model.objective(theta, distances), () -> distances);
    }

    private static Workload objectiveOfComplicated(JsonNode input) {
        HandComplicated model = complicatedModel(input);
        double[] theta = parameters(input);
        double[] distances = new double[3 * model.C()];
        return new Workload(() -> model.objective(theta, distances), () -> distances);
    }

    private static Workload jacobianOfSimple(JsonNode input) {
        HandSimple model = simpleModel(input);
        double[] theta = parameters(input);
        double[] jacobian = new double[3 * model.C() * POSE];
        return new Workload(() -> model.objectiveJacobian(theta, jacobian), () -> Inputs.rows(jacobian, 3 * model.C()));
    }

    /** A row has the derivatives by the place of its own point, which is all it has of those, ahead of the pose's. */
    private static Workload jacobianOfComplicated(JsonNode input) {
        HandComplicated model = complicatedModel(input);
        double[] theta = parameters(input);
        int rows = 3 * model.C();
        double[] byPose = new double[rows * POSE];
        double[] byPlaces = new double[2 * rows];
        return new Workload(
                () -> {
                    model.objectiveJacobianWrtTheta(theta, byPose);
                    model.objectiveSparseJacobianWrtUs(theta, byPlaces);
                },
                () -> {
                    double[][] all = new double[rows][2 + POSE];
                    for (int i = 0; i < rows; i++) {
                        System.arraycopy(byPlaces, 2 * i, all[i], 0, 2);
                        System.arraycopy(byPose, POSE * i, all[i], 2, POSE);
                    }
                    return all;
                });
    }

    /** Of the complicated form; the two have their parts in common. */
    @Override
    public JsonNode example() {
        int vertices = 544;
        int triangles = 1000;
        int points = 100;
        Examples hand = new Examples()
                .array("base_relatives", BONES, 4, 4)
                .array("inverse_base_absolutes", BONES, 4, 4)
                .array("base_positions", vertices, 4)
                .array("weights", vertices, BONES)
                .below("triangles", vertices, triangles, 3);
        Examples data = new Examples()
                .object("model", hand)
                .below("correspondences", triangles, points)
                .array("points", points, 3);
        return new Examples()
                .object("data", data)
                .array("us", points, 2)
                .array("theta", POSE)
                .input();
    }
}

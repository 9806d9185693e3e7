package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.samples.gradbench.models.KMeans;
import java.util.Map;
import java.util.function.Function;

/** The cost of a clustering, and the direction of Newton's method. */
final class KMeansEval implements Eval {
    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("cost", KMeansEval::cost, "dir", KMeansEval::direction);
    }

    private static KMeans model(JsonNode input) {
        int n = input.path("points").size();
        double[] points = Inputs.numbers(input.path("points"));
        return KMeans.of(n, input.path("centroids").size(), points.length / n).points(points);
    }

    private static Workload cost(JsonNode input) {
        KMeans model = model(input);
        double[] centroids = Inputs.numbers(input.path("centroids"));
        return new Workload(() -> model.cost(centroids), model::costValue);
    }

    /** The Hessian is diagonal: what is divided by are its entries. */
    private static Workload direction(JsonNode input) {
        KMeans model = model(input);
        double[] centroids = Inputs.numbers(input.path("centroids"));
        double[] direction = new double[centroids.length];
        double[] diagonal = new double[centroids.length];
        return new Workload(
                () -> {
                    model.costGradient(centroids, direction);
                    model.costDiagonalHessian(centroids, diagonal);
                    for (int i = 0; i < direction.length; i++) {
                        direction[i] /= diagonal[i];
                    }
                },
                () -> Inputs.rows(direction, model.K()));
    }

    @Override
    public JsonNode example() {
        return new Examples().array("points", 1000, 8).array("centroids", 10, 8).input();
    }
}

package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.samples.gradbench.models.Determinant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A determinant by expansion into minors. */
final class DeterminantEval implements Eval {
    @Override
    public Map<String, Function<JsonNode, Workload>> functions() {
        return Map.of("primal", DeterminantEval::primal, "gradient", DeterminantEval::gradient);
    }

    private static Workload primal(JsonNode input) {
        Determinant model = model(input.path("ell").intValue());
        double[] a = Inputs.numbers(input.path("A"));
        return new Workload(() -> model.det(a), model::detValue);
    }

    private static Workload gradient(JsonNode input) {
        Determinant model = model(input.path("ell").intValue());
        double[] a = Inputs.numbers(input.path("A"));
        double[] gradient = new double[a.length];
        return new Workload(() -> model.detGradient(a, gradient), () -> gradient);
    }

    /** Minors of a level in ascending order of the sets of their columns, which are bits of a number. */
    private static Determinant model(int n) {
        List<List<Integer>> levels = new ArrayList<>();
        for (int r = 0; r <= n; r++) {
            levels.add(new ArrayList<>());
        }
        Map<Integer, Integer> places = new HashMap<>();
        for (int set = 0; set < 1 << n; set++) {
            List<Integer> level = levels.get(Integer.bitCount(set));
            places.put(set, level.size());
            level.add(set);
        }
        int most = levels.stream().mapToInt(List::size).max().orElse(0);
        int[][][] column = new int[n][most][n];
        int[][][] left = new int[n][most][n];
        for (int r = 0; r < n; r++) {
            List<Integer> level = levels.get(r + 1);
            for (int c = 0; c < level.size(); c++) {
                int rest = level.get(c);
                for (int k = 0; rest != 0; k++, rest &= rest - 1) {
                    int bit = Integer.lowestOneBit(rest);
                    column[r][c][k] = Integer.numberOfTrailingZeros(bit);
                    left[r][c][k] = places.getOrDefault(level.get(c) - bit, 0);
                }
            }
        }
        return Determinant.of(n, most).column(column).left(left);
    }

    @Override
    public JsonNode example() {
        int n = 8;
        return new Examples().integer("ell", n).array("A", n * n).input();
    }
}

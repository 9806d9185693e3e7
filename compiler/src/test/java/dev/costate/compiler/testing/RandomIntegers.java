package dev.costate.compiler.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Equations of integers for a {@link RandomIndexModel}, each with a number that is made of them. */
final class RandomIntegers {
    /** What is declared, and a term of the output that uses it. */
    private record Kind(String equations, String use) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("let size[k] : int = count(n where label[n] == k) for k in K", "sum(k in K) size[k] * c[k]^2"),
            new Kind(
                    "let moved[n] : int = (next[n] + shift) mod N",
                    "sum(n in N) v[moved[n]] * sin(y[n] + v[moved[n]])"),
            new Kind(
                    "let first[0] : int = 0\nlet first[n + 1] : int = first[n] + label[n] + 1",
                    "sum(n in N) v[n] * (sum(j in first[n] ..< first[n + 1]) (y[j mod N] + v[j mod N])^2)"),
            new Kind(
                    "let rank[n] : int = count(m where next[m] < next[n]) + count(m < n where next[m] == next[n])",
                    "sum(n in N) tanh(v[rank[n]] * v[n]) * rank[n]"),
            new Kind("let path[0] : int = 0\nlet path[n + 1] : int = next[path[n]] for n in N", "norm(n) v[path[n]]"),
            new Kind(
                    "let odd[n, d] : int = if (n + d + tag[n]) mod 2 == 0 then d - tag[n] else n div 2"
                            + " for n in N, d in D",
                    "sum(n in N, d in D where odd[n, d] >= 0) w[d] * X[n, d] * cos(b + odd[n, d])"),
            new Kind(
                    "let fill[N] : int = shift\nlet fill[n] : int = max(fill[n + 1] - 1, label[n]) for n in N",
                    "sum(n in N) (if fill[n] > 0 and fill[n] < N then v[fill[n]] else v[n]^2)"),
            new Kind(
                    "let total : int = 2 + sum(n) label[n] * tag[n]\nlet low : int = min(total, N - 1)",
                    "v[low]^2 * sqrt(total)"),
            new Kind(
                    "let most : int = max(m) tag[m] - shift\n"
                            + "let run[n] : int = if n == 0 then shift else if label[n] == label[n - 1] and"
                            + " run[n - 1] < 4 then run[n - 1] + 1 else most for n in N",
                    "sum(n in N) run[n] * v[n]^2"),
            new Kind("let wide[n, d] : int = tag[n] * d - shift for n in N, d in D", "sum(n in N) dot(wide[n, :], w)"));

    private RandomIntegers() {}

    /** Lines of a few kinds, and the terms. */
    static List<List<String>> of(Random random) {
        List<String> equations = new ArrayList<>();
        List<String> uses = new ArrayList<>();
        for (Kind kind : KINDS) {
            if (random.nextInt(4) == 0) {
                equations.add(kind.equations());
                uses.add("0.1 * (" + kind.use() + ")");
            }
        }
        return List.of(equations, uses);
    }
}

package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.RandomInputs;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that random search has found to be compiled wrongly, made small. Values and derivatives are the interpreter's.
 */
@Tag("slow")
class FoundModelsTest {
    private static final String INPUTS = """
            model R
            dim N
            dim K
            data label[N] in K
            data at[N] in N
            data y[N]
            param v[N]
            param b
            """;

    private static final String CLAUSES = """

            derive gradient of loss
            derive hvp of loss
            derive hessian of loss
            derive diagonal hessian of loss
            derive taylor of loss order 3
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A sum that is needed in a branch and by the condition of another, and two that need each other so.
                "output loss = (if b > 1 and sum(i) v[i]^2 < 9 then b else y[0] * sum(i) v[i]^2)",
                "output loss = (if b > 0 then (if sum(i) v[i] > 0 then prod(i) v[i] else 0.5)"
                        + " else (if prod(i) v[i] > 1 then sum(i) v[i] else b))",
                // What is read in several branches is read before any of them, also where no branch is taken.
                "output loss = sum(i in N) ((if i > 0 then v[i - 1] else 0) + (if i > 1 then v[i - 1] * y[i] else 0))",
                "output loss = sum(i in N) (if (if i > 0 then v[i - 1] else 0) > 0 then (if i > 0 then 2 * v[i - 1]"
                        + " else 0) else 1)",
                "output loss = sum(i in N) ((if y[i] > 0 and i > 0 then sin(v[i - 1]) else 0)"
                        + " + (if i > 0 then sin(v[i - 1]) * y[i] else 0))",
                "output loss = sum(i in N) ((if i > 0 then v[at[i - 1]] else 0) + (if i > 1 then v[at[i - 1]] * b"
                        + " else 0))",
                "output loss = sum(i in N) ((if i > 0 then b * (7 div i) else 0) + (if i > 1 then b^2 * (7 div i)"
                        + " else 0))",
                "output loss = sum(i in N) ((if i > 0 then sum(k) v[i - 1] * v[k] else 0)"
                        + " + (if i > 1 then b * sum(k) v[i - 1] * v[k] else 0))",
                // What is computed before any branch may be NaN, and its derivative too.
                "output loss = (if b > 100 then sqrt(b - 100) * v[0] else 0) + (if b > 200 then sqrt(b - 100) *"
                        + " v[0] else 0) + b",
                "output loss = b + sum(i in N) ((if y[i] > 9 then sum(k) sqrt(y[i] - 9) * v[k] else 0)"
                        + " + (if y[i] > 10 then b * sum(k) sqrt(y[i] - 9) * v[k] else 0))",
                // Ranges that are not affine, and of index data.
                "output loss = sum(i, j in 0 .. label[i]) sin(sum(k) v[k] * j * i)",
                "output loss = sum(i in N, j in (N - i) div 2 ..< N) sin(sum(k) v[k] * j * i)",
                "output loss = sum(i in N, j in (N - i) mod 2 ..< max(i, 1)) sin(sum(k) v[k] * j * i)",
                "output loss = sum(i) prod(j in 0 .. label[i]) (v[i] + j)",
                "output loss = prod(j in 0 .. label[0]) (b + j)",
                "output loss = sum(i in N) prod(j in max(i - 1, 0) .. min(i + 1, N - 1)) v[j]",
                "output loss = sum(i in N, j in N*N - N*i ..< N*N) sin(sum(k) v[k] * j * i)",
                // A loop over nothing whose inner range would have a negative length.
                "output loss = sum(i in N - 1, j in 0 ..< i) sin(sum(k in N) v[k] * v[i] * v[j])",
                "output loss = b + sum(i in 0 ..< N - 3, j in 0 ..< i) sin(sum(k in N) v[k] * v[i] * v[j])",
                // The length of an array by the range of an index at the call.
                """
                fn f(a[n], g) -> s[n] {
                  let s[0] = a[0]
                  let s[i] = g * s[i - 1] + a[i] for i in 1 ..< n
                }
                output loss = sum(i in N) f(v[0 .. i], b)[i]""",
                // The same where conditions say that all is one element, or that it is never called.
                """
                fn f(a[n], g) -> s[n] {
                  let s[0] = a[0]
                  let s[i] = g * s[i - 1] + a[i] for i in 1 ..< n
                }
                fn h(a[n], g) -> z {
                  let s[0] = a[0]
                  let s[i] = g * s[i - 1] + a[i] for i in 1 ..< n
                  let z = sum(i) s[i] * a[i]
                }
                output loss = (sum(i in N) (if i == 0 then f(v[0 .. i], b)[i] else b))
                  + (sum(i in N where i < 0) f(v[0 .. i], b)[i]) + sum(i in N) (if i < 0 then h(v[0 .. i], b) else b)
                  + (if N == 1 then h(v, b) + f(v, b)[0] else b) + sum(i in 0 ..< 0) h(v[0 .. i], b)""",
                // Elements of a function's arrays by sizes that mention indices, in the order in which bounds need
                // them.
                """
                fn back(x[n], g) -> z {
                  let s[i]     = sin(g * s[i + 1]) + x[i] for i in 0 ..< n - 1
                  let s[n - 1] = x[n - 1]
                  let z        = sum(i in n) s[i] * x[i]
                }
                fn lower(x[n]) -> t[n, n] {
                  let t[j, i] = 0 for i in n, j in 0 ..< i
                  let t[j, i] = x[i] * x[j] for i in n, j in i ..< n
                }
                output loss = (sum(t in N) back(v[0 .. t], b)) + (sum(t in N) back(v[t ..< N], b))
                  + (sum(t in N) (if t >= N then back(v[0 .. t], b) else if t > N - 2 then back(v[t ..< N], v[t]) else b))
                  + (sum(t in N, i in N) back(v[min(at[t], i) .. at[t]], b)) + sum(t in N) lower(v[0 .. t])[t, 0]""",
                // Arrays of functions as long as data say.
                """
                fn f(a[n], g) -> s[n] {
                  let s[0] = a[0]
                  let s[i] = g * s[i - 1] + a[i] for i in 1 ..< n
                }
                fn h(a[n], c) -> z {
                  let s[i] = c * a[i]
                  let z = sum(i) s[i] * a[i]
                }
                output l6 = f(v[0 .. at[0]], b)[0]
                output loss = (sum(t in N) h(v[0 .. at[t]], b)) + (sum(t in N) f(v[0 .. at[t]], b)[at[t]])
                  + l6 + (sum(t in N) f(v[0 ..< max(t, 1)], b)[0]) + sum(t in N) f(v[t div 2 .. t], b)[0]""",
                // An array that another one defines from its second element on, beside an equation for the first.
                """
                fn scan(a[n], g) -> s[n] {
                  let s[0] = a[0]
                  let s[i] = g * s[i - 1] + a[i] for i in 1 ..< n
                }
                let s[0] = b^2
                let s[i] = scan(v, b)[i] for i in 1 ..< N
                output loss = sum(i in N) s[N - 1 - i] * v[i]""",
                // The mean of nothing where it is never taken.
                "output loss = b + sum(i in N) (if i < 0 then mean(k in N) v[k] else b)",
                // Iterations that read from the same or any earlier one are not independent.
                """
                let t[i, 0] = 0.5 * i for i in N
                let t[i, j] = t[0, j - 1] - 0.5 * b * v[i] for i in N, j in 1 ..< K
                output loss = sum(i, j) t[i, j]^2""",
                // What is never read needs no order.
                """
                let s[0] = b
                let t[0] = 1
                let s[i + 1] = t[i] * v[i] + norm(k in N where k < 0) (v[k] * t[i]) for i in N
                let t[i + 1] = if i != min(i + 1, N) then sin(s[i]) else t[i + 1] * s[i + 1] for i in N
                output loss = sum(i in N) s[i] * t[i + 1]""",
                // What never holds needs no order either, whatever it asks before it is found not to hold.
                """
                let s[0] = b
                let s[i + 1] = if s[i] > 1 then s[i] else s[i] + sum(k where i != i) v[k] for i in N
                output loss = s[N]^2""",
                // What equations have in common is computed before the first of them, though that needs it under a
                // condition.
                """
                let s[0] = v[0]
                let s[i] = sin(s[0] - 0.5 * v[i]) for i in 1 ..< N
                let t    = sin(s[0] - 0.5 * clamp(if b > v[0] then v[N - 1] else y[0], -2, 2 + square(logaddexp(y[N - 1], b))))
                output loss = t + sum(i) sin(s[i])""",
                // Classes that need each other are not computed in one pass.
                """
                let t[0] = b
                let t[j] = sum(n in N where label[n] == j) v[n] * t[j - 1] for j in 1 ..< K
                output loss = sum(j) t[j]^2""",
                // Branches that derivatives bring together.
                """
                let s[i] = if y[i] > 0 and i > 0 then exp(v[i - 1] * b * v[i]) else b for i in N
                let t[i] = if y[i] < 1 and i > 0 then cos(v[i - 1] * b) * v[i] else b * b for i in N
                output loss = sum(i in N) s[i] * t[i]""",
                // A sum under a condition on more indices than its own.
                "output loss = sum(i in N, j in N) (if i > j then sum(k) v[k] * v[i - 1] else b)",
                """
                let t[i, j] = if j > 0 then sum(k) v[k] * t[i, 0] else b for i in N, j in K
                output loss = sum(i, j) t[i, j]""",
                // What an inner loop proves is not read before it.
                "output loss = b + sum(i in N + 2, j in 0 ..< N - i) (v[i] * j)",
                // Elements of an array that others are computed of by cases, and the adjoints of these at second order.
                """
                let t[N + 1] = sin(t[0] - y[0])
                let t[0]     = sin(b)
                let t[i]     = sin(t[N + 1] - y[0] * t[0] * v[i - 1]) for i in 1 .. N
                output loss = sum(i) sin(t[i])""",
                """
                output t[0] = sin(b)
                output t[i] = sin(t[0] - 0.5 * v[i - 1] * prod(k in N) v[k]) for i in 1 .. N
                output loss = sum(i) t[i]^2
                derive hessian of t
                derive diagonal hessian of t
                derive hvp of t""",
                // A diagonal that follows an element whose place integer data say, through a sum.
                """
                let a[i] = sum(k in N) sin(v[k] * b) * v[i]
                let r[i] = a[(i + at[0]) mod N] for i in N
                output loss = sum(i) sin(r[i])""",
                """
                let a[i] = sum(k in K) v[(i + k) mod N] * v[k mod N] for i in N
                let r[i] = a[(i + at[0]) mod N] for i in N
                output loss = sum(i) sin(r[i])""",
                // A condition on an index around what does not move.
                "output loss = prod(i in N, k in K) (b + (if 2 * i + 1 < N then v[2 * i + 1] * y[0] else 1.5)) * b",
                // What is known of an index within a softmax.
                """
                let t[0] = b
                let t[i] = sum(k != i) softmax(k) (v[k] * sum(q in 0 ..< i) t[q]) * v[k] for i in 1 ..< N
                output loss = t[N - 1]""",
                // A choice of integers that is handed to a function is one there.
                """
                fn get(a[m], k) = a[k]
                fn half(k) = 0.5 * k * k
                fn some(a[m], k) = sum(i in 0 ..< k) a[i]
                output loss = (sum(i in N) get(v, if i > 0 then i - 1 else 0) * y[i]) + half(if b > 0 then 1 else 2)
                  + (sum(i in N) get(v, if i > 0 then at[i - 1] else 0)) + (sum(i in N) some(v, if i > 1 then i else -(-1)))
                  + (sum(i in N) half(if i > 0 then at[i] * N * N * N * N * N * N else 3) * v[i])
                  + sum(i in N - 1) get(v, (if i > 0 then i - 1 else 0) + 1) * b""",
                // A softmax goes over all values of its index, whatever is known of the one in scope.
                """
                let p[i] = if i > 1 then softmax(i) (if i > 0 then v[i - 1] else b) else y[i] for i in N
                output loss = (sum(i in N) p[i]^2) + (sum(i in 1 ..< N) softmax(i) v[i - 1] * y[i])
                  + (sum(i in N where i > 0) softmax(i) v[i - 1] * y[i])
                  + (sum(i in N, j in N where i > j) softmax(i) v[i - j] * y[j])
                  + (sum(i in N, j in 0 .. i) softmax(j) v[i - j] * y[j]) + sum(i in N, j in 0 .. i) softmax(i) v[i] * v[j]""",
            })
    void agreesWithTheInterpreter(String text) {
        SourceFile source = new SourceFile("R.model", INPUTS + text + CLAUSES);
        for (ModelCompiler.Options options : new ModelCompiler.Options[] {
            ModelCompiler.Options.of(""), ModelCompiler.Options.of("").literal()
        }) {
            ModelCompiler.Result result = ModelCompiler.compile(source, options);
            for (int n : new int[] {1, 2, 5}) {
                agree(text, result, Map.of("N", n, "K", 3), n);
            }
        }
    }

    /** That a subscript is in range is proved however many directions there are: their number has many terms. */
    @Test
    void directionsAreNoHindranceToProofs() {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("R.model", """
                model R
                dim N >= 3
                dim D
                dim K
                param W[D, K]
                param U[K, K]
                param A[N, N]
                param v[N]
                param b
                fn backward(a[n]) -> s[n] {
                  let s[i] = a[i] - 0.5 * (if i < n - 1 then sin(s[i + 1]) else 0.3) for i in n
                }
                let t[i] = logsumexp(j in max(i - 1, 0) .. min(i + 1, N - 1), k in j ..< N)
                  (v[j] + tanh(backward(v[k ..< N])[0])) for i in N - 2
                output loss = (sum(i) sin(t[i])) + b * A[0, 0] * U[0, 0] * W[0, 0]
                derive hessian of loss
                """), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).isFalse();
    }

    private static void agree(String text, ModelCompiler.Result result, Map<String, Integer> dims, int seed) {
        Map<String, double[]> inputs = RandomInputs.of(requireNonNull(result.model()), dims, seed);
        Agreement.of(text, result, dims, inputs, 1e-11).values().derivatives();
    }
}

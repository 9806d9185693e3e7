package dev.costate.compiler.testing;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Models of any size, each large in one respect. All have a gradient. */
@SuppressWarnings("ImmutableEnumChecker") // Its lists are unmodifiable, its functions without state.
public enum LargeModels {
    LETS(
            "chain of scalar lets",
            List.of(1_000, 3_000, 10_000, 30_000),
            n -> "param x0\n" + lines(n, k -> "let x" + k + " = sin(x" + (k - 1) + ") * 0.5 + x" + (k - 1) + " * " + k)
                    + "output y = x" + n + "\n"),
    ELEMENTS(
            "chain of elements of one array",
            List.of(500, 1_500, 6_000),
            n -> "param a\nlet x[0] = a\n" + lines(n, k -> "let x[" + k + "] = sin(x[" + (k - 1) + "]) * a + " + k)
                    + "output y = x[" + n + "]\n"),
    TERMS(
            "sum of terms",
            List.of(1_000, 10_000, 100_000),
            n -> "param a\nparam b\noutput y = 0" + lines(n, k -> "  + sin(a * " + k + ") * b")),
    READS(
            "sum of elements",
            List.of(1_000, 10_000, 100_000),
            n -> "param x[" + n + "]\noutput y = 0" + lines(n, k -> "  + x[" + (k - 1) + "]")),
    BRANCHES(
            "chain of else if",
            List.of(300, 1_000, 3_000),
            n -> "param a\nparam x\noutput y = " + lines(n, k -> "  if x < " + k + " then a * x + " + k + " else")
                    + " sin(x)\n"),
    ARRAYS(
            "chain of array lets",
            List.of(300, 1_000, 3_000),
            n -> "dim N\nparam x0[N]\n"
                    + lines(n, k -> "let x" + k + "[i] = sin(x" + (k - 1) + "[i]) * 0.5 + " + k)
                    + "output y = sum(i) x" + n + "[i]\n"),
    CALLS(
            "calls of a function with a block",
            List.of(1_000, 3_000, 10_000),
            n -> "fn f(u, v) -> w {\n  let s = u * v\n  let t = sin(s) + u\n  let w = s * t\n}\nparam x0\n"
                    + lines(n, k -> "let x" + k + " = f(x" + (k - 1) + ", " + k + ")") + "output y = x" + n + "\n"),
    PARAMS(
            "scalar params",
            List.of(1_000, 2_000, 4_000, 8_000),
            n -> lines(n, k -> "param p" + k) + "output y = 0" + lines(n, k -> "  + p" + k + "^2")),
    FACTORS(
            "product of scalar params",
            List.of(1_000, 2_000, 4_000),
            n -> lines(n, k -> "param p" + k) + "output y = 1" + lines(n, k -> "  * p" + k)),
    UNUSED(
            "scalar params, all but one unused",
            List.of(1_000, 2_000, 4_000, 8_000),
            n -> lines(n, k -> "param p" + k) + "output y = p1^2\n"),
    INDICES(
            "one sum over many indices",
            List.of(80, 160, 320, 640),
            n -> "data x[2]\nparam a\noutput y = sum("
                    + IntStream.range(0, n).mapToObj(k -> "i" + k + " in 0..<2").collect(Collectors.joining(", "))
                    + ") a * ("
                    + IntStream.range(0, n).mapToObj(k -> "x[i" + k + "]").collect(Collectors.joining(" + "))
                    + ")\n"),
    OUTPUTS(
            "outputs",
            List.of(300, 1_000, 3_000),
            n -> "param x\n" + lines(n, k -> "output y" + k + " = sin(x) * " + k) + "output y = x^2\n"),
    GRADIENTS(
            "gradients",
            List.of(30, 100, 300),
            n -> "param x\noutput y = x^2\n" + lines(n, k -> "output y" + k + " = sin(x) * " + k)
                    + lines(n, k -> "derive gradient of y" + k)),
    RECURRENCE(
            "equations of one recurrence",
            List.of(300, 1_000, 3_000),
            n -> "dim N >= 2\nparam x[N]\nlet h0[0] = x[0]\nlet h0[t] = h" + n + "[t - 1] * x[t] for t in 1 ..< N\n"
                    + lines(n, k -> "let h" + k + "[t] = sin(h" + (k - 1) + "[t]) + " + k + " for t in N")
                    + "output y = sum(t) h" + n + "[t]\n"),
    RECURRENCES(
            "recurrences, each over the one before",
            List.of(300, 1_000, 3_000),
            n -> "dim N >= 2\nparam x0[N]\n"
                    + lines(
                            n,
                            k -> "let x" + k + "[0] = x" + (k - 1) + "[0]\nlet x" + k + "[t] = sin(x" + k
                                    + "[t - 1]) * x" + (k - 1) + "[t] for t in 1 ..< N")
                    + "output y = sum(t) x" + n + "[t]\n"),
    SUMS(
            "sums over an array, each with the one before",
            List.of(300, 1_000, 3_000),
            n -> "dim N\ndata a[N]\nparam s0\n"
                    + lines(n, k -> "let s" + k + " = sum(i) cos(a[i] * s" + (k - 1) + ") / " + k)
                    + "output y = s" + n + "\n"),
    PRODUCTS(
            "products of matrices, each with the one before",
            List.of(100, 300, 1_000),
            n -> "dim N\nparam w[N, N]\nparam x0[N, N]\n"
                    + lines(n, k -> "let x" + k + "[i, j] = tanh(sum(l) w[i, l] * x" + (k - 1) + "[l, j])")
                    + "output y = sum(i, j) x" + n + "[i, j]\n"),
    SOFTMAXES(
            "softmaxes, each of the one before",
            List.of(100, 300, 1_000),
            n -> "dim N\nparam x0[N]\n"
                    + lines(
                            n,
                            k -> "let x" + k + "[i] = exp(x" + (k - 1) + "[i] * " + k + ") / sum(j) exp(x" + (k - 1)
                                    + "[j] * " + k + ")")
                    + "output y = sum(i) x" + n + "[i]^2\n"),
    OBSERVATIONS(
            "functions of the index of a batch",
            List.of(300, 1_000, 3_000),
            n -> "dim N\ndata a[N]\nparam b\nlet z0[i] = a[i] * b\n"
                    + lines(n, k -> "let z" + k + "[i] = exp(-z" + (k - 1) + "[i]) + " + k)
                    + "output y = sum(i) z" + n + "[i]\n"),
    CHOICES(
            "choices over an array, each with the one before",
            List.of(100, 300, 1_000),
            n -> "dim N\nparam x0[N]\n"
                    + lines(
                            n,
                            k -> "let x" + k + "[i] = if x" + (k - 1) + "[i] > " + k + " then sin(x" + (k - 1)
                                    + "[i]) else x" + (k - 1) + "[i]^2 + " + k)
                    + "output y = sum(i) x" + n + "[i]\n"),
    GATHERS(
            "gathers by data, each of the one before",
            List.of(100, 300, 1_000),
            n -> "dim N\ndata at[N] in N\nparam x0[N]\n"
                    + lines(n, k -> "let x" + k + "[i] = x" + (k - 1) + "[at[i]] * x" + (k - 1) + "[i] + " + k)
                    + "output y = sum(i) x" + n + "[i]\n"),
    INTERVALS(
            "params with bounds",
            List.of(300, 1_000, 3_000),
            n -> lines(n, k -> "param p" + k + " in 0 .. " + k) + "output y = 0"
                    + lines(n, k -> "  + log(p" + k + ")")),
    TABLE(
            "elements of a constant",
            List.of(1_000, 10_000, 100_000),
            n -> "param a\nconst c[" + n + "] = [" + lines(n, k -> "  " + k + ".5" + (k < n ? "," : "]"))
                    + "output y = a * sum(i) c[i]\n");

    private final String description;
    private final List<Integer> sizes;
    private final IntFunction<String> body;

    LargeModels(String description, List<Integer> sizes, IntFunction<String> body) {
        this.description = description;
        this.sizes = sizes;
        this.body = body;
    }

    /** What there is much of. */
    public String description() {
        return description;
    }

    /** The sizes to compare. */
    public List<Integer> sizes() {
        return sizes;
    }

    /** The model of this size. */
    public String text(int n) {
        return "model Large\n" + body.apply(n) + "derive gradient of y\n";
    }

    private static String lines(int n, IntFunction<String> line) {
        return IntStream.rangeClosed(1, n)
                .mapToObj(line)
                .collect(Collectors.joining("\n", "", "\n"))
                .replaceFirst("^  ", "\n  ");
    }
}

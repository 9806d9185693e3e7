package dev.costate.compiler.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** For a {@link RandomIndexModel}: functions with several results, functions that take functions, and uses of them. */
final class RandomCalls {
    private static final String HIGHER = """
            fn qtwice(f(_), x) = f(f(x))
            fn qafter(f(_), g(_), x) = f(g(x)) - 0.5 * g(x)
            fn qmapped(f(_, _), a[n], x) -> r[n] {
              let r[i] = f(a[i], x)
            }
            fn qfolded(f(_, _), a[n], x) -> s {
              let h[0] = x
              let h[i + 1] = 0.5 * f(h[i], a[i]) for i in n
              let s = h[n]
            }
            fn qstep(f(_, _), t, y[n], h) -> z[n] {
              let k = f(t, y)
              let m[i] = y[i] + h / 2 * k[i]
              let z[i] = y[i] + h * f(t + h / 2, m)[i]
            }
            fn qends(f(_), a[n], k) -> (first, last, all[n]) {
              let first = f(a[(k + n) mod n])
              let last = f(a[n - 1]) * first
              let all[i] = f(a[i]) + a[(i + k) mod n]
            }
            """;

    private static final String RESULTS = """
            fn qrange(a[n]) -> (least, most, at[n]) {
              let least = min(i) a[i]
              let most = max(i) a[i]
              let at[i] = (a[i] - least) / (1 + most - least)
            }
            fn qpolar(x, y) -> (r, t) {
              let r = sqrt(1 + x^2 + y^2)
              let t = atan2(y, 2 + cos(x))
            }
            fn qrows(M[n, m], k) -> (r[m], s[n]) {
              let r[j] = M[k mod n, j]
              let s[i] = sum(j) M[i, j] * r[j]
            }
            fn qscan(a[n], g) -> (h[n], c, q[n, 2]) {
              let h[0] = a[0]
              let h[i] = tanh(g) * h[i - 1] + a[i] for i in 1 ..< n
              let q[i, k] = if k == 0 then h[i] else sin(h[n - 1 - i]) for i in n, k in 2
              let c = sum(i) h[i] * q[i, 1]
            }
            fn qturn(t, y[n]) -> d[n] {
              let d[i] = sin(t + y[i]) - y[(i + 1) mod n]
            }
            """;

    private final Random random;
    private final List<String> equations = new ArrayList<>();
    private final List<String> uses = new ArrayList<>();

    private RandomCalls(Random random) {
        this.random = random;
    }

    /** Declarations of functions, equations, and terms of an output. */
    static List<List<String>> of(Random random) {
        RandomCalls made = new RandomCalls(random);
        List<String> functions = made.functions();
        List<Runnable> kinds = List.of(
                made::ranges,
                made::polar,
                made::rows,
                made::scans,
                made::ends,
                made::mapped,
                made::steps,
                made::scalars,
                made::branches);
        for (Runnable kind : kinds) {
            if (random.nextInt(4) == 0) {
                kind.run();
            }
        }
        return List.of(functions, made.equations, made.uses);
    }

    /** Those of one number and of two have random bodies. */
    private List<String> functions() {
        List<String> functions = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            functions.add("fn qone" + k + "(x) = " + any(() -> "x"));
            functions.add("fn qtwo" + k + "(x, y) = " + any(() -> one("x", "y", "x * y")));
        }
        functions.add(HIGHER);
        functions.add(RESULTS);
        return functions;
    }

    private String one(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private String any(Supplier<String> variable) {
        String inner = String.format(Vocabulary.UNARY[random.nextInt(Vocabulary.UNARY.length)], variable.get());
        return one(inner, inner + " - 0.3 * " + variable.get(), "0.5 * " + inner + " + " + variable.get());
    }

    private String ofOne() {
        return one("qone0", "qone1", "sin", "tanh", "softplus", "half");
    }

    private String ofTwo() {
        return one("qtwo0", "qtwo1", "hypot", "max", "mix", "logaddexp");
    }

    private void add(String equation, String use) {
        equations.add(equation);
        uses.add("0.1 * (" + use + ")");
    }

    private void ranges() {
        String of = one("v", "w", "A[0, :]", "A[:, next[1]]", "qmapped(" + ofTwo() + ", v, b)");
        add("let (qlow, " + one("qhigh", "_") + ", qat) = qrange(" + of + ")", "qlow + sum(i) qat[i]^2");
    }

    private void polar() {
        add(
                "let (qr[n], " + one("qt[n]", "_") + ") = qpolar(v[n], " + one("y[n]", "b", "sum(d) X[n, d] * w[d]")
                        + ")",
                "sum(n) tanh(qr[n]) * y[n]");
    }

    private void rows() {
        add(
                "let (qrow, qsum) = qrows(" + one("A", "W", "U") + ", " + one("tag[0]", "shift + 4", "1") + ")",
                "norm(i) " + "(qrow[i] + 1) + sum(i) sin(qsum[i])");
    }

    private void scans() {
        add(
                "let (" + one("qh", "_") + ", qc, qq) = qscan(" + one("v", "w", "c") + ", " + one("b", "0.4", "b^2")
                        + ")",
                "qc * sum(i, k) qq[i, k]");
    }

    private void ends() {
        add(
                "let (qfirst, qlast, qall) = qends(" + ofOne() + ", " + one("v", "w") + ", "
                        + one("shift mod 3", "tag[0]", "0") + ")",
                "qfirst * qlast + sum(i) qall[i]");
    }

    private void mapped() {
        add("let qmap = qmapped(" + ofTwo() + ", " + one("v", "w") + ", b)", "sum(i) qmap[i]^2");
    }

    private void steps() {
        add(
                "let qo[0, k] = c[k]\nlet qo[n + 1, k] = qstep(qturn, n / N, qo[n, :], 1 / N)[k] for n in N",
                "sum(k) qo[N, k] * c[k]");
    }

    private void scalars() {
        add(
                "let qs[d] = qtwice(" + ofOne() + ", w[d]) + qafter(" + ofOne() + ", " + ofOne() + ", b)",
                "sum(d) sin(qs[d])");
    }

    private void branches() {
        String fold = "qfolded(" + ofTwo() + ", " + one("v", "c") + ", b)";
        add(
                "let qbranch = if " + one("b > 0", "shift > 0") + " then " + fold + " else qtwice(" + ofOne() + ", b)",
                "qbranch");
    }
}

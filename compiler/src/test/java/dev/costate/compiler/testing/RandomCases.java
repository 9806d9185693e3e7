package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A valid model made from a seed of what passes must not confuse: arrays that several equations, recurrences or choices
 * define where a law would look through their names, guarded reads under equal, nested and contradictory conditions,
 * constant extents of one and two, functions whose parameters have the names of their callers', integer products of
 * more than 32 bits, and sums over classes. Long, since each of these cases is made by a method of its own.
 */
public final class RandomCases implements RandomSource {
    /** Positive expressions in {@code a[%1$s]}. */
    private static final String[] POSITIVE = {
        "exp(a[%1$s])",
        "1 / (1 + exp(-a[%1$s]))",
        "sigmoid(a[%1$s])",
        "sqrt(1 + a[%1$s]^2)",
        "1 + exp(a[%1$s])",
        "square(a[%1$s]) + 0.5",
        "cosh(a[%1$s])",
        "softplus(a[%1$s])",
        "normcdf(a[%1$s])",
        "erfc(a[%1$s])",
        "exp(a[%1$s]) / (1 + exp(a[%1$s]))",
        "exp(a[%1$s]) + exp(y[%1$s])",
        "exp(a[%1$s]) * exp(y[%1$s])",
        "(sum(m in K) exp(a[%1$s] * c[m]))",
        "(prod(m in K) (1.5 + tanh(a[%1$s] + c[m])))",
        "exp(c[0]) / (sum(m in K) exp(c[m] + a[%1$s]))",
        "lookup(e, p, q, %1$s)",
        "2"
    };

    /** What laws are made for, of a positive {@code %1$s}. */
    private static final String[] FORMS = {
        "log(%1$s)",
        "log(1 + %1$s)",
        "log1p(%1$s)",
        "%1$s - 1",
        "1 - %1$s",
        "1 / (1 + %1$s)",
        "%1$s / (1 + %1$s)",
        "1 - %1$s / (1 + %1$s)",
        "log(%1$s / (1 + %1$s))",
        "log(3 * %1$s)",
        "log(%1$s^3)",
        "log(sqrt(%1$s))",
        "log(%1$s * %1$s)",
        "log(%1$s / 2)",
        "sqrt(%1$s^2)",
        "%1$s^2 - 1",
        "1 - (%1$s / (1 + %1$s))^2",
        "log(1 - exp(-%1$s))",
        "-log(1 + exp(-%1$s))",
        "exp(-%1$s) - 1",
        "1 / (1 + exp(-%1$s))",
        "%1$s * log(%1$s)",
        "1 - tanh(%1$s)^2",
        "exp(log(%1$s) + b)",
        "log(exp(%1$s) + exp(b))",
        "sin(%1$s) / %1$s",
        "(1 - cos(%1$s)) / %1$s^2",
        "1 - erf(%1$s)",
        "log(normcdf(%1$s))"
    };

    /** The same across reductions, of an array {@code %1$s} over N. */
    private static final String[] REDUCED = {
        "log(sum(t in N) %1$s[t])",
        "log(mean(t in N) %1$s[t])",
        "logsumexp(t in N) log(%1$s[t])",
        "log(prod(t in N) %1$s[t])",
        "sum(t in N) %1$s[t] / (sum(m in N) %1$s[m]) * y[t]",
        "sum(t in N) softmax(t) log(%1$s[t]) * y[t]",
        "sum(t in N) (if t > 0 then softmax(t) (if t > 0 then log(%1$s[t - 1]) else b) else b)",
        "sum(t in 1 ..< N) softmax(t) log(%1$s[t - 1]) * y[t]",
        "sum(t in N where t < N - 1) logsoftmax(t) log(%1$s[t + 1])",
        "sum(t in N, m in 0 .. t) softmax(m) log(%1$s[t - m]) * y[m]",
        "sqrt(sum(t in N) %1$s[t]^2)",
        "norm(t in N) %1$s[t]",
        "(mean(t in N) %1$s[t]^2) - (mean(t in N) %1$s[t])^2",
        "sum(t in N where y[t] > 0) log(%1$s[t])",
        "sum(t in N where p[t] == 1 and t > 0) log(%1$s[t - 1])",
        "sum(t in N) (if t > 0 then log(%1$s[t] / %1$s[t - 1]) else b)",
        "sum(t in N) (if t > 0 then %1$s[t - 1] - 1 else 1 - %1$s[t])",
        "sum(t in N) (if t > 0 then log(%1$s[t - 1]) else log(1 + %1$s[t]))",
        "sum(t in N) log(%1$s[q[t]])",
        "sum(t in N, m in K) log(%1$s[t] + c[m]^2)",
        "log(sum(t in N) exp(%1$s[t]))",
        "max(t in N) log(%1$s[t])"
    };

    /** Conditions under which an earlier element may be read, and the element. */
    private static final String[][] EARLIER = {
        {"%1$s > 0", "%1$s >= 1", "0 < %1$s", "not (%1$s == 0)", "%1$s != 0", "%1$s > 0 and y[%1$s] > -1"},
        {
            "%1$s < N - 1",
            "%1$s + 1 < N",
            "N - 1 > %1$s",
            "not (%1$s == N - 1)",
            "%1$s <= N - 2",
            "%1$s + 1 < N and b > -9"
        }
    };

    /** Parameters and quantities of blocks bear the names of the model's and of each other's. */
    private static final String FUNCTIONS = """
            const e2[3] : int = [2, 0, 1]
            fn at(x[n], i) = x[i mod n]
            fn moved(x[n], t[m], j, i) = x[(2 * n + j - t[i mod m]) mod n]
            fn lookup(x[n], t[m], u[m], i) = moved(x, u, t[i mod m], i) + moved(x, t, u[i mod m], i)
            fn nested(t[n], x[m], u[m], i) -> a {
              let x2 = at(t, i) + 1
              let y  = lookup(t, x, u, i) * x2
              let a  = y + lookup(t, u, x, i)
            }
            fn run(x[n], g) -> s[n] {
              let s[0] = x[0]
              let s[i] = tanh(g) * s[i - 1] + x[i] for i in 1 ..< n
            }
            fn back(x[n], g) -> z {
              let s[i]     = sin(g * s[i + 1]) + x[i] for i in 0 ..< n - 1
              let s[n - 1] = x[n - 1]
              let z        = sum(i in n) s[i] * x[i]
            }
            fn framed(x[n], y[m]) -> s[n + 2] {
              let s[0]     = sum(i) y[i]
              let s[i + 1] = x[i] for i in n
              let s[n + 1] = x[n - 1]
            }
            let e[t] = exp(sin(a[t]))
            """;

    private final Random random;
    private final Map<String, Integer> dims = new LinkedHashMap<>();
    private final Map<String, double[]> inputs = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder("model R\n\n");
    private final List<String> outputs = new ArrayList<>();
    private final List<String> arrays = new ArrayList<>();

    private RandomCases(long seed) {
        this.random = new Random(seed);
        dim("N", 2 + random.nextInt(4), 2);
        dim("K", 1 + random.nextInt(3), 1);
        data("y", "N");
        integers("p", "data p[N] in N", requireNonNull(dims.get("N")), requireNonNull(dims.get("N")));
        integers("q", "data q[N] in N", dims.get("N"), dims.get("N"));
        integers("big", "data big : int", 1 << 30, 1);
        requireNonNull(inputs.get("big"))[0] += (1 << 30) - 1;
        text.append("param a[N]\nparam c[K]\nparam b\n");
        inputs.put("a", reals(dims.get("N")));
        inputs.put("c", reals(requireNonNull(dims.get("K"))));
        inputs.put("b", reals(1));
        text.append(FUNCTIONS);
        int count = 1 + random.nextInt(3);
        for (int k = 0; k < count; k++) {
            array("s" + k);
        }
        guarded("g");
        output(called());
        output("nested(a, p, q, " + random.nextInt(4) + ") * at(c, " + random.nextInt(3) + ")");
        output("sum(t in N) " + integer() + " * a[t]");
        int uses = 3 + random.nextInt(4);
        for (int k = 0; k < uses; k++) {
            String array = arrays.get(random.nextInt(arrays.size()));
            output(random.nextBoolean() ? pick(REDUCED, array) : sumOf(array));
        }
        text.append("output loss = b");
        outputs.forEach(o -> text.append(" + sin(").append(o).append(')'));
        text.append("\nderive gradient of loss\n");
        text.append("derive gradient of loss wrt y, b\n");
    }

    public static RandomCases of(long seed) {
        return new RandomCases(seed);
    }

    @Override
    public String text() {
        return text.toString();
    }

    @Override
    public Map<String, Integer> dims() {
        return dims;
    }

    @Override
    public Map<String, double[]> inputs() {
        return inputs;
    }

    /** A size, in one of three models a constant one. */
    private void dim(String name, int size, int atLeast) {
        boolean constant = random.nextInt(3) == 0;
        text.append("dim ")
                .append(name)
                .append(constant ? " = " + size : " >= " + atLeast)
                .append('\n');
        dims.put(name, size);
    }

    private void data(String name, String axis) {
        text.append("data ").append(name).append('[').append(axis).append("]\n");
        inputs.put(name, reals(requireNonNull(dims.get(axis))));
    }

    private void integers(String name, String declaration, int below, int count) {
        text.append(declaration).append('\n');
        inputs.put(
                name,
                IntStream.range(0, count)
                        .mapToDouble(k -> random.nextInt(below))
                        .toArray());
    }

    private double[] reals(int count) {
        return random.doubles(count, -1.5, 1.5).toArray();
    }

    private String pick(String[] forms, String argument) {
        return String.format(forms[random.nextInt(forms.length)], argument);
    }

    private void output(String value) {
        String name = "o" + outputs.size();
        outputs.add(name);
        text.append("output ").append(name).append(" = ").append(value).append('\n');
    }

    private String sumOf(String array) {
        String element = array + "[t]";
        String form = pick(FORMS, element);
        return switch (random.nextInt(4)) {
            case 0 -> "sum(t in N where y[t] < 1) (" + form + ")";
            case 1 -> "sum(t in N) (if t > 0 then " + form + " else " + pick(FORMS, element) + ")";
            case 2 -> "sum(m in K, t in N) (" + form + ") * c[m]";
            default -> "sum(t in N) (" + form + ")";
        };
    }

    /** An integer whose parts leave 32 bits and, where it is a real number in the end, 64. */
    private String integer() {
        String[] forms = {
            "(big * big) mod 7",
            "(big * t - big) div 65536 / 65536",
            "1e-30 * (big * big * big * N)",
            "(big * big * big * big) / 1e36",
            "(if big * big > big * N then 1 else -1)",
            "((big + t) * (big - t)) mod 11",
            "(N - 1) * (N + 1) * (2 * N + 5) / 18",
            "a[(big * big + t) mod N]",
            "e2[(big * 3 + t) mod 3]",
            "at(a, if t > 0 then t - 1 else N - 1)",
            "lookup(a, p, q, if q[t] > t then q[t] - t else t)",
            "moved(a, p, 1 - (if p[t] > 0 and t > 0 then p[t - 1] else 0), min(t, if t == 1 then 0 else N))",
            "count(m in N where m * big >= t * big)"
        };
        return "(" + forms[random.nextInt(forms.length)] + ")";
    }

    /**
     * A function whose array is defined by several equations, called where conditions say that some of them define
     * nothing, or contradict each other.
     */
    private String called() {
        String[] conditions = {
            "t < 0",
            "t == 0",
            "t < 1",
            "t > 0 and t < 1",
            "t >= N",
            "t > N - 2",
            "t == N - 1",
            "t > 0",
            "N == 2",
            "N < 2",
            "b > 0"
        };
        String[] calls = {
            "run(a[0 .. t], b)[t]",
            "run(a[t ..< N], c[0])[0]",
            "run(a[0 ..< N - t], b)[N - t - 1]",
            "back(a[0 .. t], b)",
            "back(a[t ..< N], a[t])",
            "run(a[0 .. p[t]], b)[p[t]]",
            "back(a[p[t] ..< N], b)",
            "back(a[min(q[t], t) .. max(t, q[t])], b)",
            "run(a[t div 2 .. t], a[t])[0]",
            "(sum(m) framed(a[0 .. t], a[t ..< N])[m])",
            "(sum(m) framed(a[t ..< N], a[0 ..< t])[m])",
            "framed(a[0 .. t], a[0 ..< t])[t]",
            "(mean(m in 0 .. t) run(a[0 .. t], b)[m])"
        };
        String condition = conditions[random.nextInt(conditions.length)];
        String call = calls[random.nextInt(calls.length)];
        return switch (random.nextInt(4)) {
            case 0 -> "sum(t in N where " + condition + ") " + call;
            case 1 -> "sum(t in N) (sum(k in 0 .. t where " + condition + ") k * " + call + ")";
            case 2 -> "sum(t in N) (if " + condition + " then b else " + call + ")";
            default -> "sum(t in N) (if " + condition + " then " + call + " else " + guard(conditions, call) + ")";
        };
    }

    private void equation(String left, String right, String range) {
        text.append("let ")
                .append(left)
                .append(" = ")
                .append(right)
                .append("  for t in ")
                .append(range)
                .append('\n');
    }

    private String positive(String index) {
        return pick(POSITIVE, index);
    }

    /** A positive array over N, by one equation or several. */
    private void array(String s) {
        switch (random.nextInt(9)) {
            case 0 -> equation(s + "[t]", positive("t"), "N");
            case 1 -> {
                text.append("let ")
                        .append(s)
                        .append("[0] = ")
                        .append(positive("0"))
                        .append('\n');
                equation(s + "[t]", positive("t"), "1 ..< N");
            }
            case 2 -> {
                equation(s + "[t]", positive("t"), "0 ..< N - 1");
                text.append("let ")
                        .append(s)
                        .append("[N - 1] = ")
                        .append(positive("0"))
                        .append('\n');
            }
            // Products along a recurrence, neither so large nor so small that a plain form overflows or cancels.
            case 3 -> {
                text.append("let ").append(s).append("[0] = 5\n");
                equation(s + "[t]", s + "[t - 1]^0.25 * " + positive("t"), "1 ..< N");
            }
            case 4 -> {
                text.append("let ")
                        .append(s)
                        .append("[N - 1] = ")
                        .append(positive("0"))
                        .append('\n');
                equation(s + "[t]", positive("t") + " + 0.5 * log(1 + " + s + "[t + 1])", "0 ..< N - 1");
            }
            case 5 -> equation(s + "[t]", "(if t < K then " + positive("t") + " else " + positive("t") + ")", "N");
            case 6 -> equation(s + "[t]", "(if y[t] > 0 then " + positive("t") + " else " + positive("t") + ")", "N");
            case 7 -> equation(s + "[t]", "(if t > 0 then " + s + "[t - 1]^0.25 else 1) * " + positive("t"), "N");
            default -> equation(s + "[t]", "0.5 + sum(n in N where p[n] == t) (" + positive("n") + ")", "N");
        }
        arrays.add(s);
    }

    /** A recurrence whose reads stand under conditions that are equal, nested or contradict each other. */
    private void guarded(String g) {
        int way = random.nextInt(2);
        String read = g + (way == 0 ? "[t - 1]" : "[t + 1]");
        String[] conditions = EARLIER[way];
        String[] values = {
            "%1$s / (1 + b^2) + sin(%2$s)",
            "0.5 * %1$s + cos(%2$s) * %3$s",
            "tanh(%1$s) - %2$s * 0.25 + %3$s / 4",
            "(if y[t] > 0 then %1$s + %2$s else %3$s) / 2",
            "sin(%1$s + (if " + String.format(conditions[0], "t") + " then %2$s else a[t]))",
            "logaddexp(%1$s, %2$s) / 2"
        };
        String value = String.format(
                values[random.nextInt(values.length)],
                guard(conditions, read),
                guard(conditions, read),
                guard(conditions, read));
        equation(g + "[t]", value, "N");
        output(g + (random.nextBoolean() ? "[N - 1] * " : "[0] + ") + g + "[0]");
    }

    private String guard(String[] conditions, String read) {
        String condition = pick(conditions, "t");
        String other = random.nextBoolean() ? "a[t]" : random.nextBoolean() ? "b" : "1.5";
        return switch (random.nextInt(4)) {
            case 0 ->
                "(if " + condition + " then (if " + pick(conditions, "t") + " then " + read + " else " + other
                        + ") else " + other + ")";
            case 1 -> "(if not (" + condition + ") then " + other + " else " + read + ")";
            default -> "(if " + condition + " then " + read + " else " + other + ")";
        };
    }
}

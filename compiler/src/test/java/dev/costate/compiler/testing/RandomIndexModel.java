package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A valid model made from a seed, with sizes and inputs for it, of what {@link RandomModel} leaves out: recurrences,
 * equations by cases, index data, equations of integers and computed subscripts, narrowed ranges, sums over classes,
 * functions of arrays, with several results, and of functions.
 */
public final class RandomIndexModel implements RandomSource {
    private static final String FUNCTIONS = """
            const third = 1 / 3
            const parent[P] in P = [0, 0, 1, 1, 3]
            fn half(x) = 0.5 * x + third
            fn mix(x, y) = half(x) - half(y) * x
            fn dot(a[n], b[n]) = sum(i) a[i] * b[i]
            fn unit(a[n]) -> u[n] {
              let length = sqrt(1 + dot(a, a))
              let u[i] = a[i] / length
            }
            fn scaled(a[n], x) -> u[n] {
              let u[i] = x * a[i] - half(x)
            }
            fn cross(a[3], b[3]) = [a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]]
            fn ends(a[n]) = [a[0], a[n - 1]]
            fn pick(a[n], k) = a[k mod n]
            fn rotated(a[n], k) -> r[n] {
              let r[i] = a[(i + k) mod n] for i in n
            }
            fn cumulated(a[n], g) -> s[n] {
              let s[0] = a[0]
              let s[i] = tanh(g) * s[i - 1] + a[i] for i in 1 ..< n
            }
            fn backward(a[n]) -> s[n] {
              let s[i] = a[i] - 0.5 * (if i < n - 1 then sin(s[i + 1]) else third) for i in n
            }
            fn outer(a[n], b[m]) -> o[n, m] {
              let o[i, j] = a[i] * sin(b[j])
            }
            fn applied(M[n, m], a[m]) -> r[n] {
              let r[i] = dot(M[i, :], a)
            }
            fn trace(M[n, n]) = sum(i) M[i, i]

            """;

    private final Random random;
    private final RandomTerms terms;
    private final Map<String, Integer> dims = new LinkedHashMap<>();
    private final Map<String, double[]> inputs = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private RandomIndexModel(long seed) {
        this.random = new Random(seed);
        this.terms = new RandomTerms(random);
        dims.put("N", 3 + random.nextInt(4));
        dims.put("D", 1 + random.nextInt(4));
        dims.put("K", 1 + random.nextInt(4));
        dims.put("Z", random.nextInt(3));
        dims.put("P", 5);
        text.append("model R\n\ndim N >= 3\ndim D\ndim K\ndim Z >= 0\ndim P = 5\n\n");
        input("data", "X", "N", "D");
        input("data", "y", "N");
        input("data", "z", "Z");
        index("label", "K");
        index("tag", "D");
        index("next", "N");
        text.append("data shift : int\n");
        inputs.put("shift", new double[] {random.nextInt(9) - 4});
        input("param", "A", "N", "N");
        input("param", "W", "D", "K");
        input("param", "U", "K", "K");
        input("param", "w", "D");
        input("param", "v", "N");
        input("param", "c", "K");
        input("param", "b");
        // Calls and integers are of generators of their own, so that all else stays what it is.
        List<List<String>> calls = RandomCalls.of(new Random(31 * ~seed));
        text.append('\n').append(FUNCTIONS);
        calls.get(0).forEach(function -> text.append(function).append('\n'));
        int groups = 1 + random.nextInt(3);
        for (int k = 0; k < groups; k++) {
            group("t" + k).forEach(equation -> text.append(equation).append('\n'));
        }
        List<List<String>> integers = RandomIntegers.of(new Random(~seed));
        integers.get(0).forEach(equations -> text.append(equations).append('\n'));
        calls.get(1).forEach(equations -> text.append(equations).append('\n'));
        text.append("output loss = ")
                .append(terms.expression(2, RandomScope.of(Map.of())))
                .append(everything());
        integers.get(1).forEach(use -> text.append(" + ").append(use));
        calls.get(2).forEach(use -> text.append(" + ").append(use));
        text.append('\n');
        text.append("output other = ")
                .append(terms.expression(2, RandomScope.of(Map.of())))
                .append(" * b + sum(i) v[i] * y[i]\n\nderive gradient of loss\n");
        dims.remove("P");
    }

    public static RandomIndexModel of(long seed) {
        return new RandomIndexModel(seed);
    }

    @Override
    public String text() {
        return text.toString();
    }

    /** The model with two more clauses: of another output, and with respect to data. */
    public String textWithMoreGradients() {
        return text + "derive gradient of loss wrt y, X\nderive gradient of other wrt v, b\n";
    }

    @Override
    public Map<String, Integer> dims() {
        return dims;
    }

    @Override
    public Map<String, double[]> inputs() {
        return inputs;
    }

    private void input(String kind, String name, String... axes) {
        terms.add(name, List.of(axes));
        text.append(kind)
                .append(' ')
                .append(RandomTerms.element(name, List.of(axes)))
                .append('\n');
        int size = 1;
        for (String axis : axes) {
            size *= requireNonNull(dims.get(axis));
        }
        inputs.put(name, random.doubles(size, -1.5, 1.5).toArray());
    }

    private void index(String name, String target) {
        text.append("data ").append(name).append("[N] in ").append(target).append('\n');
        inputs.put(
                name,
                IntStream.range(0, requireNonNull(dims.get("N")))
                        .mapToDouble(k -> random.nextInt(requireNonNull(dims.get(target))))
                        .toArray());
    }

    private List<String> group(String name) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> RandomRecurrence.of(random, terms, name);
            case 3, 4 -> RandomTables.of(random, terms, name);
            case 5 -> List.of(classes(name));
            case 6 -> List.of(whole(name));
            default -> List.of(plain(name));
        };
    }

    private String plain(String name) {
        RandomScope scope = RandomScope.of(Map.of());
        List<String> axes = new ArrayList<>();
        StringBuilder own = new StringBuilder();
        int rank = random.nextInt(3);
        for (int k = 0; k < rank; k++) {
            axes.add(List.of("N", "D", "K").get(random.nextInt(3)));
            String index = terms.index();
            scope = scope.with(index, axes.get(k));
            own.append(RandomTerms.using(index, axes.get(k))).append(" + ");
        }
        String left = RandomTerms.element(name, List.copyOf(scope.indices().keySet()));
        String equation =
                (random.nextInt(3) == 0 ? "output " : "let ") + left + " = " + own + terms.expression(2, scope);
        terms.add(name, axes);
        return equation;
    }

    /** What the elements of each class come to. */
    private String classes(String name) {
        String k = terms.index();
        String n = terms.index();
        String d = terms.index();
        RandomScope scope = RandomScope.of(Map.of()).with(k, "K");
        boolean matrix = random.nextBoolean();
        scope = matrix ? scope.with(d, "D") : scope;
        String condition = random.nextBoolean() ? "label[" + n + "] == " + k : k + " == label[" + n + "]";
        condition += switch (random.nextInt(4)) {
            case 0 -> " and y[" + n + "] > 0";
            case 1 -> " and " + n + " > 0";
            case 2 -> matrix && random.nextBoolean() ? " and tag[" + n + "] == " + d : "";
            default -> "";
        };
        String binder = List.of("sum", "sum", "sum", "prod", "norm", "max", "min", "logsumexp", "count")
                .get(random.nextInt(9));
        String body =
                binder.equals("count") ? "" : " (v[" + n + "] - tanh(" + terms.expression(2, scope.with(n, "N")) + "))";
        String all = binder + "(" + n + " in N where " + condition + ")" + body;
        boolean infinite = List.of("max", "min", "logsumexp").contains(binder);
        String left = RandomTerms.element(name, List.copyOf(scope.indices().keySet()));
        terms.add(name, matrix ? List.of("K", "D") : List.of("K"));
        return "let " + left + " = " + (infinite ? "atan(" + all + ")" : all) + " + c[" + k + "]" + "  for " + k
                + " in K" + (matrix ? ", " + d + " in D" : "");
    }

    /** An array without subscripts. */
    private String whole(String name) {
        String dim = List.of("N", "D", "K").get(random.nextInt(3));
        String right = terms.vector(dim, 3, RandomScope.of(Map.of()), true);
        terms.add(name, List.of(dim));
        return (random.nextBoolean() ? "output " : "let ") + name + " = " + right;
    }

    /** A sum that depends on every param and every array. */
    private String everything() {
        StringBuilder sum = new StringBuilder();
        terms.arrays().forEach((name, axes) -> {
            List<String> indices = axes.stream().map(a -> terms.index()).toList();
            String over = indices.isEmpty() ? "" : "sum(" + String.join(", ", indices) + ") ";
            sum.append("\n  + ")
                    .append(over)
                    .append("sin(")
                    .append(RandomTerms.element(name, indices))
                    .append(')');
        });
        return sum.toString();
    }
}

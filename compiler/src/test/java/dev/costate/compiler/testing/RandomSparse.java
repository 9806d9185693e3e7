package dev.costate.compiler.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A random model and the patterns of its derivatives by brute force, straight from the definition: every expression is
 * evaluated to the inputs it depends on, the pairs of inputs by which a second derivative is not zero everywhere, and
 * its value if that is a constant. It shares no code with the compiler, and propagates pairs forward where that goes in
 * reverse. Long, since model and brute force are made together, expression by expression.
 */
public final class RandomSparse {
    /** The length of every array; inputs are x[0] to x[2], and w. */
    public static final int SIZE = 3;

    private static final double[] CONSTANTS = {1, 0, 2};

    /** What is known of a value; {@code constant} is NaN for what is none. */
    private record Known(double constant, Set<Integer> inputs, Set<Integer> pairs) {
        static Known constant(double value) {
            return new Known(value, Set.of(), Set.of());
        }

        static Known both(double constant, Known a, Known b) {
            return new Known(constant, union(a.inputs, b.inputs), union(a.pairs, b.pairs));
        }

        Known with(Set<Integer> more) {
            return new Known(constant, inputs, union(pairs, more));
        }

        Known times(Known other) {
            return constant == 0 || other.constant == 0
                    ? constant(0)
                    : both(constant * other.constant, this, other).with(cross(inputs, other.inputs));
        }
    }

    /** An expression with at most two indices, i and j. */
    private record Node(String text, BiFunction<Integer, Integer, Known> value) {}

    private record Subscript(String text, IntUnaryOperator ofI, boolean byJ) {
        int at(int i, int j) {
            return ofI.applyAsInt(byJ ? j : i);
        }
    }

    private record Condition(String text, IntPredicate ofI) {}

    private final Random random;
    private final boolean rows;
    private final int[] label = new int[SIZE];
    private final int[] count = new int[SIZE];
    private final List<Known[]> arrays = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final Known[] output;
    private int conditions;

    private RandomSparse(long seed, boolean rows) {
        this.rows = rows;
        this.random = new Random(seed);
        for (int k = 0; k < SIZE; k++) {
            label[k] = random.nextInt(SIZE);
            count[k] = random.nextInt(SIZE);
        }
        text.append("""
                model Sparse
                dim N = 3
                data a[N]
                data label[N] in N
                data n[N] in N
                param x[N]
                param w
                const c[3] = [1, 0, 2]
                """);
        let(node(3, false));
        if (!rows) {
            recurrence();
        }
        let(node(3, false));
        Node last = node(4, false);
        Node all = new Node("(" + last.text + ") + x[i] * w", (i, j) -> {
            Known own = last.value.apply(i, j);
            Known product = input(i).times(input(SIZE));
            return Known.both(own.constant + product.constant, own, product);
        });
        text.append("output y[i] = ").append(all.text).append(" for i in N\n");
        output = new Known[SIZE];
        for (int i = 0; i < SIZE; i++) {
            output[i] = all.value.apply(i, -1);
        }
    }

    public static RandomSparse of(long seed) {
        return new RandomSparse(seed, false);
    }

    /** A model of which each row of the Jacobian has a constant number of entries: without sums over arrays. */
    public static RandomSparse ofRows(long seed) {
        return new RandomSparse(seed, true);
    }

    /** The model, without clauses. */
    public String text() {
        return text.toString();
    }

    /** Integer data and, of no meaning for patterns, real data and params. */
    public Map<String, double[]> inputs() {
        return Map.of(
                "label", numbers(label),
                "n", numbers(count),
                "a", random.doubles(SIZE, -1, 1).toArray(),
                "x", random.doubles(SIZE, 0.5, 1.5).toArray(),
                "w", random.doubles(1, 0.5, 1.5).toArray());
    }

    private static double[] numbers(int... integers) {
        return Arrays.stream(integers).asDoubleStream().toArray();
    }

    /** The columns of each row of the Jacobian of y. */
    public List<List<Integer>> jacobian() {
        List<List<Integer>> rows = new ArrayList<>();
        for (Known element : output) {
            rows.add(List.copyOf(new TreeSet<>(element.inputs)));
        }
        return rows;
    }

    /** Those of the lower triangle of the Hessian of its weighted sum. */
    public List<List<Integer>> hessian() {
        List<List<Integer>> rows = new ArrayList<>();
        for (int row = 0; row <= SIZE; row++) {
            Set<Integer> columns = new TreeSet<>();
            for (Known element : output) {
                for (int pair : element.pairs) {
                    if (pair / 100 == row && pair % 100 <= row) {
                        columns.add(pair % 100);
                    }
                }
            }
            rows.add(List.copyOf(columns));
        }
        return rows;
    }

    private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
        Set<Integer> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    /** All pairs of one of each, both ways round. */
    private static Set<Integer> cross(Set<Integer> a, Set<Integer> b) {
        Set<Integer> pairs = new HashSet<>();
        for (int p : a) {
            for (int q : b) {
                pairs.add(100 * p + q);
                pairs.add(100 * q + p);
            }
        }
        return pairs;
    }

    private static Known input(int number) {
        return new Known(Double.NaN, Set.of(number), Set.of());
    }

    private void let(Node node) {
        Known[] elements = new Known[SIZE];
        for (int i = 0; i < SIZE; i++) {
            elements[i] = node.value.apply(i, -1);
        }
        text.append("let z" + arrays.size() + "[i] = " + node.text + " for i in N\n");
        arrays.add(elements);
    }

    /** Each element by the one before. */
    private void recurrence() {
        String name = "z" + arrays.size();
        Node first = node(2, false);
        Node factor = node(2, false);
        Node added = node(2, false);
        Known[] elements = new Known[SIZE];
        elements[0] = first.value.apply(0, -1);
        for (int i = 1; i < SIZE; i++) {
            Known product = elements[i - 1].times(factor.value.apply(i, -1));
            Known more = added.value.apply(i, -1);
            elements[i] = Known.both(product.constant + more.constant, product, more);
        }
        String start = first.text.replaceAll("\\bi\\b", "0");
        text.append("let " + name + "[0] = " + start + "\n");
        text.append("let " + name + "[i] = " + name + "[i - 1] * (" + factor.text + ") + (" + added.text
                + ") for i in 1 ..< N\n");
        arrays.add(elements);
    }

    private Subscript subscript(boolean withJ) {
        boolean byJ = withJ && random.nextBoolean();
        String own = byJ ? "j" : "i";
        return switch (random.nextInt(4)) {
            case 0 -> new Subscript("label[" + own + "]", k -> label[k], byJ);
            case 1 -> new Subscript("(" + own + " + 1) mod N", k -> (k + 1) % SIZE, byJ);
            default -> new Subscript(own, k -> k, byJ);
        };
    }

    private Condition condition() {
        return switch (random.nextInt(3)) {
            case 0 -> new Condition("i > 0", i -> i > 0);
            case 1 -> new Condition("label[i] == 1", i -> label[i] == 1);
            default -> new Condition("n[i] < 2", i -> count[i] < 2);
        };
    }

    private Node leaf(boolean withJ) {
        Subscript at = subscript(withJ);
        return switch (random.nextInt(6)) {
            case 0 -> new Node("w", (i, j) -> input(SIZE));
            case 1 -> new Node("a[" + at.text + "]", (i, j) -> Known.constant(Double.NaN));
            case 2 -> new Node("c[" + at.text + "]", (i, j) -> Known.constant(CONSTANTS[at.at(i, j)]));
            case 3, 4 -> {
                if (arrays.isEmpty()) {
                    yield new Node("3", (i, j) -> Known.constant(3));
                }
                int array = random.nextInt(arrays.size());
                Known[] elements = arrays.get(array);
                yield new Node("z" + array + "[" + at.text + "]", (i, j) -> elements[at.at(i, j)]);
            }
            default -> new Node("x[" + at.text + "]", (i, j) -> input(at.at(i, j)));
        };
    }

    private Node node(int depth, boolean withJ) {
        if (depth == 0) {
            return leaf(withJ);
        }
        Node a = node(depth - 1, withJ);
        return switch (random.nextInt(withJ || rows ? 9 : 13)) {
            case 0 -> exponential(a);
            case 1 -> floor(a);
            case 2, 3, 4 -> {
                Node b = node(depth - 1, withJ);
                yield new Node(
                        "(" + a.text + ") * (" + b.text + ")",
                        (i, j) -> a.value.apply(i, j).times(b.value.apply(i, j)));
            }
            case 5 -> {
                Node b = node(depth - 1, withJ);
                yield new Node("(" + a.text + ") / (2 + (" + b.text + "))", (i, j) -> {
                    Known x = a.value.apply(i, j);
                    Known y = b.value.apply(i, j);
                    return Known.both(x.constant / (2 + y.constant), x, y)
                            .with(cross(x.inputs, y.inputs))
                            .with(cross(y.inputs, y.inputs));
                });
            }
            case 6 -> choice(a, node(depth - 1, withJ));
            case 9 -> reduction("sum(j in N)", depth, false, false);
            case 10 -> reduction("sum(j in 0 ..< n[i])", depth, true, false);
            case 11 -> reduction("prod(j in 0 ..< n[i])", depth, true, true);
            case 12 -> extreme(depth);
            default -> {
                Node b = node(depth - 1, withJ);
                yield new Node("(" + a.text + ") + (" + b.text + ")", (i, j) -> {
                    Known x = a.value.apply(i, j);
                    Known y = b.value.apply(i, j);
                    return Known.both(x.constant + y.constant, x, y);
                });
            }
        };
    }

    private static Node exponential(Node a) {
        return new Node("exp(" + a.text + ")", (i, j) -> {
            Known x = a.value.apply(i, j);
            return new Known(Math.exp(x.constant), x.inputs, union(x.pairs, cross(x.inputs, x.inputs)));
        });
    }

    private static Node floor(Node a) {
        return new Node("floor(" + a.text + ")", (i, j) -> Known.constant(Math.floor(a.value.apply(i, j).constant)));
    }

    private Node choice(Node a, Node b) {
        Condition whole = condition();
        boolean real = random.nextBoolean();
        boolean and = random.nextBoolean();
        if (!real) {
            return new Node(
                    "(if " + whole.text + " then " + a.text + " else " + b.text + ")",
                    (i, j) -> whole.ofI.test(i) ? a.value.apply(i, j) : b.value.apply(i, j));
        }
        // Each is another one: a choice in a branch of its own condition is no choice.
        String condition = "a[i] > " + ++conditions + (and ? " and " : " or ") + whole.text;
        return new Node("(if " + condition + " then " + a.text + " else " + b.text + ")", (i, j) -> {
            Known x = a.value.apply(i, j);
            Known y = b.value.apply(i, j);
            if (whole.ofI.test(i) != and) {
                return and ? y : x;
            }
            double both = x.constant == y.constant ? x.constant : Double.NaN;
            return Known.both(both, x, y);
        });
    }

    private Node reduction(String binder, int depth, boolean counted, boolean product) {
        Node body = node(depth - 1, true);
        return new Node("(" + binder + " (" + body.text + "))", (i, j) -> {
            Known all = Known.constant(product ? 1 : 0);
            for (int k = 0; k < (counted ? count[i] : SIZE); k++) {
                Known next = body.value.apply(i, k);
                all = product ? all.times(next) : Known.both(all.constant + next.constant, all, next);
            }
            return all;
        });
    }

    private Node extreme(int depth) {
        Node body = node(depth - 1, true);
        return new Node("(max(j in N) (" + body.text + "))", (i, j) -> {
            Known all = body.value.apply(i, 0);
            for (int k = 1; k < SIZE; k++) {
                Known next = body.value.apply(i, k);
                all = Known.both(Math.max(all.constant, next.constant), all, next);
            }
            return all;
        });
    }
}

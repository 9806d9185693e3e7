package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Real expressions of random models, of elements at computed subscripts, binders over narrowed ranges, and calls. */
final class RandomTerms {
    private static final String[] BINDERS = {"sum", "norm", "prod", "mean", "max", "min", "logsumexp"};

    /** How many of the binders have a finite value over nothing. */
    private static final int OVER_NOTHING = 3;

    private static final String[] RANGES = {"N", "D", "K", "N", "Z"};

    private final Random random;
    private final RandomSubscripts subscripts;
    private final Map<String, List<String>> arrays = new LinkedHashMap<>();
    private int fresh;

    RandomTerms(Random random) {
        this.random = random;
        this.subscripts = new RandomSubscripts(random);
    }

    /** Lets expressions use an array. */
    void add(String name, List<String> axes) {
        arrays.put(name, axes);
    }

    Map<String, List<String>> arrays() {
        return arrays;
    }

    RandomSubscripts subscripts() {
        return subscripts;
    }

    String index() {
        return "i" + fresh++;
    }

    /** The element of an array at some subscripts. */
    static String element(String name, List<String> at) {
        return at.isEmpty() ? name : name + "[" + String.join(", ", at) + "]";
    }

    String expression(int depth, RandomScope scope) {
        return switch (depth == 0 ? random.nextInt(2) : random.nextInt(13)) {
            case 0, 1 -> random.nextInt(8) == 0 ? literal() : element(scope);
            case 2, 3 -> "(" + unary(depth, scope) + ")";
            case 4, 5, 6 -> "(" + binary(depth, scope) + ")";
            case 7, 8, 9 -> binder(depth, scope);
            case 10, 11 -> call(depth, scope);
            default -> choice(depth, scope);
        };
    }

    private String unary(int depth, RandomScope scope) {
        String form = random.nextInt(12) == 0 ? "detach(%s)" : pick(Vocabulary.UNARY);
        return String.format(form, expression(depth - 1, scope));
    }

    private String binary(int depth, RandomScope scope) {
        return String.format(pick(Vocabulary.BINARY), expression(depth - 1, scope), expression(depth - 1, scope));
    }

    private String literal() {
        return "(" + (random.nextInt(40) / 16.0 - 1) + ")";
    }

    private String element(RandomScope scope) {
        if (!scope.own().isEmpty() && random.nextInt(3) == 0) {
            return scope.own(random);
        }
        List<String> i = scope.over("N");
        if (!i.isEmpty() && random.nextInt(6) == 0) {
            return String.format(
                    pick(
                            "(if %1$s > 0 then v[%1$s - 1] else %2$s)",
                            "(if %1$s + 2 < N then y[%1$s + 2] * v[%1$s] else %2$s)",
                            "(if 2 * %1$s + 1 < N then v[2 * %1$s + 1] else %2$s)",
                            "(if 0 < %1$s and %1$s < N - 1 then A[%1$s - 1, %1$s + 1] else %2$s)",
                            "(if %1$s == 0 then %2$s else A[%1$s, %1$s - 1])"),
                    i.get(random.nextInt(i.size())),
                    literal());
        }
        List<String> names = new ArrayList<>();
        arrays.forEach((name, axes) -> {
            if (axes.stream().allMatch(axis -> RandomSubscripts.reachable(axis, scope))) {
                names.add(name);
            }
        });
        String name = names.get(random.nextInt(names.size()));
        return element(
                name,
                requireNonNull(arrays.get(name)).stream()
                        .map(a -> subscripts.of(a, scope))
                        .toList());
    }

    /** What makes a body use its index, as a bare subscript. */
    static String using(String index, String dim) {
        return switch (dim) {
            case "N" -> "v[" + index + "]";
            case "D" -> "w[" + index + "]";
            case "K" -> "c[" + index + "]";
            default -> "z[" + index + "]";
        };
    }

    private String binder(int depth, RandomScope scope) {
        String dim = pick(RANGES);
        String j = index();
        RandomScope inner = scope.with(j, dim);
        List<String> outer = scope.over(dim);
        String range = j + " in " + dim;
        boolean empty = dim.equals("Z");
        if (!outer.isEmpty() && !empty && random.nextInt(3) > 0) {
            String i = outer.get(random.nextInt(outer.size()));
            String[] ranges = {
                "%s <= %s",
                "%s >= %s",
                "%s in 0 .. %s",
                "%1$s in %2$s ..< %3$s",
                "%s < %s",
                "%s > %s",
                "%s != %s",
                "%s in 0 ..< %s",
                "%1$s in %2$s + 1 ..< %3$s",
                "%s in %s div 2 ..< %s",
                "%1$s in max(%2$s - 1, 0) .. min(%2$s + 1, %3$s - 1)"
            };
            int which = random.nextInt(ranges.length);
            empty = which >= 4 && which < 9;
            range = String.format(ranges[which], j, i, dim);
        } else if (dim.equals("K") && random.nextInt(3) == 0) {
            range = j + " in 0 .. label[" + subscripts.of("N", scope) + "]";
        }
        if (random.nextInt(3) == 0) {
            range += " where " + filter(j, dim, scope, inner);
            empty = true;
        } else if (random.nextInt(5) == 0) {
            String k = index();
            range += ", " + k + " in " + (dim.equals("Z") ? "N" : j + " ..< " + dim);
            inner = inner.with(k, dim.equals("Z") ? "N" : dim);
        }
        boolean alone = inner.indices().size() == scope.indices().size() + 1;
        String name = BINDERS[random.nextInt(empty ? OVER_NOTHING : BINDERS.length)];
        String body = "(" + using(j, dim) + " + tanh(" + expression(depth - 1, inner) + "))";
        if (name.equals("sum") && alone && random.nextInt(5) == 0) {
            body = pick("softmax", "logsoftmax") + "(" + j + ") " + body + " * " + using(j, dim);
        } else if (random.nextInt(10) == 0) {
            return "(count(" + range + (range.contains("where") ? "" : " where " + filter(j, dim, scope, inner))
                    + ") * " + element(scope) + ")";
        }
        return "(" + name + "(" + range + ") " + body + ")";
    }

    private String filter(String j, String dim, RandomScope scope, RandomScope inner) {
        List<String> classes = scope.over("K");
        String k = classes.isEmpty() ? subscripts.of("K", scope) : classes.get(random.nextInt(classes.size()));
        String condition = random.nextBoolean() ? using(j, dim) + " > " + literal() : subscripts.condition(inner);
        return switch (dim.equals("N") ? random.nextInt(5) : 4) {
            case 0 -> "label[" + j + "] == " + k;
            case 1 -> k + " == label[" + j + "] and " + condition;
            case 2 -> "tag[" + j + "] == " + subscripts.of("D", scope) + " and label[" + j + "] == " + k;
            case 3 -> "next[" + j + "] != " + subscripts.of("N", scope);
            default -> condition;
        };
    }

    private String call(int depth, RandomScope scope) {
        String call = called(depth, scope);
        return random.nextInt(4) == 0 ? "(" + call + " + 0.5 * tanh(" + call + "))" : call;
    }

    private String called(int depth, RandomScope scope) {
        String dim = pick("N", "D", "K");
        List<String> i = scope.over("N");
        if (!i.isEmpty() && random.nextInt(3) == 0) {
            String at = i.get(random.nextInt(i.size()));
            return String.format(
                    pick(
                            "dot(v[0 ..< %1$s], y[0 ..< %1$s])",
                            "dot(v[%1$s ..< N], y[0 ..< N - %1$s])",
                            "cumulated(v[0 .. %1$s], b)[%1$s]",
                            "dot(unit(A[%1$s, 0 .. %1$s]), y[0 .. %1$s])",
                            "backward(v[%1$s ..< N])[0]",
                            "ends(y[%1$s ..< N])[1]"),
                    at);
        }
        return switch (random.nextInt(7)) {
            case 0 -> "dot(" + vector(dim, depth, scope) + ", " + vector(dim, depth, scope) + ")";
            case 1 -> vector(dim, depth, scope, true) + "[" + subscripts.of(dim, scope) + "]";
            case 2 ->
                "cross(" + triple(scope) + ", cross(" + triple(scope) + ", " + triple(scope) + "))["
                        + subscripts.of("3", scope) + "]";
            case 3 -> "ends(" + vector(dim, depth, scope) + ")[" + random.nextInt(2) + "]";
            case 4 ->
                "outer(" + vector(dim, depth, scope) + ", " + vector("K", depth, scope) + ")["
                        + subscripts.of(dim, scope) + ", " + subscripts.of("K", scope) + "]";
            case 5 -> "pick(" + vector(dim, depth, scope) + ", " + subscripts.integer(scope, 1) + ")";
            default -> "trace(outer(" + vector(dim, depth, scope) + ", " + vector(dim, depth, scope) + "))";
        };
    }

    private String triple(RandomScope scope) {
        return "[" + element(scope) + ", " + element(scope) + ", " + literal() + "]";
    }

    private String vector(String dim, int depth, RandomScope scope) {
        return vector(dim, depth, scope, random.nextInt(3) == 0);
    }

    /** An array with one axis: a name, a slice or a call. */
    String vector(String dim, int depth, RandomScope scope, boolean call) {
        if (call && depth > 0) {
            String x = vector(dim, depth - 1, scope);
            return switch (random.nextInt(6)) {
                case 0 -> "unit(" + x + ")";
                case 1 -> "cumulated(" + x + ", " + expression(depth - 1, scope) + ")";
                case 2 -> "backward(" + x + ")";
                case 3 -> "rotated(" + x + ", " + subscripts.integer(scope, 1) + ")";
                case 4 -> "scaled(" + x + ", " + expression(depth - 1, scope) + ")";
                default ->
                    dim.equals("D")
                            ? "applied(W, " + vector("K", depth - 1, scope) + ")"
                            : "applied(" + (dim.equals("N") ? "A" : "U") + ", " + x + ")";
            };
        }
        List<String> slices = new ArrayList<>();
        arrays.forEach((name, axes) -> {
            for (int axis = 0; axis < axes.size(); axis++) {
                if (axes.get(axis).equals(dim)) {
                    List<String> at = new ArrayList<>();
                    for (String other : axes) {
                        at.add(at.size() == axis ? ":" : subscripts.of(other, scope));
                    }
                    slices.add(axes.size() == 1 ? name : element(name, at));
                }
            }
        });
        String slice = slices.get(random.nextInt(slices.size()));
        return call ? "unit(" + slice + ")" : slice;
    }

    private String choice(int depth, RandomScope scope) {
        String condition = random.nextInt(3) == 0
                ? subscripts.condition(scope)
                : expression(1, scope) + pick(" > ", " <= ") + expression(1, scope);
        return "(if " + condition + " then " + expression(depth - 1, scope) + " else " + expression(depth - 1, scope)
                + ")";
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}

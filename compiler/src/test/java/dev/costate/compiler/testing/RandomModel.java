package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A valid model made from a seed, with sizes and inputs for it. Functions get arguments in their domain, and numbers
 * stay moderate, so that rounding can be told from mistakes.
 */
public final class RandomModel implements RandomSource {
    private static final String[] DIMS = {"N", "D", "K"};
    private static final String[] BINDERS = {"sum", "mean", "prod", "max", "min", "logsumexp", "norm"};

    private final Random random;
    private final Map<String, List<String>> arrays = new LinkedHashMap<>();
    private final Map<String, Integer> dims = new LinkedHashMap<>();
    private final Map<String, double[]> inputs = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int fresh;

    private RandomModel(long seed) {
        this.random = new Random(seed);
        for (String dim : DIMS) {
            dims.put(dim, 1 + random.nextInt(4));
        }
        dims.merge("N", 1, Integer::sum);
        text.append("model R\n\ndim N >= 2\ndim D\ndim K\n\n");
        input("data", "X", "N", "D");
        input("data", "y", "N");
        input("data", "s");
        input("param", "W", "D", "K");
        input("param", "w", "D");
        input("param", "v", "N");
        input("param", "b");
        text.append("\nconst third = 1 / 3\nfn half(x) = 0.5 * x + third\nfn mix(x, y) = half(x) - half(y) * x\n\n");
        int lets = 2 + random.nextInt(4);
        for (int k = 0; k < lets; k++) {
            equation("let t" + k, "t" + k, List.of(DIMS).subList(0, 3), random.nextInt(3));
        }
        equation("output a", "a", List.of(DIMS), 1);
        String total = expression(3, Map.of());
        text.append("output loss = ").append(total).append(everything()).append('\n');
        text.append("output other = ").append(expression(3, Map.of())).append(" * b + sum(i) v[i] * y[i]\n\n");
        text.append("derive gradient of loss\n");
    }

    public static RandomModel of(long seed) {
        return new RandomModel(seed);
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
        arrays.put(name, List.of(axes));
        String shape = axes.length == 0 ? "" : "[" + String.join(", ", axes) + "]";
        text.append(kind).append(' ').append(name).append(shape).append('\n');
        int size = 1;
        for (String axis : axes) {
            size *= requireNonNull(dims.get(axis));
        }
        inputs.put(name, random.doubles(size, -1.5, 1.5).toArray());
    }

    private void equation(String head, String name, List<String> from, int rank) {
        Map<String, String> scope = new LinkedHashMap<>();
        List<String> axes = new ArrayList<>();
        List<String> ranges = new ArrayList<>();
        for (int k = 0; k < rank; k++) {
            String dim = from.get(random.nextInt(from.size()));
            String index = index();
            scope.put(index, dim);
            axes.add(dim);
            ranges.add(index + " in " + dim);
        }
        text.append(head);
        if (rank > 0) {
            text.append('[').append(String.join(", ", scope.keySet())).append(']');
        }
        text.append(" = ").append(expression(3, scope));
        if (rank == 1 && axes.get(0).equals("N") && random.nextInt(3) == 0) {
            String i = scope.keySet().iterator().next();
            text.append(" + (if ")
                    .append(i)
                    .append(" > 0 then v[")
                    .append(i)
                    .append(" - 1] * y[")
                    .append(i);
            text.append("] else 0)");
        }
        text.append(rank > 0 ? "  for " + String.join(", ", ranges) : "").append('\n');
        arrays.put(name, axes);
    }

    /** A sum that depends on every param and every let. */
    private String everything() {
        StringBuilder sum = new StringBuilder();
        arrays.forEach((name, axes) -> {
            List<String> indices = axes.stream().map(a -> index()).toList();
            String element = indices.isEmpty() ? name : name + "[" + String.join(", ", indices) + "]";
            String over = indices.isEmpty() ? "" : "sum(" + String.join(", ", indices) + ") ";
            sum.append("\n  + ").append(over).append("sin(").append(element).append(')');
        });
        return sum.append("\n  + sum(i in N - 1) v[i + 1] * v[i]").toString();
    }

    private String index() {
        return "i" + fresh++;
    }

    private String expression(int depth, Map<String, String> scope) {
        int kind = depth == 0 ? random.nextInt(2) : random.nextInt(10);
        return switch (kind) {
            case 0 -> random.nextInt(4) == 0 ? literal() : element(scope);
            case 1 -> element(scope);
            case 2, 3 -> "(" + unary(depth, scope) + ")";
            case 4, 5, 6 -> "(" + binary(depth, scope) + ")";
            case 7, 8 -> binder(depth, scope);
            default -> choice(depth, scope);
        };
    }

    private String unary(int depth, Map<String, String> scope) {
        return String.format(Vocabulary.UNARY[random.nextInt(Vocabulary.UNARY.length)], expression(depth - 1, scope));
    }

    private String binary(int depth, Map<String, String> scope) {
        String operation = Vocabulary.BINARY[random.nextInt(Vocabulary.BINARY.length)];
        return String.format(operation, expression(depth - 1, scope), expression(depth - 1, scope));
    }

    private String literal() {
        return String.valueOf(random.nextInt(40) / 16.0 - 1).replace("-", "0 - ");
    }

    /** An element of some array whose axes have an index in scope, or a scalar. */
    private String element(Map<String, String> scope) {
        List<String> fitting = new ArrayList<>();
        arrays.forEach((name, axes) -> {
            if (scope.values().containsAll(axes)) {
                fitting.add(name);
            }
        });
        String name = fitting.get(random.nextInt(fitting.size()));
        List<String> axes = arrays.get(name);
        List<String> indices =
                requireNonNull(axes).stream().map(axis -> some(axis, scope)).toList();
        return axes.isEmpty() ? name : name + "[" + String.join(", ", indices) + "]";
    }

    private String some(String dim, Map<String, String> scope) {
        List<String> fitting = scope.keySet().stream()
                .filter(i -> requireNonNull(scope.get(i)).equals(dim))
                .toList();
        return fitting.get(random.nextInt(fitting.size()));
    }

    private String binder(int depth, Map<String, String> scope) {
        String dim = DIMS[random.nextInt(DIMS.length)];
        String index = index();
        Map<String, String> inner = new LinkedHashMap<>(scope);
        inner.put(index, dim);
        String name = BINDERS[random.nextInt(BINDERS.length)];
        String own = dim.equals("N")
                ? "v[" + index + "]"
                : dim.equals("D") ? "w[" + index + "]" : "sum(d) W[d, " + index + "]";
        String body = "(tanh(" + expression(depth - 1, inner) + ") + " + own + ")";
        String range = index + " in " + dim;
        boolean additive = name.equals("sum") || name.equals("norm") || name.equals("prod");
        if (scope.containsValue(dim) && !name.equals("mean") && random.nextInt(3) == 0) {
            String outer = some(dim, scope);
            String[] relations = {"<=", ">=", "<", ">", "!="};
            range = index + " " + relations[random.nextInt(additive ? relations.length : 2)] + " " + outer;
        } else if (random.nextInt(6) == 0) {
            return pairs(depth, scope, index);
        } else if (additive && dim.equals("N") && random.nextInt(3) == 0) {
            range += " where y[" + index + "] > 0";
        }
        if (name.equals("sum") && random.nextInt(4) == 0) {
            String weight = random.nextBoolean() ? "softmax" : "logsoftmax";
            return "(sum(" + range + ") " + weight + "(" + index + ") " + body + " * " + own + ")";
        }
        return "(" + name + "(" + range + ") " + body + ")";
    }

    /** A binder of two indices, or a count. */
    private String pairs(int depth, Map<String, String> scope, String first) {
        if (random.nextInt(3) == 0) {
            return "(count(" + first + " in N where v[" + first + "] > y[" + first + "]) * " + element(scope) + ")";
        }
        String second = index();
        Map<String, String> inner = new LinkedHashMap<>(scope);
        inner.put(first, "D");
        inner.put(second, "K");
        String range = first + " in D, " + second + " in K";
        String name = BINDERS[random.nextInt(BINDERS.length)];
        return "(" + name + "(" + range + ") (W[" + first + ", " + second + "] + sin(" + expression(depth - 1, inner)
                + ")))";
    }

    private String choice(int depth, Map<String, String> scope) {
        String[] conditions = {"%s > %s", "%s <= %s", "%s < 0 or %s > 0.5", "not (%s < %s)", "-1 < %s and %s < 1"};
        String condition = String.format(
                conditions[random.nextInt(conditions.length)], expression(1, scope), expression(1, scope));
        return "(if " + condition + " then " + expression(depth - 1, scope) + " else " + expression(depth - 1, scope)
                + ")";
    }
}

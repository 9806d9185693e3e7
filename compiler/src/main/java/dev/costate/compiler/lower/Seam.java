package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Where the two expressions of a choice meet as a comparison in its condition changes. They are evaluated there, at
 * random numbers in the place of all that is read, of ordinary size or else of that of the numbers compared with:
 * points on both sides of the comparison are found, and moved together until no number is between them. Densities, for
 * example, choose between forms of one function, each for where it keeps its digits; and a payoff {@code if S > K then
 * S - K else 0} has a kink and no jump.
 */
final class Seam {
    /** How the two meet. */
    enum Meeting {
        /** As one function, or nowhere, or where one of them is infinite. */
        SMOOTH,
        /** With one value. */
        KINK,
        JUMP
    }

    private static final int POINTS = 200;
    /** So many lines on which the comparison changes are enough. */
    private static final int LINES = 8;

    private static final int HALVINGS = 80;
    /** How far beside the seam one function is told from two, as a part of the number that is moved. */
    private static final double BESIDE = 1e-4;
    /** What counts as no difference, as a part of the larger of two values. */
    private static final double ROUNDING = 1e-9;

    private final List<Expr> nodes;
    private final Map<Expr, Integer> places = new HashMap<>();
    private final double[] values;
    private final List<Integer> moved = new ArrayList<>();
    /** The nodes of the comparison, by their places. */
    private final int[] compared;

    private final int[] all;
    private final int comparison;
    private final int first;
    private final int second;
    private final Random random = new Random(1);
    /** The sizes of the numbers of the comparison. */
    private final List<Double> numbers = new ArrayList<>();

    /** On how many lines the comparison has been seen to change. */
    private int lines;

    private double largestTerm;

    private Seam(Expr comparison, Expr first, Expr second) {
        this.nodes = Graph.ascending(List.of(comparison, first, second), node -> !isRead(node));
        this.values = new double[nodes.size()];
        nodes.forEach(node -> places.put(node, places.size()));
        this.comparison = placeOf(comparison);
        this.first = placeOf(first);
        this.second = placeOf(second);
        this.all = IntStream.range(0, nodes.size()).toArray();
        this.compared = Graph.ascending(List.of(comparison), node -> !isRead(node)).stream()
                .mapToInt(this::placeOf)
                .toArray();
        Arrays.stream(compared).filter(n -> isRead(nodes.get(n))).forEach(moved::add);
        for (int n : compared) {
            if (nodes.get(n).head() instanceof Expr.Head.Constant constant && Double.isFinite(constant.value())) {
                numbers.add(Math.abs(constant.value()));
            }
        }
    }

    /**
     * How two expressions meet.
     *
     * @param comparison what is true on one side
     * @param first what is chosen on the one side
     * @param second on the other
     */
    static Meeting of(Expr comparison, Expr first, Expr second) {
        return new Seam(comparison, first, second).meeting();
    }

    /** Whether it has a value of its own here. */
    private static boolean isRead(Expr node) {
        return !(node.head() instanceof Expr.Head.Constant
                || node.head() instanceof Expr.Head.Choice
                || node.head() instanceof Expr.Head.Apply);
    }

    private int placeOf(Expr node) {
        return places.getOrDefault(node, 0);
    }

    private Meeting meeting() {
        Meeting ordinary = meeting(this::ordinary);
        return lines > 0 ? ordinary : meeting(this::far);
    }

    private Meeting meeting(DoubleSupplier sizes) {
        Meeting worst = Meeting.SMOOTH;
        for (int k = 0; k < POINTS && lines < LINES && worst != Meeting.JUMP && !moved.isEmpty(); k++) {
            int place = moved.get(k % moved.size());
            for (int n = 0; n < values.length; n++) {
                values[n] = isRead(nodes.get(n)) ? drawn(sizes) : 0;
            }
            double from = values[place];
            double to = drawn(sizes);
            if (holdsAt(place, from) != holdsAt(place, to)) {
                Meeting here = along(place, from, to);
                worst = here.compareTo(worst) > 0 ? here : worst;
                lines++;
            }
        }
        return worst;
    }

    /** A number of either sign. */
    private double drawn(DoubleSupplier sizes) {
        double size = sizes.getAsDouble();
        return random.nextBoolean() ? size : -size;
    }

    private double ordinary() {
        return Math.pow(10, 6 * random.nextDouble() - 3);
    }

    /** Near a number of the comparison, or of any size. */
    private double far() {
        boolean near = !numbers.isEmpty() && random.nextBoolean();
        return near
                ? numbers.get(random.nextInt(numbers.size())) * Math.pow(10, 2 * random.nextDouble() - 1)
                : Math.pow(10, 600 * random.nextDouble() - 300);
    }

    /** How they meet on a line between two numbers in the place of a read, on two sides of the comparison. */
    private Meeting along(int place, double from, double to) {
        boolean holds = holdsAt(place, from);
        double near = from;
        double far = to;
        for (int k = 0; k < HALVINGS; k++) {
            double middle = near + 0.5 * (far - near);
            if (holdsAt(place, middle) == holds) {
                near = middle;
            } else {
                far = middle;
            }
        }
        if (!isNumberAt(place, near) || !isNumberAt(place, far)) {
            return Meeting.SMOOTH;
        } else if (differAt(place, near)) {
            return Meeting.JUMP;
        }
        double step = BESIDE * Math.max(BESIDE, Math.abs(near));
        return differAt(place, near - step) || differAt(place, near + step) ? Meeting.KINK : Meeting.SMOOTH;
    }

    private boolean holdsAt(int place, double value) {
        evaluate(compared, place, value);
        return values[comparison] == 1;
    }

    /** Whether two numbers are compared, and none is NaN. */
    private boolean isNumberAt(int place, double value) {
        evaluate(compared, place, value);
        return nodes.get(comparison).operands().stream().noneMatch(node -> Double.isNaN(values[placeOf(node)]));
    }

    private boolean differAt(int place, double value) {
        evaluate(all, place, value);
        double difference = Math.abs(values[first] - values[second]);
        double size = Math.max(Math.max(Math.abs(values[first]), Math.abs(values[second])), 1e-3 * largestTerm);
        return difference > ROUNDING * size && Double.isFinite(difference);
    }

    private void evaluate(int[] some, int place, double value) {
        values[place] = value;
        largestTerm = 1e-3;
        for (int n : some) {
            Expr node = nodes.get(n);
            if (node.head() instanceof Expr.Head.Constant constant) {
                values[n] = constant.value();
            } else if (node.head() instanceof Expr.Head.Choice) {
                values[n] = operand(node, operand(node, 0) == 1 ? 1 : 2);
            } else if (node.head() instanceof Expr.Head.Apply apply) {
                double[] operands = new double[node.operands().size()];
                for (int k = 0; k < operands.length; k++) {
                    operands[k] = operand(node, k);
                    if (apply.op().arithmetic() == Op.Arithmetic.SUM && Double.isFinite(operands[k])) {
                        largestTerm = Math.max(largestTerm, Math.abs(operands[k]));
                    }
                }
                values[n] = apply.op().value(operands);
            }
        }
    }

    private double operand(Expr node, int k) {
        return values[placeOf(node.operands().get(k))];
    }
}

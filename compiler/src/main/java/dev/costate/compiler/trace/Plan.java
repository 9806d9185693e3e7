package dev.costate.compiler.trace;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of an equation, ready to be evaluated for one element after the other: its nodes, and those of the
 * partial derivatives of its operations, in an order of evaluation. Only what is needed is evaluated.
 */
final class Plan {
    private final Equation equation;
    private final Map<Expr, Integer> positions = new HashMap<>();
    private final List<Expr> nodes;
    /** How many of the nodes the equation itself has; the rest is for derivatives. */
    private final int own;
    /** Of each own operation, its partial derivatives; null for those that are 0. */
    private final List<List<@Nullable Expr>> partials = new ArrayList<>();

    private final double[] values;
    /** For which element each value was computed. */
    private final long[] known;

    private long element;

    Plan(Equation equation, Exprs make) {
        this.equation = equation;
        List<Expr> all = new ArrayList<>(Graph.ascending(equation.roots()));
        this.own = all.size();
        all.forEach(node -> positions.put(node, positions.size()));
        List<Expr> derivatives = new ArrayList<>();
        for (Expr node : all) {
            List<@Nullable Expr> byOperand = partials(node, make);
            partials.add(byOperand);
            byOperand.stream().filter(Objects::nonNull).forEach(derivatives::add);
        }
        for (Expr node : Graph.ascending(derivatives, n -> !positions.containsKey(n))) {
            if (!positions.containsKey(node)) {
                positions.put(node, positions.size());
                all.add(node);
            }
        }
        this.nodes = all;
        this.values = new double[all.size()];
        this.known = new long[all.size()];
    }

    private static List<@Nullable Expr> partials(Expr node, Exprs make) {
        Op op = node.op();
        List<@Nullable Expr> byOperand = new ArrayList<>();
        if (op != null && op.kind() == Op.Kind.REAL) {
            for (int k = 0; k < op.arity(); k++) {
                byOperand.add(op.partial(k, node.operands(), node, make));
            }
        }
        return byOperand;
    }

    Equation equation() {
        return equation;
    }

    /** The nodes of the equation, operands before users. */
    List<Expr> own() {
        return nodes.subList(0, own);
    }

    /** The partial derivative of an own operation by an operand; null if it is 0 everywhere. */
    @Nullable
    Expr partial(int position, int operand) {
        return partials.get(position).get(operand);
    }

    int position(Expr node) {
        return Objects.requireNonNull(positions.get(node));
    }

    /** Goes on to another element: nothing is known of it. */
    void next() {
        element++;
    }

    /** Whether a node was evaluated for this element. */
    boolean isKnown(int position) {
        return known[position] == element;
    }

    double value(int position) {
        return values[position];
    }

    /**
     * The value of a node, of which, and of those below, only what is needed is evaluated.
     *
     * @param leaves the value of a constant, an integer or a read
     */
    double evaluate(Expr root, ToDoubleFunction<Expr> leaves) {
        Deque<Expr> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Expr node = open.peek();
            Expr missing = isKnown(position(node)) ? null : missing(node);
            if (missing != null) {
                open.push(missing);
                continue;
            }
            open.pop();
            int position = position(node);
            if (!isKnown(position)) {
                values[position] = node.arity() == 0 ? leaves.applyAsDouble(node) : result(node);
                known[position] = element;
            }
        }
        return values[position(root)];
    }

    /** An operand that has to be evaluated before the node; null if there is none. */
    private @Nullable Expr missing(Expr node) {
        for (int k = 0; k < node.arity(); k++) {
            if (isNeeded(node, k) && !isKnown(position(node.operand(k)))) {
                return node.operand(k);
            }
        }
        return null;
    }

    /** Whether an operand is needed, those before it being known as far as they are. */
    private boolean isNeeded(Expr node, int k) {
        if (k == 0) {
            return true;
        }
        double first = values[position(node.operand(0))];
        if (node.head() instanceof Expr.Head.Choice) {
            return (k == 1) == (first != 0);
        }
        Boolean onlyIf = node.op() == null ? null : node.op().secondOnlyIf();
        return onlyIf == null || onlyIf == (first != 0);
    }

    private double result(Expr node) {
        if (node.head() instanceof Expr.Head.Choice) {
            return values[position(node.operand(taken(node)))];
        }
        Op op = Objects.requireNonNull(node.op());
        if (op.secondOnlyIf() != null) {
            return values[position(node.operand(isNeeded(node, 1) ? 1 : 0))];
        }
        double[] operands = new double[node.arity()];
        for (int k = 0; k < operands.length; k++) {
            operands[k] = values[position(node.operand(k))];
        }
        return op.value(operands);
    }

    /** The operand that a choice is. */
    int taken(Expr choice) {
        return isNeeded(choice, 1) ? 1 : 2;
    }
}

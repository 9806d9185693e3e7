package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.NodeSet;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tensors and nodes a derivative has to go through: those that depend on an input asked for. */
final class Activity {
    private final Exprs make;
    private final Set<Tensor> tensors = new HashSet<>();
    /** What has been read before anything that moves was written to it. */
    private final Set<Tensor> still = new HashSet<>();

    private final NodeMap<List<@Nullable Expr>> partials = new NodeMap<>();
    private NodeSet known = new NodeSet();
    private NodeSet active = new NodeSet();

    Activity(Program program, Collection<Tensor> wrt) {
        this.make = program.make();
        tensors.addAll(wrt);
        while (spread(program)) {
            // What was still where it was first read, such as an earlier iteration of a recurrence, has become active.
            known = new NodeSet();
            active = new NodeSet();
            still.clear();
        }
    }

    /** Goes through all equations in order; whether that may not have been enough. */
    private boolean spread(Program program) {
        boolean again = false;
        for (Equation equation : program.equations()) {
            if (visit(equation.value()) && tensors.add(equation.target())) {
                again |= still.contains(equation.target());
            }
        }
        return again;
    }

    boolean isActive(Tensor tensor) {
        return tensors.contains(tensor);
    }

    boolean isActive(Expr node) {
        return active.contains(node);
    }

    /** The partial derivatives of an operation by operand; null where there is none or the operand is not active. */
    List<@Nullable Expr> partials(Expr node) {
        return Objects.requireNonNull(partials.get(node), () -> "not active: " + node);
    }

    /**
     * What the partial derivative with respect to an operand is of that with respect to the first; null if it is none
     * of that.
     */
    @Nullable
    Expr ratio(Expr node, int k) {
        Op op = node.op();
        return op == null
                        || k == 0
                        || partials(node).get(0) == null
                        || partials(node).get(k) == null
                ? null
                : op.ratio(k, node.operands(), node, make);
    }

    /** The reads that a derivative of an expression gets to: not those behind partial derivatives of zero. */
    List<Expr> reached(Expr root) {
        List<Expr> reads = new ArrayList<>();
        NodeSet seen = new NodeSet();
        Deque<Expr> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Expr node = open.pop();
            if (!isActive(node) || !seen.add(node)) {
                continue;
            }
            if (node.head() instanceof Expr.Head.Read) {
                reads.add(node);
            }
            for (int k = 0; k < node.arity(); k++) {
                if (reaches(node, k)) {
                    open.push(node.operand(k));
                }
            }
        }
        return reads;
    }

    /** Whether a derivative of an active node gets to an operand. */
    boolean reaches(Expr node, int operand) {
        return node.head() instanceof Expr.Head.Choice
                ? operand > 0
                : node.op() != null && partials(node).get(operand) != null;
    }

    /** The product of a factor and a partial derivative, where the operation has that at less; else null. */
    @Nullable
    Expr along(Expr node, int k, Expr factor) {
        return node.op() == null ? null : node.op().along(k, factor, node.operands(), make);
    }

    /** Whether an expression is active; it need be none of the program. */
    boolean visit(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !known.contains(n))) {
            if (known.add(node) && active(node)) {
                active.add(node);
            }
        }
        return isActive(root);
    }

    private boolean active(Expr node) {
        if (node.head() instanceof Expr.Head.Read read) {
            boolean active = tensors.contains(read.tensor());
            if (!active) {
                still.add(read.tensor());
            }
            return active;
        }
        if (node.head() instanceof Expr.Head.Choice) {
            return isActive(node.operand(1)) || isActive(node.operand(2));
        }
        Op op = node.op();
        boolean any = false;
        boolean moves = false;
        @Nullable Expr[] derivatives = new Expr[node.arity()];
        for (int k = 0; op != null && k < derivatives.length; k++) {
            if (isActive(node.operand(k))) {
                derivatives[k] = op.partial(k, node.operands(), node, make);
                any = true;
                moves |= derivatives[k] != null;
            }
        }
        if (any) {
            partials.put(node, Arrays.asList(derivatives));
        }
        return moves;
    }
}

package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.ProgramPrinter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Quotients;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The local partial derivatives of adjoint equations as formulas, for comments. An adjoint is linear in the one that it
 * is made of, so its partial derivative is what is left of it where that is 1.
 */
final class Partials {
    /** Longer formulas say less than the statements. */
    private static final int LONGEST = 60;

    /** More nodes are not printed at all. */
    private static final int LARGEST = 20;

    /** Whole numbers are written as such. */
    private static final String WHOLE = "(?<![\\w.])(\\d+)\\.0(?![\\w.])";

    private final Exprs make;

    Partials(Exprs make) {
        this.make = make;
    }

    /** {@code z → loss: sigmoid(z[n]) - y[n]}; nothing if there is no such short formula. */
    String of(Equation e) {
        Tensor source = e.target().of();
        Expr upper = upper(e);
        if (source == null || source.of() != null || upper == null) {
            return "";
        }
        Tensor target =
                Objects.requireNonNull(((Expr.Head.Read) upper.head()).tensor().of());
        Map<Expr, Expr> done = new HashMap<>();
        done.put(upper, make.number(1));
        String partial = ProgramPrinter.formula(Graph.rebuild(e.value(), this::plain, done))
                .replaceAll(WHOLE, "$1");
        return target.of() != null || partial.length() > LONGEST
                ? ""
                : source.name() + " → " + target.name() + ": " + partial;
    }

    /** The adjoint that the value is a multiple of, or null. */
    private static @Nullable Expr upper(Equation e) {
        List<Expr> adjoints = e.value().reads().stream()
                .filter(read -> ((Expr.Head.Read) read.head()).tensor().role() == Tensor.Role.ADJOINT)
                .toList();
        if (adjoints.size() != 1) {
            return null;
        }
        List<Expr> nodes = Graph.ascending(List.of(e.value()), node -> true);
        Set<Expr> multiples = new HashSet<>(adjoints);
        for (Expr node : nodes) {
            if (isMultiple(node, multiples)) {
                multiples.add(node);
            }
        }
        return nodes.size() <= LARGEST && multiples.contains(e.value()) ? adjoints.get(0) : null;
    }

    private static boolean isMultiple(Expr node, Set<Expr> multiples) {
        long parts = node.operands().stream().filter(multiples::contains).count();
        if (node.head() instanceof Expr.Head.Choice) {
            return parts > 0
                    && node.operands().subList(1, 3).stream()
                            .allMatch(branch ->
                                    multiples.contains(branch) || (branch.isNumber() && branch.number() == 0));
        } else if (node.op() == null) {
            return false;
        } else if (node.op() == Quotients.DIV || node.op() == Quotients.DIV_ALONG) {
            return parts == 1 && multiples.contains(node.operand(0));
        }
        return switch (node.op().arithmetic()) {
            case SUM -> parts == node.arity();
            case PRODUCT -> node.arity() == 2 && parts == 1;
            default -> false;
        };
    }

    /** A node without regard to what is zero or infinite. */
    private Expr plain(Expr node, List<Expr> operands) {
        Op op = node.op();
        if (op == Quotients.DIV_ALONG) {
            return make.apply(Quotients.DIV, operands.get(0), operands.get(2));
        } else if (op != null && op.arity() == 2 && op.arithmetic() == Op.Arithmetic.PRODUCT) {
            return make.apply(Arithmetic.MUL, operands.get(0), operands.get(1));
        }
        return make.rebuild(node, operands);
    }
}

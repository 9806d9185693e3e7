package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.op.Pattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a law asks of the pass that applies it. */
public interface Rewriting {
    /**
     * The parts of a reduction, with indices of their own.
     *
     * @param where null for everywhere
     */
    record Opened(List<Range> ranges, @Nullable Expr where, Expr body) {
        public Opened {
            ranges = List.copyOf(ranges);
        }
    }

    /** Where expressions are made. */
    Exprs make();

    /** What a name stands for, or the node itself if it is none or has no definition. */
    Expr seen(Expr node);

    /** The parts of a reduction, with indices of their own, so that names can be unfolded in it. */
    Opened open(Expr reduction);

    /** An operation, whose operands are in their final form, in its own. */
    Expr improve(Expr node);

    /** What the holes of a pattern stand for, or null if it does not match. */
    @Nullable
    Map<Pattern, Expr> match(Pattern pattern, Expr node);

    /** The expression that a pattern is with this in its holes, in its final form. */
    Expr build(Pattern pattern, Map<Pattern, Expr> holes);

    /** The parts of a sum of values of an operation, or null if the node is none. */
    default @Nullable Opened sumOf(Op op, Expr node) {
        if (!(node.head() instanceof Expr.Head.Reduce reduce) || reduce.reduction() != Reduction.SUM) {
            return null;
        }
        Opened open = open(node);
        Expr body = seen(open.body());
        return body.op() == op ? new Opened(open.ranges(), open.where(), body) : null;
    }
}

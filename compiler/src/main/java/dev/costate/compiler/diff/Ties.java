package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Guards;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.op.ZeroProducts;

/**
 * How many elements attain a maximum or minimum: they share its derivative evenly. Where it is NaN all elements have a
 * share, which is NaN.
 *
 * @param equation counts them
 * @param count the number
 * @param guard where an element is not beyond the extreme: it attains it, or the extreme is NaN
 * @param attains where it attains it
 * @param extreme the maximum or minimum
 */
record Ties(Equation equation, Expr count, Expr guard, Expr attains, Expr extreme) {
    /** The ties of an equation that takes a maximum or minimum, once that is complete. */
    static Ties of(Exprs make, Equation e, Expr extreme) {
        Expr attains = make.apply(Comparisons.EQ, e.value(), extreme);
        Tensor ties =
                make.tensors().temporary(e.target().name() + "Ties", e.target().shape(), e.span());
        Equation counting = new Equation(
                ties,
                e.subscripts(),
                e.domain(),
                Guards.and(make, e.guard(), attains),
                Reduction.SUM,
                make.number(1),
                e.span());
        Expr within = e.reduction() == Reduction.MAX
                ? make.apply(Comparisons.LT, e.value(), extreme)
                : make.apply(Comparisons.LT, extreme, e.value());
        Expr guard = Guards.and(make, e.guard(), make.apply(Connectives.NOT, within));
        return new Ties(counting, make.read(ties, e.subscripts()), guard, attains, extreme);
    }

    /**
     * The share of an element in what moves the extreme, where the {@link #guard} holds. Shares do not move: a maximum
     * has no second derivatives of its own.
     */
    Expr share(Exprs make, Expr all) {
        Expr notANumber = make.apply(ZeroProducts.MUL_NO_NAN, all, make.apply(Surrogates.DETACH, extreme));
        return make.choose(attains, make.apply(Quotients.DIV, all, count), notANumber);
    }
}

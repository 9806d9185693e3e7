package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Guards;

/**
 * How many elements attain a maximum or minimum: they share its derivative evenly.
 *
 * @param equation counts them
 * @param count the number
 * @param guard where an element attains it
 */
record Ties(Equation equation, Expr count, Expr guard) {
    /** The ties of an equation that takes a maximum or minimum, once that is complete. */
    static Ties of(Exprs make, Equation e, Expr extreme) {
        Expr attains = make.apply(Comparisons.EQ, e.value(), extreme);
        Tensor ties =
                make.tensors().temporary(e.target().name() + "Ties", e.target().shape(), e.span());
        Expr one = make.choose(attains, make.number(1), make.number(0));
        Equation counting = new Equation(ties, e.subscripts(), e.domain(), e.guard(), Reduction.SUM, one, e.span());
        Expr guard = Guards.and(make, e.guard(), attains);
        return new Ties(counting, make.read(ties, e.subscripts()), guard);
    }
}

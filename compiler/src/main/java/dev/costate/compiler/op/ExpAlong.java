package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The value of the first operand, an exponential, which moves as the exponential of the second does. */
final class ExpAlong extends ValueOfFirst {
    ExpAlong() {
        super("exp_along");
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return result;
    }
}

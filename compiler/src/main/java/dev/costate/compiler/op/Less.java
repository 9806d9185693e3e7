package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** a &lt; b. What is greater is less with its operands exchanged. */
final class Less extends Comparison {
    Less() {
        super("<");
    }

    @Override
    boolean holds(double a, double b) {
        return a < b;
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        return a == b ? Conditions.constant(false, make) : super.simplify(a, b, make);
    }

    @Override
    public Relation relation() {
        return Relation.LESS;
    }
}

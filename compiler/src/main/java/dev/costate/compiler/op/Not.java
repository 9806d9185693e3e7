package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** The opposite of a condition. Of {@code a < b} it isn't {@code b <= a}: NaN. */
final class Not extends Unary {
    Not() {
        super("!");
    }

    @Override
    public Kind kind() {
        return Kind.CONDITION;
    }

    @Override
    public Kind operandKind() {
        return Kind.CONDITION;
    }

    @Override
    double value(double x) {
        return x == 0 ? 1 : 0;
    }

    @Override
    @Nullable
    Expr derivative(Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Exprs make) {
        if (x.op() == Ops.NOT) {
            return x.operand(0);
        }
        if (x.op() == Ops.EQ) {
            return make.apply(Ops.NE, x.operands());
        }
        return x.op() == Ops.NE ? make.apply(Ops.EQ, x.operands()) : null;
    }

    @Override
    public boolean negates() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Prefix("!");
    }

    @Override
    public int cost() {
        return 1;
    }
}

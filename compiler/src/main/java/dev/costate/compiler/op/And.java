package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** Both conditions; the second is looked at only where the first holds, so their order stays. */
final class And extends Binary {
    And() {
        super("&&");
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
    double value(double a, double b) {
        return a != 0 && b != 0 ? 1 : 0;
    }

    @Override
    @Nullable
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return null;
    }

    @Override
    @Nullable
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return null;
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (Conditions.isTrue(a) || a == b) {
            return b;
        }
        return Conditions.isFalse(a) || Conditions.isTrue(b) ? a : null;
    }

    @Override
    public Boolean secondOnlyIf() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Infix("&&");
    }

    @Override
    public int cost() {
        return 1;
    }
}

package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** One condition or both; the second is looked at only where the first fails, so their order stays. */
final class Or extends Binary {
    Or() {
        super("||");
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
        return a != 0 || b != 0 ? 1 : 0;
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
        if (Conditions.isFalse(a) || a == b) {
            return b;
        }
        return Conditions.isTrue(a) || Conditions.isFalse(b) ? a : null;
    }

    @Override
    public Boolean secondOnlyIf() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Infix("||");
    }

    @Override
    public int cost() {
        return 1;
    }
}

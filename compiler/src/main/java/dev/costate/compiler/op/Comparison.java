package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** A condition on two numbers; never true of NaN, but for {@link NotEqual}. */
abstract class Comparison extends Binary {
    Comparison(String symbol) {
        super(symbol);
    }

    abstract boolean holds(double a, double b);

    @Override
    public final Kind kind() {
        return Kind.CONDITION;
    }

    @Override
    final double value(double a, double b) {
        return holds(a, b) ? 1 : 0;
    }

    @Override
    final @Nullable Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return null;
    }

    @Override
    final @Nullable Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return null;
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        return a.isNumber() && b.isNumber() && !Conditions.isCanonical(this, a, b)
                ? Conditions.constant(holds(a.number(), b.number()), make)
                : null;
    }

    @Override
    public final Form java() {
        return new Form.Infix(name());
    }

    @Override
    public final int cost() {
        return 1;
    }
}

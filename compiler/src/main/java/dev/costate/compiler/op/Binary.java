package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation of two operands. */
abstract class Binary extends Room {
    Binary(String name) {
        super(name, 2);
    }

    abstract double value(double a, double b);

    /** The partial derivative with respect to the first operand; null where it is zero everywhere. */
    abstract @Nullable Expr byFirst(Expr a, Expr b, Expr result, Exprs make);

    /** The partial derivative with respect to the second operand; null where it is zero everywhere. */
    abstract @Nullable Expr bySecond(Expr a, Expr b, Expr result, Exprs make);

    /** As {@link #simplify(List, Exprs)}. */
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        return null;
    }

    @Override
    public final double value(double... a) {
        return value(a[0], a[1]);
    }

    @Override
    public final @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make) {
        return k == 0 ? byFirst(a.get(0), a.get(1), result, make) : bySecond(a.get(0), a.get(1), result, make);
    }

    @Override
    public final @Nullable Expr simplify(List<Expr> a, Exprs make) {
        return simplify(a.get(0), a.get(1), make);
    }
}

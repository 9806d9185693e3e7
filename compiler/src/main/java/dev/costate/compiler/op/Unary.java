package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation of one operand. */
abstract class Unary extends Room {
    Unary(String name) {
        super(name, 1);
    }

    abstract double value(double x);

    /** Null where it is zero everywhere. */
    abstract @Nullable Expr derivative(Expr x, Expr result, Exprs make);

    /** As {@link #simplify(List, Exprs)}. */
    @Nullable
    Expr simplify(Expr x, Exprs make) {
        return null;
    }

    @Override
    public final double value(double... a) {
        return value(a[0]);
    }

    @Override
    public final @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make) {
        return derivative(a.get(0), result, make);
    }

    @Override
    public final @Nullable Expr simplify(List<Expr> a, Exprs make) {
        return simplify(a.get(0), make);
    }
}

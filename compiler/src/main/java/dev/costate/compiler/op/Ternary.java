package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation of three operands. */
abstract class Ternary extends Room {
    Ternary(String name) {
        super(name, 3);
    }

    abstract double value(double a, double b, double c);

    /** The partial derivative with respect to the first operand; null where it is zero everywhere. */
    abstract @Nullable Expr byFirst(Expr a, Expr b, Expr c, Expr result, Exprs make);

    /** The partial derivative with respect to the second operand; null where it is zero everywhere. */
    abstract @Nullable Expr bySecond(Expr a, Expr b, Expr c, Expr result, Exprs make);

    /** The partial derivative with respect to the third operand; null where it is zero everywhere. */
    abstract @Nullable Expr byThird(Expr a, Expr b, Expr c, Expr result, Exprs make);

    @Override
    public final double value(double... a) {
        return value(a[0], a[1], a[2]);
    }

    @Override
    public final @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make) {
        Expr first = a.get(0);
        Expr second = a.get(1);
        Expr third = a.get(2);
        return switch (k) {
            case 0 -> byFirst(first, second, third, result, make);
            case 1 -> bySecond(first, second, third, result, make);
            default -> byThird(first, second, third, result, make);
        };
    }
}

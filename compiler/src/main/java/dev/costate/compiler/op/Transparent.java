package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of the first operand with another derivative: none at all, or one by the second operand, whose value is
 * ignored. In Java it is the first operand.
 */
final class Transparent extends Room {
    /** The partial derivative by the second operand, from the value. */
    interface Partial {
        Expr of(Expr result, Exprs make);
    }

    private final @Nullable Partial bySecond;

    private Transparent(String name, int arity, @Nullable Partial bySecond) {
        super(name, arity);
        this.bySecond = bySecond;
    }

    /** A constant to derivatives. */
    static Transparent constant(String name) {
        return new Transparent(name, 1, null);
    }

    static Transparent moving(String name, Partial bySecond) {
        return new Transparent(name, 2, bySecond);
    }

    @Override
    public double value(double... a) {
        return a[0];
    }

    @Override
    public @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make) {
        return k == 0 || bySecond == null ? null : bySecond.of(result, make);
    }

    @Override
    public @Nullable Expr simplify(List<Expr> a, Exprs make) {
        return bySecond == null && a.get(0).op() == this ? a.get(0) : null;
    }

    @Override
    public double least(double... least) {
        return least[0];
    }

    @Override
    public Form java() {
        return new Form.Transparent();
    }

    @Override
    public int cost() {
        return 0;
    }
}

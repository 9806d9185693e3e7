package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The empty set. */
final class None extends Op {
    None() {
        super("none", 0);
    }

    @Override
    public Kind kind() {
        return Kind.SET;
    }

    @Override
    public double value(double... a) {
        return Double.NaN; // A set is no number.
    }

    @Override
    public @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return new Form.Call("IndexSet", "none");
    }

    @Override
    public int cost() {
        return 0;
    }
}

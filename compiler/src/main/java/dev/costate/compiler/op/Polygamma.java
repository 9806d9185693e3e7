package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;
import org.jspecify.annotations.Nullable;

/** The n-th derivative of the digamma function at x, n a constant: for those without a name of their own. */
final class Polygamma extends Binary {
    Polygamma() {
        super("polygamma");
    }

    @Override
    double value(double n, double x) {
        return Special.polygamma(n, x);
    }

    @Override
    @Nullable
    Expr byFirst(Expr n, Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    Expr bySecond(Expr n, Expr x, Expr result, Exprs make) {
        return make.apply(Ops.POLYGAMMA, make.number(n.number() + 1), x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "polygamma");
    }

    @Override
    public int cost() {
        return 60;
    }
}

package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;
import org.jspecify.annotations.Nullable;

/** The n-th derivative of sinc at x, n a constant: for those without a name of their own. */
final class SincDn extends Binary {
    SincDn() {
        super("sinc_dn");
    }

    @Override
    double value(double n, double x) {
        return Special.sincDn(n, x);
    }

    @Override
    @Nullable
    Expr byFirst(Expr n, Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    Expr bySecond(Expr n, Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SINC_DN, make.number(n.number() + 1), x);
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "sincDn");
    }

    @Override
    public int cost() {
        return 60;
    }
}

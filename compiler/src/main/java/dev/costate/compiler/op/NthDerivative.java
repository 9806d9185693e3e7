package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The n-th derivative of a function of x that the runtime computes for every n: for the series of those derivatives
 * that have names of their own. The first operand is n, a constant.
 */
final class NthDerivative extends Binary {
    private final String java;
    private final DoubleBinaryOperator value;
    private final boolean singular;

    /**
     * @param java the method of the runtime's {@code Special}
     * @param singular whether its derivative may be infinite
     */
    NthDerivative(String name, String java, DoubleBinaryOperator value, boolean singular) {
        super(name);
        this.java = java;
        this.value = value;
        this.singular = singular;
    }

    @Override
    double value(double n, double x) {
        return value.applyAsDouble(n, x);
    }

    @Override
    @Nullable
    Expr byFirst(Expr n, Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    Expr bySecond(Expr n, Expr x, Expr result, Exprs make) {
        return make.apply(this, make.number(n.number() + 1), x);
    }

    @Override
    public boolean singular() {
        return singular;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", java);
    }

    @Override
    public int cost() {
        return 60;
    }
}

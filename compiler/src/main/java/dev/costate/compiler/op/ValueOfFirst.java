package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** An operation whose value is that of its first operand, and whose derivative is by the second only. */
abstract class ValueOfFirst extends Binary {
    ValueOfFirst(String name) {
        super(name);
    }

    @Override
    final double value(double a, double b) {
        return a;
    }

    @Override
    @Nullable
    final Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return null;
    }

    @Override
    public final double least(double... least) {
        return least[0];
    }

    @Override
    public final Form java() {
        return new Form.Transparent();
    }

    @Override
    public final int cost() {
        return 0;
    }
}

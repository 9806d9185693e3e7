package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in either of two sets. */
final class Union extends Op {
    Union() {
        super("union", 2);
    }

    @Override
    public Kind kind() {
        return Kind.SET;
    }

    @Override
    public Kind operandKind() {
        return Kind.SET;
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    public double value(double... a) {
        return Double.NaN; // A set is no number.
    }

    @Override
    public @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make) {
        return null;
    }

    /** Also where the one is part of the other. */
    @Override
    public @Nullable Expr simplify(List<Expr> a, Exprs make) {
        if (holds(a.get(0), a.get(1))) {
            return a.get(0);
        }
        return holds(a.get(1), a.get(0)) ? a.get(1) : null;
    }

    private static boolean holds(Expr set, Expr part) {
        return set == part
                || part.op() == Sets.NONE
                || (set.op() == Sets.UNION && set.operands().contains(part));
    }

    @Override
    public Form java() {
        return new Form.Call("IndexSet", "union");
    }

    @Override
    public int cost() {
        return 1;
    }
}

package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Guards of equations: conditions that must all hold, looked at in order; null where there are none. */
public final class Guards {
    private Guards() {}

    /** A guard, and behind it a condition. */
    public static Expr and(Exprs make, @Nullable Expr guard, Expr condition) {
        return guard == null ? condition : make.apply(Connectives.AND, guard, condition);
    }

    /** A condition, and behind it a guard. */
    public static Expr before(Exprs make, Expr condition, @Nullable Expr guard) {
        return guard == null ? condition : make.apply(Connectives.AND, condition, guard);
    }

    /** The conditions of a guard, in order. */
    public static List<Expr> conditions(@Nullable Expr guard) {
        List<Expr> conditions = new ArrayList<>();
        Deque<Expr> open = new ArrayDeque<>();
        if (guard != null) {
            open.push(guard);
        }
        while (!open.isEmpty()) {
            Expr next = open.pop();
            if (next.op() == Connectives.AND) {
                open.push(next.operand(1));
                open.push(next.operand(0));
            } else {
                conditions.add(next);
            }
        }
        return conditions;
    }
}

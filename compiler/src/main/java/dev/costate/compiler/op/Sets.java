package dev.costate.compiler.op;

import static dev.costate.compiler.op.OpDefinition.set;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import org.jspecify.annotations.Nullable;

/** Operations of sets of inputs. They compute no numbers, so they are not of the catalogue. */
public final class Sets {
    /** The set without elements. */
    public static final Op NONE = set("none", 0).cost(0).uncatalogued();

    /** What is in either of two sets; one of them where the other is part of it. */
    public static final Op UNION =
            set("union", 2).commutative().simplify((a, b, make) -> larger(a, b)).uncatalogued();

    private Sets() {}

    private static @Nullable Expr larger(Expr a, Expr b) {
        if (holds(a, b)) {
            return a;
        }
        return holds(b, a) ? b : null;
    }

    private static boolean holds(Expr set, Expr part) {
        return set == part
                || part.op() == NONE
                || (set.op() == UNION && set.operands().contains(part));
    }
}

package dev.costate.compiler.op;

import static dev.costate.compiler.op.Comparisons.EQ;
import static dev.costate.compiler.op.Comparisons.NE;
import static dev.costate.compiler.op.OpDefinition.infix;
import static dev.costate.compiler.op.OpDefinition.prefix;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import org.jspecify.annotations.Nullable;

/** Conditions made of others. */
public final class Connectives {
    static final Family FAMILY = new Family();

    /** Both conditions; the second is looked at only where the first holds, so their order stays. */
    public static final Op AND = FAMILY.internal(infix("&&", (a, b) -> a != 0 && b != 0 ? 1 : 0)
            .kind(Op.Kind.CONDITION)
            .operandKind(Op.Kind.CONDITION)
            .secondOnlyIf(true)
            .simplify((a, b, make) -> {
                if (Comparisons.isTrue(a) || a == b) {
                    return b;
                }
                return Comparisons.isFalse(a) || Comparisons.isTrue(b) ? a : null;
            }));

    /** One condition or both; the second is looked at only where the first fails, so their order stays. */
    public static final Op OR = FAMILY.internal(infix("||", (a, b) -> a != 0 || b != 0 ? 1 : 0)
            .kind(Op.Kind.CONDITION)
            .operandKind(Op.Kind.CONDITION)
            .secondOnlyIf(false)
            .simplify((a, b, make) -> {
                if (Comparisons.isFalse(a) || a == b) {
                    return b;
                }
                return Comparisons.isTrue(a) || Comparisons.isFalse(b) ? a : null;
            }));

    /** The opposite of a condition. Of {@code a < b} it isn't {@code b <= a}: NaN. */
    public static final Op NOT = FAMILY.internal(prefix("!", "!", x -> x == 0 ? 1 : 0)
            .kind(Op.Kind.CONDITION)
            .operandKind(Op.Kind.CONDITION)
            .negates()
            .simplify(Connectives::simplerOpposite));

    private Connectives() {}

    private static @Nullable Expr simplerOpposite(Expr x, Exprs make) {
        if (x.op() == NOT) {
            return x.operand(0);
        }
        if (x.op() == EQ) {
            return make.apply(NE, x.operands());
        }
        return x.op() == NE ? make.apply(EQ, x.operands()) : null;
    }
}

package dev.costate.compiler.op;

import static dev.costate.compiler.op.OpDefinition.infix;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on two numbers, never true of NaN, but for {@link #NE}. Conditions that are known are comparisons, too:
 * true is written 0 == 0, false 0 != 0.
 */
public final class Comparisons {
    /** Whether a comparison is true. */
    private interface Test {
        boolean holds(double a, double b);
    }

    static final Family FAMILY = new Family();

    /** a &lt; b. What is greater is less with its operands exchanged. */
    public static final Op LT = comparison("<", Op.Relation.LESS, (a, b) -> a < b);

    /** a ≤ b. */
    public static final Op LE = comparison("<=", Op.Relation.LESS_OR_EQUAL, (a, b) -> a <= b);

    /** a = b; the two zeros are equal. */
    public static final Op EQ = comparison("==", Op.Relation.EQUAL, (a, b) -> a == b);

    /** a ≠ b: true of NaN. */
    public static final Op NE = comparison("!=", Op.Relation.NOT_EQUAL, (a, b) -> a != b);

    private Comparisons() {}

    private static Op comparison(String symbol, Op.Relation relation, Test test) {
        OpDefinition definition = infix(symbol, (a, b) -> test.holds(a, b) ? 1 : 0)
                .kind(Op.Kind.CONDITION)
                .relation(relation)
                .simplify((a, b, make) -> simpler(relation, test, a, b, make));
        boolean symmetric = relation == Op.Relation.EQUAL || relation == Op.Relation.NOT_EQUAL;
        return FAMILY.internal(symmetric ? definition.commutative() : definition);
    }

    private static @Nullable Expr simpler(Op.Relation relation, Test test, Expr a, Expr b, Exprs make) {
        if (relation == Op.Relation.LESS && a == b) {
            return constant(false, make);
        }
        boolean symmetric = relation == Op.Relation.EQUAL || relation == Op.Relation.NOT_EQUAL;
        boolean canonical = symmetric && areZero(a, b);
        return a.isNumber() && b.isNumber() && !canonical ? constant(test.holds(a.number(), b.number()), make) : null;
    }

    static Expr constant(boolean value, Exprs make) {
        Expr zero = make.number(0);
        return make.apply(value ? EQ : NE, zero, zero);
    }

    static boolean isTrue(Expr condition) {
        return condition.op() == EQ && areZero(condition.operand(0), condition.operand(1));
    }

    static boolean isFalse(Expr condition) {
        return condition.op() == NE && areZero(condition.operand(0), condition.operand(1));
    }

    private static boolean areZero(Expr a, Expr b) {
        return a.isNumber(0) && b.isNumber(0);
    }
}

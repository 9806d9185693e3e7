package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation says of its operands. Those by a number of expressions make another of them, or null: a partial
 * derivative that is not zero, or a simpler form.
 */
final class Rule {
    private Rule() {}

    interface Of1 {
        @Nullable
        Expr of(Expr a, Exprs make);
    }

    interface Of2 {
        @Nullable
        Expr of(Expr a, Expr b, Exprs make);
    }

    interface Of3 {
        @Nullable
        Expr of(Expr a, Expr b, Expr c, Exprs make);
    }

    interface Of4 {
        @Nullable
        Expr of(Expr a, Expr b, Expr c, Expr d, Exprs make);
    }

    /** As {@link Op#rounding}. */
    interface Rounding {
        double of(double computed, double[] operands);
    }

    /** The value of three operands. */
    interface TernaryOperator {
        double applyAsDouble(double a, double b, double c);
    }

    /** A partial derivative by the operands and the result, null where it is zero. */
    interface Partial {
        @Nullable
        Expr of(List<Expr> a, Expr result, Exprs make);
    }

    /** A simpler form, or null. */
    interface Simplification {
        @Nullable
        Expr of(List<Expr> a, Exprs make);
    }

    /** As {@link Op#ratio}. */
    interface Ratio {
        @Nullable
        Expr of(int k, List<Expr> a, Expr result, Exprs make);
    }

    /** As {@link Op#along}. */
    interface Along {
        @Nullable
        Expr of(int k, Expr factor, List<Expr> a, Exprs make);
    }

    /** As {@link Op#coefficient}. */
    interface Coefficient {
        Expr of(int order, List<Expr> a, Expr result, Op.Coefficients known, Exprs make);
    }

    /** As {@link Op#least}. */
    interface Bound {
        double of(double... least);
    }

    /** As {@link Op#least(double[], double[])} and {@link Op#greatest}. */
    interface End {
        double of(double[] least, double[] greatest);
    }

    /** As {@link Op#finite}. */
    interface Finite {
        boolean holds(double[] least, double[] greatest);
    }

    /** As {@link Op#vanishes}. */
    interface Vanishing {
        boolean holds(boolean... operands);
    }

    /** As {@link Op#regular}. */
    interface Regular {
        boolean holds(double... least);
    }
}

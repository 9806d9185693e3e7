package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.ErrorFunctions;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.NormalDistribution;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tail of a normal distribution times or over a density, {@code exp(u^2) * erfc(u)} and {@code exp(-u^2/2) /
 * normcdf(u)}, the hazard or inverse Mills ratio: of each factor there is nothing left where the product is moderate.
 */
final class NormalTails {
    private static final double SQRT_HALF = Math.sqrt(0.5);

    private final Rewriting rewriting;
    private final Exprs make;

    NormalTails(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
    }

    static boolean isTail(Expr node) {
        return node.op() == ErrorFunctions.ERFC || node.op() == NormalDistribution.NORMCDF;
    }

    /** The product with a function of its own for both, or null if there are no such factors. */
    @Nullable
    Expr product(Expr node) {
        Factors factors = new Factors(rewriting);
        if (!factors.times(node, 1)) {
            return null;
        }
        Map<Expr, Integer> powers = factors.powers();
        for (Map.Entry<Expr, Integer> tail : powers.entrySet()) {
            if (!isTail(tail.getKey()) || Math.abs(tail.getValue()) != 1) {
                continue;
            }
            for (Map.Entry<Expr, Integer> density : powers.entrySet()) {
                if (density.getKey().op() == Exponentials.EXP && cancels(density, tail)) {
                    factors.times(joint(tail.getKey(), tail.getValue()), 1);
                    factors.times(density.getKey(), -density.getValue());
                    factors.times(tail.getKey(), -tail.getValue());
                    return factors.product();
                }
            }
        }
        return null;
    }

    /** Whether the exponents add up to 0: that of the density, and minus x² for erfc(x) or x²/2 for normcdf(x). */
    private boolean cancels(Map.Entry<Expr, Integer> density, Map.Entry<Expr, Integer> tail) {
        double scale = tail.getKey().op() == ErrorFunctions.ERFC ? 1 : 0.5;
        Factors ratio = new Factors(rewriting);
        boolean few = ratio.times(density.getKey().operand(0), 1)
                && ratio.times(tail.getKey().operand(0), -2)
                && ratio.times(make.number(density.getValue() / (scale * tail.getValue())), 1);
        return few && ratio.isOne();
    }

    /** exp(x²) erfc(x) or its inverse, and so for normcdf. */
    private Expr joint(Expr tail, int exponent) {
        Expr x = tail.operand(0);
        boolean erfc = tail.op() == ErrorFunctions.ERFC;
        if (exponent > 0) {
            Expr argument = erfc ? x : make.apply(Arithmetic.MUL, make.number(-SQRT_HALF), x);
            return scaled(erfc ? 1 : 0.5, ErrorFunctions.ERFCX, argument);
        }
        return erfc
                ? scaled(-0.5 * Math.sqrt(Math.PI), ErrorFunctions.LOG_ERFC_DX, x)
                : scaled(Math.sqrt(2 * Math.PI), NormalDistribution.LOG_NORMCDF_DX, x);
    }

    private Expr scaled(double factor, Op function, Expr x) {
        return make.apply(Arithmetic.MUL, make.number(factor), make.apply(function, x));
    }
}

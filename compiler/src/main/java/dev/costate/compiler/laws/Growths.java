package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Logarithms;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Powers and logarithms of 1 + a whose exponents or factors have in a denominator what a has as a factor, {@code (1 +
 * x * y)^(-1 / x)}, as distributions of extreme values have them: by log(1 + a)/a.
 */
final class Growths {
    private final Rewriting rewriting;
    private final Exprs make;

    Growths(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
    }

    /** (1 + a)^w as the exponential of w log(1 + a), or null if nothing cancels in that. */
    @Nullable
    Expr power(Expr node) {
        Expr a = node.operand(0);
        Expr exponent = node.operand(1);
        if (!cancels(exponent, a)) {
            return null;
        }
        Expr logarithm = make.apply(Logarithms.LOG1P, a);
        Expr product = rewriting.improve(make.apply(Arithmetic.MUL, exponent, logarithm));
        return rewriting.improve(make.apply(Exponentials.EXP, product));
    }

    /** The product of log(1 + a) and a sum, of which a term cancels with a; else null. */
    @Nullable
    Expr product(Expr node) {
        for (int k = 0; k < 2; k++) {
            Expr logarithm = rewriting.seen(node.operand(k));
            Expr sum = rewriting.seen(node.operand(1 - k));
            boolean terms = sum.op() == Arithmetic.ADD || sum.op() == Arithmetic.SUB;
            if (terms && logarithm.op() == Logarithms.LOG1P) {
                return product(logarithm, new Linear().plus(sum, 1));
            }
        }
        return null;
    }

    private @Nullable Expr product(Expr logarithm, Linear sum) {
        Linear rest = new Linear().plus(sum, 1);
        Expr result = make.number(0);
        for (Map.Entry<Expr, Double> term : sum.terms.entrySet()) {
            if (cancels(term.getKey(), logarithm.operand(0))) {
                Expr factor = make.apply(Arithmetic.MUL, make.number(term.getValue()), term.getKey());
                result = make.apply(Arithmetic.ADD, result, times(factor, logarithm));
                rest.plusTerm(term.getKey(), -term.getValue());
            }
        }
        return result.isNumber()
                ? null
                : make.apply(Arithmetic.ADD, result, rest.isZero() ? make.number(0) : times(rest.sum(make), logarithm));
    }

    private Expr times(Expr factor, Expr logarithm) {
        return rewriting.improve(make.apply(Arithmetic.MUL, factor, logarithm));
    }

    /** Whether one has in a denominator what the other has as a factor. */
    private boolean cancels(Expr exponent, Expr a) {
        Factors of = new Factors(rewriting);
        Factors others = new Factors(rewriting);
        return of.times(a, 1) && others.times(exponent, 1) && of.cancels(others);
    }
}

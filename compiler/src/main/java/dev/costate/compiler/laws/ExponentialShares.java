package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Sigmoids;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shares of an exponential in a sum of such. */
final class ExponentialShares {
    private final Rewriting rewriting;
    private final Exprs make;
    private final ExponentialSums exponentials;
    private final Softmaxes softmaxes;

    ExponentialShares(Rewriting rewriting, ExponentialSums exponentials, Softmaxes softmaxes) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
        this.exponentials = exponentials;
        this.softmaxes = softmaxes;
    }

    /** An exponential, or a product with one, over a sum of exponentials. */
    @Nullable
    Expr quotient(Expr of, Expr by) {
        if (of.op() == Exponentials.EXP) {
            return share(of.operand(0), by);
        }
        Rewriting.Opened sum = of.op() == Arithmetic.MUL ? rewriting.sumOf(Exponentials.EXP, by) : null;
        ExponentialSums.Weighted product = sum == null ? null : exponentials.factors(of);
        return sum == null || product == null
                ? null
                : make.apply(
                        Arithmetic.MUL,
                        product.weight(),
                        softmaxes.softmax(sum, sum.body().operand(0), product.exponent()));
    }

    /**
     * A product with a power of 1/(1 + e^u) and perhaps e^u, as the density of the logistic distribution, or with
     * e^u/(e^u - 1); or null.
     */
    @Nullable
    Expr product(Expr node) {
        Factors factors = new Factors(rewriting);
        if (!factors.times(node, 1)) {
            return null;
        }
        for (Map.Entry<Expr, Integer> power : factors.powers().entrySet()) {
            Expr base = power.getKey();
            if (base.op() == Exponentials.EXPM1 && power.getValue() == -1 && takesExponential(factors, base)) {
                return factors.product();
            }
            Expr share = base.op() == Arithmetic.ADD && power.getValue() < -1
                    ? byLaw(make.apply(Quotients.DIV, make.number(1), base))
                    : null;
            if (share != null) {
                factors.times(base, -power.getValue());
                factors.times(share, -power.getValue());
                withExponential(factors, share);
                return factors.product();
            }
        }
        return null;
    }

    /** Makes e^u/(e^u - 1) 1/(1 - e^-u), which does not overflow; whether there is such a factor. */
    private boolean takesExponential(Factors factors, Expr base) {
        Expr u = base.operand(0);
        Expr exponential = make.apply(Exponentials.EXP, u);
        if (factors.exponent(exponential) != 1 || u.op() == Arithmetic.NEG) {
            return false;
        }
        factors.times(exponential, -1);
        factors.times(base, 1);
        Expr other = make.apply(Exponentials.EXPM1, make.apply(Arithmetic.NEG, u));
        factors.times(make.apply(Arithmetic.NEG, other), -1);
        return true;
    }

    private void withExponential(Factors factors, Expr share) {
        for (Map.Entry<Expr, Integer> power : factors.powers().entrySet()) {
            Expr other = power.getValue() == 1 && power.getKey().op() == Exponentials.EXP
                    ? byLaw(make.apply(Arithmetic.MUL, power.getKey(), share))
                    : null;
            if (other != null) {
                factors.times(power.getKey(), -1);
                factors.times(share, -1);
                factors.times(other, 1);
            }
        }
    }

    private @Nullable Expr byLaw(Expr plain) {
        Expr improved = rewriting.improve(plain);
        return improved == plain ? null : improved;
    }

    /** An exponential over a sum of such: a softmax, or where the terms are written out a sigmoid. */
    private @Nullable Expr share(Expr exponent, Expr of) {
        Rewriting.Opened sum = rewriting.sumOf(Exponentials.EXP, of);
        if (sum != null) {
            return softmaxes.softmax(sum, sum.body().operand(0), exponent);
        }
        Expr log = exponentials.logOfShare(exponent, of);
        if (log == null) {
            return null;
        }
        boolean sigmoid = log.op() == Arithmetic.NEG && log.operand(0).op() == Sigmoids.SOFTPLUS;
        return sigmoid
                ? make.apply(
                        Sigmoids.SIGMOID,
                        make.apply(Arithmetic.NEG, log.operand(0).operand(0)))
                : make.apply(Exponentials.EXP, log);
    }
}

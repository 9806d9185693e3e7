package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Sigmoids;
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

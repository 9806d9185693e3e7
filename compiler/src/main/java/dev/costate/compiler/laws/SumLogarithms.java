package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Reductions;
import dev.costate.compiler.op.WholePowers;
import org.jspecify.annotations.Nullable;

/** Logarithms of sums of exponentials, of powers and of shares. */
final class SumLogarithms {
    private final Rewriting rewriting;
    private final Exprs make;
    private final Reductions reductions;
    private final ExponentialSums exponentials;
    private final Softmaxes softmaxes;
    private final ValueBounds bounds;

    SumLogarithms(Rewriting rewriting, Reductions reductions, ExponentialSums exponentials, Softmaxes softmaxes) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
        this.reductions = reductions;
        this.exponentials = exponentials;
        this.softmaxes = softmaxes;
        this.bounds = new ValueBounds(rewriting);
    }

    /** The logarithm of an expression, or null if it stays as it is. */
    @Nullable
    Expr logarithm(Expr of) {
        WholePowers.Power power = WholePowers.of(of);
        if (power.exponent() > 1) {
            boolean even = power.exponent() % 2 == 0;
            boolean magnitude = even && !bounds.isNonNegative(power.base());
            Expr base = magnitude ? rewriting.improve(make.apply(Arithmetic.ABS, power.base())) : power.base();
            return make.apply(
                    Arithmetic.MUL,
                    make.number((double) power.exponent()),
                    rewriting.improve(make.apply(Logarithms.LOG, base)));
        }
        Expr sum = logarithmOfSum(of);
        if (sum != null) {
            return sum;
        }
        boolean scaled = of.op() == Quotients.DIV || of.op() == Arithmetic.MUL;
        for (int k = 0; scaled && k < 2; k++) {
            Expr scale = of.operand(1 - k);
            boolean positive = scale.head() instanceof Expr.Head.Whole || (scale.isNumber() && scale.number() > 0);
            sum = positive && (k == 0 || of.op() == Arithmetic.MUL)
                    ? logarithmOfSum(rewriting.seen(of.operand(k)))
                    : null;
            if (sum != null) {
                return rewriting.improve(make.apply(
                        of.op() == Quotients.DIV ? Arithmetic.SUB : Arithmetic.ADD,
                        sum,
                        make.apply(Logarithms.LOG, scale)));
            }
        }
        return softmaxes.logarithm(of);
    }

    /** The logarithm of a sum of exponentials, or null for any other expression. */
    private @Nullable Expr logarithmOfSum(Expr of) {
        if (!(of.head() instanceof Expr.Head.Reduce reduce)) {
            return exponentials.logarithm(of);
        }
        if (reduce.reduction() != Reduction.SUM) {
            return null;
        }
        Rewriting.Opened open = rewriting.open(of);
        ExponentialSums.Weighted factors = exponentials.factors(open.body());
        if (factors == null) {
            return null;
        }
        return factors.weight().isNumber(1)
                ? reductions.logSumExp(open.ranges(), open.where(), factors.exponent())
                : reductions.logOfWeighted(open.ranges(), open.where(), factors.weight(), factors.exponent());
    }
}

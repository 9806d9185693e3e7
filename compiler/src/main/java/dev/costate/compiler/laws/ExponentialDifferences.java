package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Sigmoids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums in which the beginning of an exponential or of a softplus cancels: {@code w * exp(u) - w}, and {@code x +
 * softplus(-2 * x) - log(2)}, a log cosh.
 */
final class ExponentialDifferences {
    private static final double LOG_2 = Math.log(2);

    private final Rewriting rewriting;
    private final Exprs make;

    ExponentialDifferences(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
    }

    /** The sum rewritten, or null if nothing cancels. */
    @Nullable
    Expr of(Expr sum) {
        Linear terms = new Linear().plus(sum, 1);
        boolean any = false;
        for (Expr term : List.copyOf(terms.terms.keySet())) {
            Double factor = terms.terms.get(term);
            if (factor != null) {
                any |= softplus(term, factor, terms) || product(term, factor, terms);
            }
        }
        return any ? terms.sum(make) : null;
    }

    /** softplus(x) is x/2 + log 2 + log cosh(x/2), which is small where the rest of the sum takes the constant. */
    private boolean softplus(Expr term, double factor, Linear terms) {
        Expr node = rewriting.seen(term);
        if (node.op() != Sigmoids.SOFTPLUS) {
            return false;
        }
        Expr half = make.apply(Arithmetic.MUL, make.number(0.5), node.operand(0));
        Linear with = new Linear().plus(terms, 1).plus(node.operand(0), 0.5 * factor);
        double constant = terms.constant + factor * LOG_2;
        if (with.terms.size() >= terms.terms.size() || Math.abs(constant) > Math.ulp(factor)) {
            return false;
        }
        terms.plus(node.operand(0), 0.5 * factor).plusTerm(term, -factor);
        terms.plusTerm(make.apply(Hyperbolic.LOG_COSH, half), factor).constant = 0;
        return true;
    }

    private boolean product(Expr term, double factor, Linear terms) {
        for (int k = 0; k < 2 && term.op() == Arithmetic.MUL; k++) {
            Expr power = rewriting.seen(term.operand(k));
            Expr weight = term.operand(1 - k);
            if (power.op() == Exponentials.EXP && terms.terms.getOrDefault(weight, 0.0) == -factor) {
                Expr less = rewriting.improve(make.apply(Exponentials.EXPM1, power.operand(0)));
                terms.plusTerm(term, -factor).plusTerm(weight, factor);
                terms.plusTerm(make.apply(Arithmetic.MUL, weight, less), factor);
                return true;
            }
        }
        return false;
    }
}

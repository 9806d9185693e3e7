package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Roots;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.op.Trigonometric;
import org.jspecify.annotations.Nullable;

/** Differences that cancel, by their factors. */
final class Cancellations {
    private final Rewriting rewriting;
    private final Exprs make;
    private final OnePlus powers;

    Cancellations(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.powers = new OnePlus(rewriting);
        this.make = rewriting.make();
    }

    /** The difference by its factors, with the derivative of what was written; null where it does not cancel so. */
    @Nullable
    Expr difference(Expr node) {
        Expr a = rewriting.seen(node.operand(0));
        Expr b = rewriting.seen(node.operand(1));
        Expr one = make.number(1);
        Expr less = b == one ? powers.lessOne(a) : a == one ? powers.lessOne(b) : null;
        if (less != null) {
            return b == one ? less : make.apply(Arithmetic.NEG, less);
        }
        if ((a.op() == Arithmetic.SQUARE || a.isNumber(1)) && (b.op() == Arithmetic.SQUARE || b.isNumber(1))) {
            Expr u = a.isNumber(1) ? one : a.operand(0);
            Expr v = b.isNumber(1) ? one : b.operand(0);
            Op known = rewriting.seen(v).op();
            if (known == Hyperbolic.TANH || (u == one && (known == Trigonometric.COS || known == Trigonometric.SIN))) {
                return null;
            }
            Expr product = make.apply(Arithmetic.MUL, less(u, v), make.apply(Arithmetic.ADD, u, v));
            return make.apply(Surrogates.SURROGATE, product, node);
        }
        if (a.op() == Roots.SQRT && b.isNumber(1)) {
            return rootLessOne(a, node);
        }
        Expr negative =
                a.isNumber(1) && b.op() == Roots.SQRT ? rootLessOne(b, make.apply(Arithmetic.SUB, b, one)) : null;
        return negative == null ? null : make.apply(Arithmetic.NEG, negative);
    }

    /** u - v without terms that both have. */
    private Expr less(Expr u, Expr v) {
        Linear of = new Linear().plus(rewriting.seen(u), 1);
        Linear difference = new Linear().plus(of, 1).plus(rewriting.seen(v), -1);
        boolean cancels = difference.terms.size() < of.terms.size() || (difference.constant == 0 && of.constant != 0);
        return cancels ? difference.sum(make) : make.apply(Arithmetic.SUB, u, v);
    }

    /** √(1 ± u) − 1 as ±u/(1 + √(1 ± u)), with the derivative of what was written; null for other roots. */
    private @Nullable Expr rootLessOne(Expr root, Expr difference) {
        Expr of = rewriting.seen(root.operand(0));
        Expr sum = of.op() == Surrogates.SURROGATE ? of.operand(1) : of;
        Expr one = make.number(1);
        boolean less = sum.op() == Arithmetic.SUB && sum.operand(0).isNumber(1);
        if (!less && !(sum.op() == Arithmetic.ADD && sum.operands().contains(one))) {
            return null;
        }
        Expr u = sum.operand(0).isNumber(1) ? sum.operand(1) : sum.operand(0);
        Expr quotient = make.apply(Quotients.DIV, u, make.apply(Arithmetic.ADD, one, root));
        return make.apply(Surrogates.SURROGATE, less ? make.apply(Arithmetic.NEG, quotient) : quotient, difference);
    }
}

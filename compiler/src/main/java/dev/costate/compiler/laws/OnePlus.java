package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Hyperbolas;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Roots;
import dev.costate.compiler.op.Surrogates;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Powers of 1 + v with a constant exponent, however they are written: as roots, reciprocals, products, by pow. */
final class OnePlus {
    private static final double THIRD = 1.0 / 3;

    private final Rewriting rewriting;
    private final Exprs make;

    OnePlus(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
    }

    /**
     * (1 + v)^exponent.
     *
     * @param everywhere whether that is so for v less than -1, too
     */
    record Power(Expr v, double exponent, boolean everywhere) {}

    /** What the node is a power of, or null. */
    @Nullable
    Power of(Expr node) {
        Factors factors = new Factors(rewriting);
        if (!factors.times(node, 1) || factors.constant() != 1) {
            return null;
        }
        Power all = null;
        for (Map.Entry<Expr, Integer> factor : factors.powers().entrySet()) {
            Power power = of(factor.getKey(), factor.getValue());
            if (power == null || (all != null && power.v != all.v)) {
                return null;
            }
            boolean everywhere = power.everywhere && (all == null || all.everywhere);
            all = new Power(power.v, power.exponent + (all == null ? 0 : all.exponent), everywhere);
        }
        return all;
    }

    /** What a power of a base is a power of, or null. */
    @Nullable
    Power of(Expr base, int exponent) {
        Op op = base.op();
        if (op == Roots.SQRT) {
            return ofSum(base.operand(0), 0.5 * exponent, true);
        } else if (op == Roots.CBRT) {
            return ofSum(base.operand(0), THIRD * exponent, false);
        } else if (op == Hyperbolas.ROOT1P_SQUARE) {
            return new Power(make.apply(Arithmetic.SQUARE, base.operand(0)), 0.5 * exponent, true);
        } else if (op == Powers.POW && base.operand(1).isNumber()) {
            return ofSum(base.operand(0), base.operand(1).number() * exponent, true);
        } else if (op == Powers.COMPOUND && base.operand(1).isNumber()) {
            return new Power(base.operand(0), base.operand(1).number() * exponent, true);
        }
        return ofSum(base, exponent, true);
    }

    private @Nullable Power ofSum(Expr named, double exponent, boolean everywhere) {
        Expr seen = rewriting.seen(named);
        Expr sum = seen.op() == Surrogates.SURROGATE ? rewriting.seen(seen.operand(1)) : seen;
        boolean less = sum.op() == Arithmetic.SUB;
        for (int k = 0; k < (less ? 1 : 2) && (less || sum.op() == Arithmetic.ADD); k++) {
            if (sum.operand(k).isNumber(1)) {
                Expr v = sum.operand(1 - k);
                return new Power(less ? make.apply(Arithmetic.NEG, v) : v, exponent, everywhere);
            }
        }
        return null;
    }

    /** The power less 1, where no other law says what that is; or null. */
    @Nullable
    Expr lessOne(Expr node) {
        boolean candidate = node.op() == Arithmetic.MUL
                || node.op() == Arithmetic.SQUARE
                || node.op() == Quotients.DIV
                || node.op() == Roots.CBRT;
        Power power = candidate ? of(node) : null;
        if (power == null || power.exponent == 1 || power.exponent == -1) {
            return null;
        }
        Expr less = make.apply(Powers.COMPOUNDM1, power.v, make.number(power.exponent));
        if (power.everywhere) {
            return less;
        }
        Expr written = make.apply(Arithmetic.SUB, node, make.number(1));
        Expr inside = make.apply(Comparisons.LE, make.number(-1), power.v);
        return make.apply(Surrogates.SURROGATE, make.choose(inside, less, written), written);
    }
}

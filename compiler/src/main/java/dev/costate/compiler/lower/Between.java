package dev.costate.compiler.lower;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SUB;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Sigmoids;
import dev.costate.compiler.op.Surrogates;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A number above a, below b, or between them, made of its free number u. A computed bound may be infinite, and so none.
 */
final class Between {
    private final Exprs make;
    private final @Nullable Expr a;
    private final @Nullable Expr b;
    private final Expr u;
    private final boolean moves;
    /** Whether there is no lower bound after all; null if that is known. */
    private final @Nullable Expr noLower;

    private final @Nullable Expr noUpper;

    /**
     * @param a the lower bound, or null
     * @param b the upper bound, or null
     * @param u the free number
     * @param moves whether params are in a bound
     */
    Between(Exprs make, @Nullable Expr a, @Nullable Expr b, Expr u, boolean moves) {
        this.make = make;
        this.a = a;
        this.b = b;
        this.u = u;
        this.moves = moves;
        this.noLower = is(a, Double.NEGATIVE_INFINITY);
        this.noUpper = is(b, Double.POSITIVE_INFINITY);
    }

    private @Nullable Expr is(@Nullable Expr bound, double infinity) {
        return bound == null || bound.isNumber() ? null : apply(Comparisons.EQ, bound, make.number(infinity));
    }

    private Expr apply(Op op, Expr... operands) {
        return make.apply(op, operands);
    }

    private Expr exp(Expr x) {
        return apply(Exponentials.EXP, x);
    }

    /** The number. */
    Expr value() {
        if (a == null || b == null) {
            return ofOne();
        } else if (isSigmoid()) {
            return apply(Sigmoids.SIGMOID, u);
        } else if (isTanh()) {
            return apply(Hyperbolic.TANH, apply(MUL, make.number(0.5), u));
        }
        return unlessUnbounded(ofBoth(a, b), rest(a, b));
    }

    /** With one bound. */
    private Expr ofOne() {
        Expr bound = a == null ? b : a;
        Expr none = a == null ? noUpper : noLower;
        if (bound == null) {
            return u;
        }
        Expr value = apply(a == null ? SUB : ADD, bound, exp(u));
        return none == null ? value : make.choose(none, u, value);
    }

    /** From the nearer end, so that the distance to it keeps its digits. */
    private Expr ofBoth(Expr least, Expr most) {
        Expr width = apply(SUB, most, least);
        Expr share = apply(MUL, width, apply(Sigmoids.SIGMOID, u));
        Expr fromUpper = apply(SUB, most, apply(MUL, width, apply(Sigmoids.SIGMOID, apply(NEG, u))));
        Expr isUpper = apply(Comparisons.LT, make.number(0), u);
        Expr value = make.choose(isUpper, fromUpper, apply(ADD, least, share));
        if (moves) {
            return value;
        }
        // Where bounds do not move, the derivative needs no cases.
        return apply(Surrogates.SURROGATE, value, share);
    }

    /** Where one of two bounds is none, or both. */
    private Expr rest(Expr least, Expr most) {
        Expr above = apply(ADD, least, exp(u));
        Expr below = apply(SUB, most, exp(u));
        if (noLower == null || noUpper == null) {
            return noLower == null ? above : below;
        }
        return make.choose(noLower, make.choose(noUpper, u, below), above);
    }

    /** One choice, as nearly always both are there: a bound is none where the width is infinite. */
    private Expr unlessUnbounded(Expr both, Expr rest) {
        Expr unbounded = noLower == null && noUpper == null ? null : is(width(), Double.POSITIVE_INFINITY);
        return unbounded == null ? both : make.choose(unbounded, rest, both);
    }

    private Expr width() {
        return apply(SUB, Objects.requireNonNull(b), Objects.requireNonNull(a));
    }

    /** The logarithm of the derivative by the free number. */
    Expr logOfSlope() {
        if (a == null || b == null) {
            Expr none = a == null ? noUpper : noLower;
            Expr log = a == b ? make.number(0) : u;
            return none == null ? log : make.choose(none, make.number(0), log);
        }
        // softplus(u) + softplus(-u) = 2 softplus(u) - u
        Expr log = apply(SUB, u, apply(MUL, make.number(2), apply(Sigmoids.SOFTPLUS, u)));
        Expr rest = noLower == null || noUpper == null
                ? u
                : make.choose(noLower, make.choose(noUpper, make.number(0), u), u);
        return unlessUnbounded(apply(ADD, apply(Logarithms.LOG, width()), log), rest);
    }

    /**
     * How far it is above its lower bound or below its upper one, with all digits where it is that bound to the last
     * digit.
     *
     * @param above whether above the lower one, which is there then; else the upper one is
     * @param natural the number itself
     * @return null where laws of stability know the difference as it is
     */
    @Nullable
    Expr distance(boolean above, Expr natural) {
        Expr distance = exp(u);
        if (a != null && b != null) {
            if (isSigmoid() || isTanh()) {
                return null;
            }
            Expr part = apply(Sigmoids.SIGMOID, above ? u : apply(NEG, u));
            Expr none = above ? noUpper : noLower;
            Expr both = apply(MUL, apply(SUB, b, a), part);
            distance = none == null ? both : make.choose(none, distance, both);
        }
        Expr bound = Objects.requireNonNull(above ? a : b);
        Expr none = above ? noLower : noUpper;
        Expr difference = above ? apply(SUB, natural, bound) : apply(SUB, bound, natural);
        return none == null ? distance : make.choose(none, difference, distance);
    }

    private boolean isSigmoid() {
        return a != null && a.isNumber(0) && b != null && b.isNumber(1);
    }

    private boolean isTanh() {
        return a != null && a.isNumber(-1) && b != null && b.isNumber(1);
    }
}

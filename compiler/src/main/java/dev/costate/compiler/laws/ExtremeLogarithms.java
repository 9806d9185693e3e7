package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.LogExponentials;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.RemovableSingularities;
import dev.costate.compiler.op.Surrogates;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logarithms of products, powers and complements that are too near 0 or 1 for a number, where laws know parts. */
final class ExtremeLogarithms {
    private final Rewriting rewriting;
    private final Exprs make;
    private final ValueBounds bounds;
    /** The terms of sums that have been made of logarithms of products. */
    private final IdentityHashMap<Expr, Linear> ofProducts = new IdentityHashMap<>();

    ExtremeLogarithms(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
        this.bounds = new ValueBounds(rewriting);
    }

    /** The logarithm, or null for any other expression. */
    @Nullable
    Expr logarithm(Expr of) {
        boolean scaled = of.op() == Arithmetic.MUL && of.operands().stream().anyMatch(Expr::isNumber);
        Expr product = scaled ? null : ofProduct(of);
        if (product != null) {
            return product;
        }
        Expr complement = ofComplement(of);
        return complement == null ? ofPowerComplement(of) : complement;
    }

    /**
     * A sum of logarithms where a factor has one that a law knows, and is such that it may leave the range of numbers.
     */
    @Nullable
    Expr ofProduct(Expr of) {
        boolean product = of.op() == Arithmetic.MUL || of.op() == Quotients.DIV || of.op() == Arithmetic.SQUARE;
        Factors factors = new Factors(rewriting);
        if (!product || !factors.times(of, 1)) {
            return null;
        }
        Factors rest = new Factors(rewriting);
        rest.times(make.number(factors.constant()), 1);
        Linear sum = new Linear();
        boolean any = false;
        for (Map.Entry<Expr, Integer> power : factors.powers().entrySet()) {
            Expr base = power.getKey();
            Expr logarithm = isExtreme(base) ? byLaw(base) : null;
            if (logarithm == null) {
                rest.times(base, power.getValue());
            } else {
                sum.plus(logarithm, power.getValue());
                // A law knows the logarithm of a product with an exponential.
                any |= base.op() != Exponentials.EXP || !of.operands().contains(base);
            }
        }
        if (!any) {
            return null;
        }
        Linear logarithms = sum.plus(logarithmOf(rest.product()), 1);
        Expr made = logarithms.sum(make);
        ofProducts.put(made, logarithms);
        return made;
    }

    /**
     * A number times the logarithm of a product that has become a sum: times each of its terms, so that 0 times the
     * logarithm of 0 is 0 as it is without the sum. Null for any other product.
     */
    @Nullable
    Expr times(Expr x, Expr logarithm) {
        Linear terms = ofProducts.get(logarithm);
        if (terms == null || x.isNumber()) {
            return null;
        }
        Linear products = new Linear().plus(x, terms.constant);
        terms.terms.forEach(
                (term, factor) -> products.plusTerm(rewriting.improve(make.apply(Arithmetic.MUL, x, term)), factor));
        return products.sum(make);
    }

    private boolean isExtreme(Expr base) {
        boolean sum = base.op() == Arithmetic.ADD && bounds.isNonNegative(base);
        return sum || bounds.isExtreme(base);
    }

    private Expr logarithmOf(Expr of) {
        return rewriting.improve(make.apply(Logarithms.LOG, of));
    }

    private @Nullable Expr byLaw(Expr of) {
        Expr plain = make.apply(Logarithms.LOG, of);
        Expr logarithm = rewriting.improve(plain);
        return logarithm == plain ? null : logarithm;
    }

    /**
     * The logarithm of 1 - p q for shares p and q: of (1 - p) + p (1 - q) where that is small. Also where 1 - q is an
     * exponential.
     */
    private @Nullable Expr ofComplement(Expr of) {
        Expr written = of.op() == Surrogates.SURROGATE ? of.operand(1) : of;
        Expr one = make.number(1);
        if (written.op() == Arithmetic.SUB && written.operand(0) == one) {
            Expr product = rewriting.seen(written.operand(1));
            return product.op() == Arithmetic.SQUARE
                    ? ofComplement(product, product.operand(0), complement(product.operand(0)))
                    : product.op() == Arithmetic.MUL ? ofComplementOfTwo(product) : null;
        }
        Expr other = written.op() != Arithmetic.ADD
                ? one
                : rewriting.seen(written.operand(written.operand(0) == one ? 1 : 0));
        for (int k = 0;
                k < 2 && other.op() == Arithmetic.MUL && written.operands().contains(one);
                k++) {
            Expr rest = rewriting.seen(other.operand(k));
            if (rest.op() == Exponentials.EXPM1) {
                Expr minus = make.apply(Arithmetic.NEG, other);
                return ofComplement(minus, other.operand(1 - k), make.apply(Exponentials.EXP, rest.operand(0)));
            }
        }
        return null;
    }

    private @Nullable Expr ofComplementOfTwo(Expr product) {
        Expr second = complement(product.operand(1));
        return second == null ? null : ofComplement(product, product.operand(0), second);
    }

    /** The logarithm of 1 - p q by p and 1 - q. */
    private @Nullable Expr ofComplement(Expr product, Expr p, @Nullable Expr withoutQ) {
        Expr withoutP = withoutQ == null ? null : complement(p);
        if (withoutP == null || withoutQ == null) {
            return null;
        }
        Expr near = make.apply(Logarithms.LOG1P, make.apply(Arithmetic.NEG, product));
        Expr sum = make.apply(Arithmetic.ADD, withoutP, rewriting.improve(make.apply(Arithmetic.MUL, p, withoutQ)));
        return make.choose(make.apply(Comparisons.LT, product, make.number(0.5)), near, logarithmOf(sum));
    }

    /** 1 - p for a share p, where a law knows it; or null. */
    private @Nullable Expr complement(Expr p) {
        Expr plain = make.apply(Arithmetic.SUB, make.number(1), p);
        Expr complement = bounds.isShare(p) ? rewriting.improve(plain) : plain;
        return complement == plain || complement.op() == Surrogates.SURROGATE ? null : complement;
    }

    /** log(1 - xʸ) by y log(x), where x is not negative. */
    private @Nullable Expr ofPowerComplement(Expr of) {
        Expr power = of.op() == Arithmetic.NEG ? rewriting.seen(of.operand(0)) : of;
        boolean compound = power.op() == Powers.COMPOUNDM1;
        if (power == of || (power.op() != Powers.POWM1 && !compound)) {
            return null;
        }
        Expr x = power.operand(0);
        Expr of1 = make.apply(compound ? Logarithms.LOG1P : Logarithms.LOG, x);
        Expr exponent = rewriting.improve(make.apply(Arithmetic.MUL, power.operand(1), rewriting.improve(of1)));
        return make.choose(
                make.apply(Comparisons.LE, make.number(compound ? -1 : 0), x),
                rewriting.improve(make.apply(LogExponentials.LOG1MEXP, exponent)),
                make.apply(Logarithms.LOG, of));
    }

    /** log(1 - exp(-e^u)) for small e^u, whose own logarithm is u. */
    @Nullable
    Expr ofDoubleExponential(Expr node) {
        Expr exponent = rewriting.seen(node.operand(0));
        Expr power = exponent.op() == Arithmetic.NEG ? rewriting.seen(exponent.operand(0)) : exponent;
        if (power == exponent || power.op() != Exponentials.EXP) {
            return null;
        }
        Expr u = power.operand(0);
        Expr ratio = make.apply(RemovableSingularities.EXPREL, exponent);
        return make.choose(
                make.apply(Comparisons.LT, u, make.number(0)), make.apply(Arithmetic.ADD, u, logarithmOf(ratio)), node);
    }
}

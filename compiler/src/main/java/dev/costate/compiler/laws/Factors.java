package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.op.Quotients;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A product as a constant and powers with whole exponents, quotients being powers with negative ones. */
final class Factors {
    /** Products of more nodes are left as they are: each part of them would be looked through again. */
    private static final int MOST = 100;

    /** Higher whole powers are no products. */
    private static final int HIGHEST = 16;

    private final Rewriting rewriting;
    private final Exprs make;
    private final Map<Expr, Integer> exponents = new LinkedHashMap<>();
    /** What a base is called where it was found. */
    private final Map<Expr, Expr> names = new LinkedHashMap<>();

    private double constant = 1;

    Factors(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
    }

    private record Open(Expr node, int exponent) {}

    /** Multiplies by a power of a node; whether there are few enough factors. */
    boolean times(Expr node, int exponent) {
        Deque<Open> open = new ArrayDeque<>(Set.of(new Open(node, exponent)));
        for (int nodes = 0; !open.isEmpty() && nodes < MOST; nodes++) {
            Open next = open.pop();
            Expr base = rewriting.seen(next.node);
            Op op = base.op();
            if (base.isNumber()) {
                constant *= power(base.number(), next.exponent);
            } else if (op == Arithmetic.MUL || op == Quotients.DIV) {
                open.push(new Open(base.operand(1), op == Arithmetic.MUL ? next.exponent : -next.exponent));
                open.push(new Open(base.operand(0), next.exponent));
            } else if (op == Arithmetic.SQUARE) {
                open.push(new Open(base.operand(0), 2 * next.exponent));
            } else if (op == Powers.POW && isSmallWhole(base.operand(1))) {
                open.push(new Open(base.operand(0), ((int) base.operand(1).number()) * next.exponent));
            } else if (op == Arithmetic.NEG) {
                constant *= next.exponent % 2 == 0 ? 1 : -1;
                open.push(new Open(base.operand(0), next.exponent));
            } else {
                plusPower(base, next.node, next.exponent);
            }
        }
        return open.isEmpty();
    }

    /** Of a difference and its opposite, one is the base of the powers of both. */
    private void plusPower(Expr base, Expr name, int exponent) {
        Expr opposite = base.op() == Arithmetic.SUB ? make.apply(Arithmetic.NEG, base) : base;
        boolean flipped = opposite.id() < base.id();
        constant *= flipped && exponent % 2 != 0 ? -1 : 1;
        exponents.merge(flipped ? opposite : base, exponent, Integer::sum);
        names.putIfAbsent(flipped ? opposite : base, flipped ? opposite : name);
    }

    Factors negated() {
        constant = -constant;
        return this;
    }

    private static boolean isSmallWhole(Expr exponent) {
        return exponent.isNumber()
                && exponent.number() == Math.rint(exponent.number())
                && Math.abs(exponent.number()) <= HIGHEST;
    }

    /** Multiplies by a power of another product. */
    void times(Factors other, int exponent) {
        constant *= power(other.constant, exponent);
        other.exponents.forEach((base, own) -> exponents.merge(base, own * exponent, Integer::sum));
        names.putAll(other.names);
    }

    /**
     * The product with a power of something else in the place of that of a base; null where there are too many factors.
     */
    @Nullable
    Factors with(Expr base, Expr other, int exponent) {
        Factors product = new Factors(rewriting);
        product.times(this, 1);
        product.exponents.remove(base);
        return product.times(other, exponent) ? product : null;
    }

    /** Its powers, without those that are 1. */
    Map<Expr, Integer> powers() {
        Map<Expr, Integer> powers = new LinkedHashMap<>(exponents);
        powers.values().removeIf(e -> e == 0);
        return powers;
    }

    /** Whether it is 1, but for rounding. */
    boolean isOne() {
        return Math.abs(constant - 1) < 4 * Math.ulp(1.0)
                && exponents.values().stream().allMatch(e -> e == 0);
    }

    private static double power(double x, int exponent) {
        double product = 1;
        for (int k = 0; k < Math.abs(exponent); k++) {
            product *= x;
        }
        return exponent < 0 ? 1 / product : product;
    }

    double constant() {
        return constant;
    }

    Set<Expr> bases() {
        return exponents.keySet();
    }

    int exponent(Expr base) {
        return exponents.getOrDefault(base, 0);
    }

    /** Whether one of these powers is the inverse of what the others have, as a whole or in part. */
    boolean cancels(Factors others) {
        for (Map.Entry<Expr, Integer> power : exponents.entrySet()) {
            int other = others.exponent(power.getKey());
            int own = power.getValue();
            if (other < 0 != own < 0 && other != 0 && Math.abs(other) >= Math.abs(own)) {
                return true;
            }
        }
        return false;
    }

    Expr product() {
        Expr above = make.number(1);
        Expr below = make.number(1);
        double scale = constant;
        for (Map.Entry<Expr, Integer> power : exponents.entrySet()) {
            Expr base = names.getOrDefault(power.getKey(), power.getKey());
            if (scale < 0 && base.op() == Arithmetic.SUB && power.getValue() % 2 != 0) {
                base = make.apply(Arithmetic.NEG, base);
                scale = -scale;
            }
            Expr factor = power(base, Math.abs(power.getValue()));
            if (power.getValue() > 0) {
                above = make.apply(Arithmetic.MUL, above, factor);
            } else {
                below = make.apply(Arithmetic.MUL, below, factor);
            }
        }
        Expr product = make.apply(Arithmetic.MUL, make.number(scale), above);
        return below.isNumber(1) ? product : make.apply(Quotients.DIV, product, below);
    }

    private Expr power(Expr base, int exponent) {
        Expr product = make.number(1);
        for (int k = 0; k + 1 < exponent; k += 2) {
            product = make.apply(Arithmetic.MUL, product, make.apply(Arithmetic.SQUARE, base));
        }
        return exponent % 2 == 0 ? product : make.apply(Arithmetic.MUL, base, product);
    }
}

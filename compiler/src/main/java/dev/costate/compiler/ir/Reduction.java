package dev.costate.compiler.ir;

import dev.costate.compiler.source.CompilerBug;
import java.util.Locale;

/** How an equation combines the values that fall on one element of its target. */
public enum Reduction {
    /** Exactly one value falls on each element. */
    SET("=", Double.NaN),
    SUM("+=", 0),
    PROD("*=", 1),
    MAX("max=", Double.NEGATIVE_INFINITY),
    MIN("min=", Double.POSITIVE_INFINITY),
    /** Of sets, which are empty at first. */
    UNION("union=", Double.NaN);

    private final String symbol;
    private final double identity;

    Reduction(String symbol, double identity) {
        this.symbol = symbol;
        this.identity = identity;
    }

    public String symbol() {
        return symbol;
    }

    /** The word for the reduction of an expression over an index. */
    String binder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value over an empty range; nothing for {@link #SET} and {@link #UNION}. */
    public double identity() {
        return identity;
    }

    /** This reduction of two values; the second for {@link #SET}. NaN in either gives NaN. */
    public double combine(double a, double b) {
        return switch (this) {
            case SET -> b;
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case UNION -> throw new CompilerBug("reduction", "a union of numbers");
        };
    }
}

package dev.costate.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The Taylor remainder test: if g is the derivative of f at 0, what is left of f(h) − f(0) − h g falls by 4 when h is
 * halved, and by 2 if g is wrong. It needs no tolerance, which a comparison with differences does: where these are
 * inexact, it tells all the same. It takes g to be wrong where the last four halvings before rounding takes over are
 * between 2^0.75 and 2^1.25: next to a kink the last falls faster than that, what is left of rounding does not fall,
 * and steps that change no value tell nothing.
 */
final class RemainderTest {
    private static final int FIRST = 4;
    private static final int LAST = 30;
    private static final int TOLD = 4;

    private final List<Double> slopes = new ArrayList<>();
    private int evaluations;

    /**
     * Halves steps.
     *
     * @param scale the unit of the steps
     */
    RemainderTest(DoubleUnaryOperator f, double g, double scale) {
        double value = f.applyAsDouble(0);
        double before = Double.NaN;
        evaluations = 1;
        for (int k = FIRST; k <= LAST; k++) {
            double h = scale * Math.scalb(1.0, -k);
            double moved = f.applyAsDouble(h);
            evaluations++;
            double left = Math.abs(moved - value - h * g);
            double rounding = 1000 * Math.ulp(1.0) * (Math.abs(value) + Math.abs(moved) + Math.abs(h * g));
            boolean unresolved = moved == value && g != 0;
            if (left <= rounding || unresolved) {
                return;
            }
            if (left < Double.POSITIVE_INFINITY && !Double.isNaN(before)) {
                slopes.add(Math.log(before / left) / Math.log(2));
            }
            before = left < Double.POSITIVE_INFINITY ? left : Double.NaN;
        }
    }

    int evaluations() {
        return evaluations;
    }

    /** Whether what is left falls as if the derivative were wrong. */
    boolean failed() {
        return slopes.size() >= TOLD
                && slopes.subList(slopes.size() - TOLD, slopes.size()).stream()
                        .allMatch(slope -> Math.abs(slope - 1) <= 0.25);
    }
}

package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Reporter;

/** What is too large for a Java array whatever sizes are given. */
public final class ArrayLimits {
    private ArrayLimits() {}

    /** Whether an integer is no constant or one that fits a Java {@code int}. */
    static boolean isInt(Poly integer) {
        return !integer.isConstant() || Math.abs(integer.constant().getAsLong()) <= Integer.MAX_VALUE;
    }

    /** Reports a declared tensor whose constant axes alone multiply to more than an array holds. */
    public static void check(Reporter reporter, Tensor tensor) {
        long entries = 1;
        for (Poly axis : tensor.shape()) {
            if (axis.isConstant()) {
                entries *= axis.constant().getAsLong();
                if (entries > Integer.MAX_VALUE) {
                    reporter.report(SizeMessages.tooLarge(tensor));
                    return;
                }
            }
        }
    }
}

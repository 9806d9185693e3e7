package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is too large for a Java array whatever sizes are given. */
public final class ArrayLimits {
    private ArrayLimits() {}

    /** Whether an integer is no constant or one that fits a Java {@code int}. */
    static boolean isInt(Poly integer) {
        return !integer.isConstant() || Math.abs(integer.constant().getAsLong()) <= Integer.MAX_VALUE;
    }

    /** Reports an integer that does not fit. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // null, of whatever type
    static <T> @Nullable T tooLarge(Reporter reporter, Span span, String what, Poly integer) {
        return reporter.report(
                DiagnosticCode.LARGE_SIZE,
                span,
                what + " is " + integer + ", and an array has at most " + Integer.MAX_VALUE + " entries");
    }

    /** Reports a declared tensor whose constant axes alone multiply to more than an array holds. */
    public static void check(Reporter reporter, Tensor tensor) {
        long entries = 1;
        for (Poly axis : tensor.shape()) {
            if (axis.isConstant()) {
                entries *= axis.constant().getAsLong();
                if (entries > Integer.MAX_VALUE) {
                    reporter.report(
                            DiagnosticCode.LARGE_SIZE,
                            Objects.requireNonNull(tensor.span()), // what is declared has a place
                            "`" + tensor.name() + "` of shape " + tensor.shape() + " has more entries than the "
                                    + Integer.MAX_VALUE + " that an array has at most");
                    return;
                }
            }
        }
    }
}

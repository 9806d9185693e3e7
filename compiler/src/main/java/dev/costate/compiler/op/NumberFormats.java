package dev.costate.compiler.op;

import static dev.costate.compiler.op.OpDefinition.prefix;
import static dev.costate.compiler.op.OpDefinition.unary;

import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.BFloat16;
import dev.costate.runtime.Float16;

/** Conversions between formats of numbers, for models that are not computed in {@code double} throughout. */
public final class NumberFormats {
    /** The nearest {@code float}; in derivatives it is the number itself. */
    public static final Op FLOAT = rounding(prefix("float", "(float) ", x -> (float) x));

    private static final Op BFLOAT16 = rounding(unary("bfloat16", x -> BFloat16.round((float) x), "BFloat16.round"));

    private static final Op FLOAT16 = rounding(unary("float16", x -> Float16.round((float) x), "Float16.round"));

    private NumberFormats() {}

    /** What rounds to 16 bits. */
    public static Op rounding(HalfFormat format) {
        return switch (format) {
            case BFLOAT16 -> BFLOAT16;
            case FLOAT16 -> FLOAT16;
        };
    }

    /** Whether an operation gives a {@code float}, whatever its operand is. */
    public static boolean isRounding(Op op) {
        return op == FLOAT || op == BFLOAT16 || op == FLOAT16;
    }

    /** By how much what such an operation gives is off at most, relative to it; of other operations 0. */
    public static double roundoff(Op op) {
        for (HalfFormat format : HalfFormat.values()) {
            if (op == rounding(format)) {
                return format.roundoff();
            }
        }
        return op == FLOAT ? 0x1p-24 : 0;
    }

    private static Op rounding(OpDefinition definition) {
        return definition
                .derivative((x, result, make) -> make.number(1))
                .rounding((rounded, x) -> rounded - x[0])
                .neverSaturates()
                .cost(1)
                .uncatalogued();
    }
}

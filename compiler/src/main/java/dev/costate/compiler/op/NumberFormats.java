package dev.costate.compiler.op;

import static dev.costate.compiler.op.OpDefinition.prefix;

import dev.costate.compiler.ir.Op;

/** Conversions between formats of numbers, for models that are not computed in {@code double} throughout. */
public final class NumberFormats {
    /** The nearest {@code float}; in derivatives it is the number itself. */
    public static final Op FLOAT = prefix("float", "(float) ", x -> (float) x)
            .derivative((x, result, make) -> make.number(1))
            .neverSaturates()
            .cost(1)
            .uncatalogued();

    private NumberFormats() {}
}

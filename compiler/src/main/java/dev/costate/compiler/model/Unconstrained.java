package dev.costate.compiler.model;

import dev.costate.compiler.ir.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A model over free numbers: its params are those, and what were params are quantities made of them.
 *
 * <p>Its first outputs are {@link #CONSTRAIN}, all natural values, and {@link #LOG_JACOBIAN}. The logarithm of the
 * Jacobian is added to {@link #output} if {@link #WITH_LOG_JACOBIAN}, a number of its data, is not 0.
 *
 * @param output the scalar of the original model that is derived, or null
 */
public record Unconstrained(@Nullable Tensor output, Model model) {
    /** The natural values of all params, one after the other. */
    public static final String CONSTRAIN = "constrain";

    public static final String LOG_JACOBIAN = "logJacobian";

    public static final String WITH_LOG_JACOBIAN = "withLogJacobian";
}

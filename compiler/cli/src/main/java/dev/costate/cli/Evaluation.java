package dev.costate.cli;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.runtime.SparsePattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation gives.
 *
 * @param outputs the elements of each output
 * @param derivatives the result of each derivative that was asked for, as the generated class lays it out
 * @param patterns which entries the sparse ones among them are
 * @param outside what is said of a param outside of its domain, or null
 */
record Evaluation(
        Map<Tensor, double[]> outputs,
        Map<Derivative, double[]> derivatives,
        Map<Derivative, SparsePattern> patterns,
        @Nullable String outside) {
    /** Of params that are where they live. */
    Evaluation(
            Map<Tensor, double[]> outputs,
            Map<Derivative, double[]> derivatives,
            Map<Derivative, SparsePattern> patterns) {
        this(outputs, derivatives, patterns, null);
    }
}

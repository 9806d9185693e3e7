package dev.costate.cli;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.runtime.SparsePattern;
import java.util.Map;

/**
 * What an evaluation gives.
 *
 * @param outputs the elements of each output
 * @param derivatives the result of each derivative that was asked for, as the generated class lays it out
 * @param patterns which entries the sparse ones among them are
 */
record Evaluation(
        Map<Tensor, double[]> outputs,
        Map<Derivative, double[]> derivatives,
        Map<Derivative, SparsePattern> patterns) {}

package dev.costate.cli;

import dev.costate.compiler.check.Model.Derivative;
import dev.costate.compiler.ir.Tensor;
import java.util.Map;

/**
 * What an evaluation gives.
 *
 * @param outputs the elements of each output
 * @param gradients for each gradient that was asked for, the elements of the derivative by each input
 */
record Evaluation(Map<Tensor, double[]> outputs, Map<Derivative, Map<Tensor, double[]>> gradients) {}

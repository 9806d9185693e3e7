package dev.costate.cli;

import dev.costate.compiler.check.Model.Derivative;
import dev.costate.compiler.ir.Tensor;
import java.util.Map;

/**
 * What an evaluation gives.
 *
 * @param outputs the elements of each output
 * @param derivatives the result of each derivative that was asked for, as the generated class lays it out
 */
record Evaluation(Map<Tensor, double[]> outputs, Map<Derivative, double[]> derivatives) {}

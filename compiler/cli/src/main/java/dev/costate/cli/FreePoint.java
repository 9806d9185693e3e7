package dev.costate.cli;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model.Derivative;
import java.util.Map;

/**
 * What an evaluation gives for params that were given by their free numbers.
 *
 * @param natural the values of each param
 * @param derivatives gradients and Hessians by the free numbers, with the logarithm of the Jacobian added to the output
 */
record FreePoint(Map<Tensor, double[]> natural, double logJacobian, Map<Derivative, double[]> derivatives) {}

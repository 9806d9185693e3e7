/**
 * A tool of GradBench. {@link dev.costate.samples.gradbench.GradBench} reads messages and times; an
 * {@link dev.costate.samples.gradbench.Eval} binds the inputs of one module to its model and says in which form
 * results are expected. What is computed is in the models.
 */
package dev.costate.samples.gradbench;

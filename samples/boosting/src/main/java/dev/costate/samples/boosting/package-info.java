/**
 * Objectives for gradient boosting: the loss is a {@code .model} file, its gradient and curvature come from the
 * compiler.
 */
package dev.costate.samples.boosting;

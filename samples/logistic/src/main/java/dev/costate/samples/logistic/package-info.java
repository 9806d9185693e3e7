/** Logistic regression on real data: the model is a {@code .model} file, its gradient comes from the compiler. */
package dev.costate.samples.logistic;

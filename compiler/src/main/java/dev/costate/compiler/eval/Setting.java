package dev.costate.compiler.eval;

/**
 * How inputs are meant beyond their numbers.
 *
 * @param free whether params are given by their free numbers
 * @param seed that of the noise
 */
record Setting(boolean free, long seed) {}

package dev.costate.samples.gradbench;

import java.util.function.Supplier;

/**
 * A function at one input.
 *
 * @param run computes, and is what is timed
 * @param output the output of the last run, made of numbers, arrays, lists and maps
 */
record Workload(Runnable run, Supplier<Object> output) {}

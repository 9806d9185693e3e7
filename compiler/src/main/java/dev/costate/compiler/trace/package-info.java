/**
 * Programs evaluated number by number, each with what it was computed from and how it depends on that: a tape. From it
 * comes where digits are lost, and where a NaN began. In comes what the compiler differentiates, so that what is told
 * is told of the formulas that generated classes compute; slower than those by far.
 */
@NullMarked
package dev.costate.compiler.trace;

import org.jspecify.annotations.NullMarked;

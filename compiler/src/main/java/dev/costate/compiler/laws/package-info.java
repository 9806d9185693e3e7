/**
 * Laws of stability that no pattern says: sums of any length, shares in them, norms, what cancels. In comes an
 * operation whose operands are in their final form, out goes an expression that is equal as mathematics and keeps its
 * digits, or nothing. What such a law is about is decided here, so that the pass that applies it knows no particular
 * operation.
 */
@NullMarked
package dev.costate.compiler.laws;

import org.jspecify.annotations.NullMarked;

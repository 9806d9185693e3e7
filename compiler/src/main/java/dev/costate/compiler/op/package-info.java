/** The elementary operations: one room each, and {@link dev.costate.compiler.op.Ops}, the catalogue. */
@NullMarked
package dev.costate.compiler.op;

import org.jspecify.annotations.NullMarked;

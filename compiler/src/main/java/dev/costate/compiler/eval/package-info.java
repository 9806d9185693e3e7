/** The reference meaning of a checked model, for tests and {@code costate eval --interpret}. */
@NullMarked
package dev.costate.compiler.eval;

import org.jspecify.annotations.NullMarked;

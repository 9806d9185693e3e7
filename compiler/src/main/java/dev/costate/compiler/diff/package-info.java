/** Derivatives of programs, which are programs again. */
@NullMarked
package dev.costate.compiler.diff;

import org.jspecify.annotations.NullMarked;

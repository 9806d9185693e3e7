/**
 * Passes from a program to an equal, better one. In come equations, out go equations with the same values, to rounding.
 * Here it is decided which laws of stability apply where, which arrays become scalars, and what is computed once, for
 * another or not at all.
 */
@NullMarked
package dev.costate.compiler.rewrite;

import org.jspecify.annotations.NullMarked;

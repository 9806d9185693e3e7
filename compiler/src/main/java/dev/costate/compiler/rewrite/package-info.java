/** Passes from a program to an equal, better one. */
@NullMarked
package dev.costate.compiler.rewrite;

import org.jspecify.annotations.NullMarked;

/** From the checked model to a program, and from reductions within expressions to equations. */
@NullMarked
package dev.costate.compiler.lower;

import org.jspecify.annotations.NullMarked;

/**
 * From the checked model to a flat program. In comes a model, out go equations in which no reduction stands within an
 * expression and no element is read before it is written. Here it is decided what gets an equation of its own, what is
 * inlined, and under which condition what may fail is evaluated.
 */
@NullMarked
package dev.costate.compiler.lower;

import org.jspecify.annotations.NullMarked;

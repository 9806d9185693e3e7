/**
 * Expressions, functions, equations and derive clauses. In come the symbols of a file and what is known of its sizes,
 * out goes the checked model. Here it is decided what kind each expression is of, what a function is for the arguments
 * of a call, and in which order elements that need each other are computed.
 */
@NullMarked
package dev.costate.compiler.check;

import org.jspecify.annotations.NullMarked;

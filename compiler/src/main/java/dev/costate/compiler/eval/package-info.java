/**
 * The reference meaning of a checked model, for tests and {@code costate eval --interpret}. In come a model and data,
 * out go values, and derivatives as coefficients of power series. It walks the tree with exact integers and rules of
 * its own: nothing is shared with what it checks but the tree, the checked names, and the runtime's elementary
 * functions, which exact tables hold.
 */
@NullMarked
package dev.costate.compiler.eval;

import org.jspecify.annotations.NullMarked;

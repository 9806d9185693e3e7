/**
 * The reference meaning of a checked model, for tests and {@code costate eval --interpret}. In come a model and data,
 * out go values and derivatives by dual numbers. It walks the tree with exact integers and rules of its own: nothing is
 * shared with what it checks but the tree and the checked names.
 */
@NullMarked
package dev.costate.compiler.eval;

import org.jspecify.annotations.NullMarked;

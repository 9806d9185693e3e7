/**
 * Integers: sizes, ranges of indices and subscripts. In come symbols and the trees of expressions, out go polynomials,
 * shapes, ranges, and conditions as what is known of integers. Here it is decided what an index runs over, whether a
 * subscript is in range and whether the equations of an array define each of its elements once.
 */
@NullMarked
package dev.costate.compiler.sizes;

import org.jspecify.annotations.NullMarked;

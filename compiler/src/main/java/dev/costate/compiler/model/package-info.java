/**
 * The checked model: what {@code check} makes and all later stages read. Every name in it is resolved, every index has
 * its range, every integer is a polynomial in sizes and indices. It is data and their text: nothing is decided here.
 */
@NullMarked
package dev.costate.compiler.model;

import org.jspecify.annotations.NullMarked;

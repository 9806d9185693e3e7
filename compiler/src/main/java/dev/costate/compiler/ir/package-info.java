/**
 * The one intermediate form: interned scalar expressions in equations over index domains, and the integers in them. In
 * come nodes that passes make, out go the same nodes for equal ones, in their simplest form. Here it is decided when
 * two expressions or two integers are equal, and what is known of integers; the verifier holds every program against
 * the rules of the form.
 */
@NullMarked
package dev.costate.compiler.ir;

import org.jspecify.annotations.NullMarked;

/**
 * The elementary operations. In comes nothing but what {@link dev.costate.compiler.ir} is made of; out go operations,
 * a family of them in each file and each of them in one paragraph, and {@link dev.costate.compiler.op.Ops}, the
 * catalogue of all. What an operation is, its value, derivatives and laws, is decided here and nowhere else; laws that
 * no pattern says are beside it, in package {@code laws}.
 */
@NullMarked
package dev.costate.compiler.op;

import org.jspecify.annotations.NullMarked;

/**
 * Batches: loops over many independent iterations, such as observations, taken in blocks with the index of the batch
 * innermost. In come the loops of a unit, out go loops that the JIT makes vector instructions of, and calls of the
 * kernels of {@code runtime.Rows}.
 */
@NullMarked
package dev.costate.compiler.batch;

import org.jspecify.annotations.NullMarked;

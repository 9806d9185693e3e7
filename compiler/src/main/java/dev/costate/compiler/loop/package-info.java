/** The small loop language that the scheduler writes and the emitter prints. */
@NullMarked
package dev.costate.compiler.loop;

import org.jspecify.annotations.NullMarked;

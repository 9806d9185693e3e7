/** From equations to loops: which share loops, what is stored where, in which order. */
@NullMarked
package dev.costate.compiler.schedule;

import org.jspecify.annotations.NullMarked;

/**
 * The loop language: variables, places in memory, loops and statements, and passes over them. In come the units that
 * the scheduler wrote, out go units that do the same with fewer branches and copies, in methods that are not too long.
 * Here it is decided what a person should not have to read twice, and what the JIT takes at once.
 */
@NullMarked
package dev.costate.compiler.loop;

import org.jspecify.annotations.NullMarked;

/** The command {@code costate}; what it does is the compiler's. */
package dev.costate.cli;

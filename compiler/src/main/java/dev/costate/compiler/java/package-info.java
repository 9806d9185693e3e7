/**
 * Java as a tree: expressions that know how tightly they bind, statements, and a printer that breaks long lines. In
 * come trees that the emitter builds, out go blocks of code as JavaPoet takes them. Here it is decided where
 * parentheses stand and where a line ends, and nothing else.
 */
@NullMarked
package dev.costate.compiler.java;

import org.jspecify.annotations.NullMarked;

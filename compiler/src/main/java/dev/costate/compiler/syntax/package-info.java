/** The syntax tree, its parser and its printer. */
@NullMarked
package dev.costate.compiler.syntax;

import org.jspecify.annotations.NullMarked;

/**
 * The syntax tree. In comes text, out goes a tree whose declarations were parsed each on its own, so that one mistake
 * hides no other. Here it is decided what is a declaration, an expression or a comment, and how a tree reads as text;
 * what names mean is not.
 */
@NullMarked
package dev.costate.compiler.syntax;

import org.jspecify.annotations.NullMarked;

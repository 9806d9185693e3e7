/**
 * The canonical layout of model files. In comes the text of a file that has no syntax error, out goes the same model
 * laid out anew. Here it is decided where lines break, what is aligned and where spaces stand; comments stay where they
 * are.
 */
@NullMarked
package dev.costate.compiler.format;

import org.jspecify.annotations.NullMarked;

/**
 * Text and what is said about it. In come files and character positions, out go spans and diagnostics, which are data
 * and have a printer. Here it is decided what each code means and how a diagnostic looks; where libraries are found is
 * told by an interface that callers implement.
 */
@NullMarked
package dev.costate.compiler.source;

import org.jspecify.annotations.NullMarked;

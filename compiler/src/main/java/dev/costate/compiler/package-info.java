/**
 * The façade: from the text of a model to the text of a Java class. In come a file and options, out go Java files,
 * diagnostics, and each stage as text if asked for. Here it is decided which programs besides its own a model has.
 */
@NullMarked
package dev.costate.compiler;

import org.jspecify.annotations.NullMarked;

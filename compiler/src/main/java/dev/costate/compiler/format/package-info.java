/** The canonical layout of model files. */
@NullMarked
package dev.costate.compiler.format;

import org.jspecify.annotations.NullMarked;

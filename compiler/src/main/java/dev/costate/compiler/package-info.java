/** From the text of a model to the text of a Java class. */
@NullMarked
package dev.costate.compiler;

import org.jspecify.annotations.NullMarked;

/** From the text of a model to the text of a Java class. */
package dev.costate.compiler;

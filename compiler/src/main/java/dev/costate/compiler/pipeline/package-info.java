/**
 * From a checked model and its program to units of loops: in comes what was lowered, out go the loops that become
 * classes, and each stage as text if asked for. Here it is decided which passes run in which order, in which mode each
 * derivative is taken, and which units a model has.
 */
@NullMarked
package dev.costate.compiler.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * JUnit tests for models: a class for each model that holds its derivatives against its values, and the data that it
 * does that at. The class needs nothing but the runtime, JUnit 5 and the class of the model.
 */
@NullMarked
package dev.costate.compiler.junit;

import org.jspecify.annotations.NullMarked;

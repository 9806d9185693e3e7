package dev.costate.compiler.names;

import org.jspecify.annotations.Nullable;

/**
 * What a call calls: a declared function, or one of the language.
 *
 * @param symbol what is declared under the name, or null
 */
public record Callee(String name, @Nullable Symbol symbol) {}

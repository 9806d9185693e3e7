package dev.costate.compiler.eval;

import org.jspecify.annotations.Nullable;

/**
 * A function that a parameter stands for.
 *
 * @param declared its declaration, or null if it is one of the language
 */
record HandedFunction(String name, Declared.@Nullable Function declared) implements Env.Item {
    @Override
    public Value value() {
        throw new IllegalStateException("no number: " + name);
    }
}

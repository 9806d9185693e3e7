package dev.costate.compiler.loop;

/**
 * A local variable of type {@code double} or {@code boolean}. Compared by identity; {@code hint} is what the emitter
 * would like to call it.
 */
public final class Local {
    private final String hint;
    private final boolean condition;

    public Local(String hint, boolean condition) {
        this.hint = hint;
        this.condition = condition;
    }

    public String hint() {
        return hint;
    }

    public boolean condition() {
        return condition;
    }

    @Override
    public String toString() {
        return hint;
    }
}

package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Op;

/** A local variable. Compared by identity; {@code hint} is what the emitter would like to call it. */
public final class Local {
    private final String hint;
    private final Op.Kind kind;

    public Local(String hint, Op.Kind kind) {
        this.hint = hint;
        this.kind = kind;
    }

    public String hint() {
        return hint;
    }

    /** What it holds. */
    public Op.Kind kind() {
        return kind;
    }

    public boolean condition() {
        return kind == Op.Kind.CONDITION;
    }

    @Override
    public String toString() {
        return hint;
    }
}

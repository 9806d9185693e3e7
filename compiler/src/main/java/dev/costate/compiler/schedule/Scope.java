package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements of a block while they are written, and the values that are known in it. */
final class Scope {
    final @Nullable Scope parent;
    final List<Statement> out = new ArrayList<>();
    private final Map<Expr, Code> values = new HashMap<>();

    Scope(@Nullable Scope parent) {
        this.parent = parent;
    }

    /** The value of a node that has been computed here or further out, or null. */
    @Nullable
    Code value(Expr node) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Code code = scope.values.get(node);
            if (code != null) {
                return code;
            }
        }
        return null;
    }

    void define(Expr node, Code code) {
        values.put(node, code);
    }
}

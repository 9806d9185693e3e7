package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue of all operations, written by hand. */
public final class Ops {
    /** All operations, in the order of the language reference; those without a name in the language at the end. */
    public static final List<Op> ALL = List.of();

    private static final Map<String, Op> BY_NAME = new LinkedHashMap<>();

    static {
        ALL.forEach(op -> BY_NAME.put(op.name(), op));
    }

    private Ops() {}

    /** The function of this name in the language, or null. */
    public static @Nullable Op function(String name) {
        return BY_NAME.get(name);
    }
}

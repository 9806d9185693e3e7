package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Operations that belong together: one file, in which each is a constant and what is known of it is one paragraph.
 * Whatever the family makes of a paragraph is in it, in the order of the file, and so in the catalogue, {@link Ops}.
 *
 * <p>Rules name other operations in lambdas only, since those may be of families that are not loaded yet, or stand
 * further down in the file; the latter are named together with their class, as Java wants it.
 */
final class Family {
    private final List<DefinedOp> operations = new ArrayList<>();
    private final List<DefinedOp> functions = new ArrayList<>();

    /** Adds a function of the language. */
    Op function(OpDefinition definition) {
        DefinedOp op = add(definition);
        functions.add(op);
        return op;
    }

    /** Adds an operation that the language has no name for, but a symbol, or that only the compiler uses. */
    Op internal(OpDefinition definition) {
        return add(definition);
    }

    private DefinedOp add(OpDefinition definition) {
        DefinedOp op = new DefinedOp(definition);
        operations.add(op);
        return op;
    }

    List<DefinedOp> operations() {
        return Collections.unmodifiableList(operations);
    }

    /** Those of them that the language has a name for. */
    List<DefinedOp> functions() {
        return Collections.unmodifiableList(functions);
    }
}

package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a block while they are written, and the values that are known in it: variables that it or a block
 * around it declares before what is still to be written. So its statements go into one block, all of them.
 */
final class BlockScope {
    /** @param before what was known further out, or in a scope beside */
    private record Known(
            BlockScope scope, Code code, @Nullable Known before) {}

    final List<Statement> out = new ArrayList<>();
    private final @Nullable BlockScope parent;
    private final int depth;
    /** How many loops are open in it. */
    final int loops;
    /** A scope further out, so that any is found in a logarithmic number of steps (E. W. Myers, 1983). */
    private final @Nullable BlockScope jump;
    /** What is known in any of the scopes of one unit, so that deep nesting does not make for long searches. */
    private final NodeMap<Known> values;

    /** A block outside of all others, or a branch of one. */
    BlockScope(@Nullable BlockScope parent) {
        this(parent, parent == null ? 0 : parent.loops);
    }

    private BlockScope(@Nullable BlockScope parent, int loops) {
        this.parent = parent;
        this.loops = loops;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.values = parent == null ? new NodeMap<>() : parent.values;
        this.jump = parent == null ? null : parent.jumpFromWithin();
    }

    /** The body of a loop in this block. */
    BlockScope loop() {
        return new BlockScope(this, loops + 1);
    }

    /** Twice as far where the last two jumps are equally long. */
    private BlockScope jumpFromWithin() {
        BlockScope far = jump == null ? null : jump.jump;
        return jump != null && far != null && depth - jump.depth == jump.depth - far.depth ? far : this;
    }

    /** The value of a node that has been computed here or further out, or null. */
    @Nullable
    Code value(Expr node) {
        Known known = known(node);
        return known == null ? null : known.code();
    }

    /** Where the node has been computed, here or further out, or null. */
    @Nullable
    BlockScope defining(Expr node) {
        Known known = known(node);
        return known == null ? null : known.scope();
    }

    /** A scope that is asked has all scopes beside it written already: what was known in those is forgotten. */
    private @Nullable Known known(Expr node) {
        Known last = values.get(node);
        if (last == null || isWithin(last.scope())) {
            return last;
        }
        while (last != null && !isWithin(last.scope())) {
            last = last.before();
        }
        if (last == null) {
            values.remove(node);
        } else {
            values.put(node, last);
        }
        return last;
    }

    private boolean isWithin(BlockScope outer) {
        BlockScope scope = this;
        while (scope.depth > outer.depth) {
            boolean far = scope.jump != null && scope.jump.depth >= outer.depth;
            scope = Objects.requireNonNull(far ? scope.jump : scope.parent);
        }
        return scope == outer;
    }

    void define(Expr node, Code code) {
        values.put(node, new Known(this, code, values.get(node)));
    }
}

package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index at one of its values.
 *
 * @param range where it runs
 * @param axis the length of the axis that it walks, if its range was inferred from that; else null
 * @param conditions what else must hold for a value of it to count
 */
record Index(long at, Extents.Bounds range, @Nullable Long axis, List<Expression> conditions) implements Env.Item {
    @Override
    public Value value() {
        return Value.Whole.of(at);
    }

    Index moved(long to) {
        return new Index(to, range, axis, conditions);
    }
}

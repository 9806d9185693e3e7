package dev.costate.compiler.eval;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.eval.Interpreter.Walk;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a name within a function stands for: an argument, that is a term where the call stands, evaluated if the body asks
 * for it; or a quantity of its block.
 */
final class Argument {
    private final @Nullable Term term;
    private final @Nullable Walk walk;
    private @Nullable ArrayValue value;

    Argument(Term term, Walk walk) {
        this.term = term;
        this.walk = walk;
    }

    Argument(ArrayValue value) {
        this.term = null;
        this.walk = null;
        this.value = value;
    }

    ArrayValue array() {
        ArrayValue known = value;
        if (known == null) {
            known = Arrays.array(Objects.requireNonNull(walk), Objects.requireNonNull(term));
            value = known;
        }
        return known;
    }

    /** Whether the element, of a number itself, is an expression of literals and constants. */
    boolean isConstant(long... subscripts) {
        return term != null && walk != null && Constants.isConstant(walk, term, subscripts);
    }
}

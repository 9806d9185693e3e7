package dev.costate.compiler.eval;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.eval.Interpreter.Walk;
import org.jspecify.annotations.Nullable;

/** An argument of a function of the model: a term where the call stands, evaluated if the body asks for it. */
final class Argument {
    private final Term term;
    private final Walk walk;
    private @Nullable Dual real;
    private @Nullable Boolean constant;

    Argument(Term term, Walk walk) {
        this.term = term;
        this.walk = walk;
    }

    Dual real() {
        Dual known = real;
        if (known == null) {
            known = walk.real(term);
            real = known;
        }
        return known;
    }

    /** The value of an argument that is an integer. */
    long integer() {
        return walk.integer(((Term.Int) term).value());
    }

    boolean isConstant() {
        Boolean known = constant;
        if (known == null) {
            known = Constants.isConstant(walk, term);
            constant = known;
        }
        return known;
    }
}

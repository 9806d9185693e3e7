package dev.costate.compiler.eval;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.eval.Interpreter.Walk;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Tensor;

/** What is an expression of literals and constants: a tie of max or min with it has derivative 0. */
final class Constants {
    private Constants() {}

    static boolean isConstant(Walk walk, Term term) {
        if (term instanceof Term.Number) {
            return true;
        } else if (term instanceof Term.Int integer) {
            return integer.value().atoms().stream()
                    .allMatch(a -> a instanceof Atom.Element e && walk.isConstant(e.tensor()));
        } else if (term instanceof Term.Read read) {
            return read.tensor().role() == Tensor.Role.CONST || walk.isConstant(read.tensor());
        } else if (term instanceof Term.Apply apply) {
            return apply.arguments().stream().allMatch(a -> isConstant(walk, a));
        } else if (term instanceof Term.Chain chain) {
            return isConstant(walk, chain.first())
                    && chain.rest().stream().allMatch(link -> isConstant(walk, link.operand()));
        } else if (term instanceof Term.Call call) {
            return isConstant(walk.within(call), call.function().body());
        } else if (term instanceof Term.Detach detach) {
            return isConstant(walk, detach.value());
        }
        return false;
    }
}

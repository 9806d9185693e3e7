package dev.costate.compiler.eval;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.eval.Interpreter.Walk;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.List;

/** What is an expression of literals and constants: a tie of max or min with it has derivative 0. */
final class Constants {
    private Constants() {}

    static boolean isConstant(Walk walk, Term term) {
        if (term instanceof Term.Number) {
            return true;
        } else if (term instanceof Term.Int integer) {
            return integer.value().isConstant();
        } else if (term instanceof Term.Read read) {
            return read.tensor().role() == Tensor.Role.CONST || isConstant(walk, read.tensor(), read.subscripts());
        } else if (term instanceof Term.Element element) {
            return isConstant(walk, element.array(), element.subscripts());
        } else if (term instanceof Term.Apply apply) {
            return apply.arguments().stream().allMatch(a -> isConstant(walk, a));
        } else if (term instanceof Term.Chain chain) {
            return isConstant(walk, chain.first())
                    && chain.rest().stream().allMatch(link -> isConstant(walk, link.operand()));
        } else if (term instanceof Term.Call call) {
            return call.function().definitions().isEmpty()
                    && isConstant(walk.within(call), call.function().body());
        } else if (term instanceof Term.Detach detach) {
            return isConstant(walk, detach.value());
        }
        return false;
    }

    private static boolean isConstant(Walk walk, Tensor tensor, List<Poly> subscripts) {
        return subscripts.stream().allMatch(Poly::isConstant)
                && walk.isConstant(tensor, Arrays.integers(walk, subscripts));
    }

    private static boolean isConstant(Walk walk, Term array, List<Poly> subscripts) {
        return subscripts.stream().allMatch(Poly::isConstant)
                && isConstant(walk, array, Arrays.integers(walk, subscripts));
    }

    /** Whether an element of an array is constant. */
    static boolean isConstant(Walk walk, Term array, long... subscripts) {
        if (subscripts.length == 0) {
            return isConstant(walk, array);
        } else if (array instanceof Term.Literal literal) {
            Term part = literal.elements().get((int) subscripts[0]);
            return isConstant(walk, part, java.util.Arrays.copyOfRange(subscripts, 1, subscripts.length));
        } else if (array instanceof Term.Whole whole) {
            return whole.tensor().role() == Tensor.Role.CONST || walk.isConstant(whole.tensor(), subscripts);
        } else if (array instanceof Term.Call call
                && call.function().definitions().isEmpty()) {
            return isConstant(walk.within(call), call.function().body(), subscripts);
        }
        return false;
    }
}

package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Variables of a branch that a later branch of the same condition reads, too: declared before both. */
final class SharedByBranches {
    /** An operation of this cost calls a function; what costs less is computed anew. */
    private static final int FUNCTION = 10;

    private SharedByBranches() {}

    static boolean isFunction(Code value) {
        return value instanceof Code.Apply apply
                && apply.op().kind() == Op.Kind.REAL
                && apply.op().cost() >= FUNCTION;
    }

    /** The statements with the shared variables of each branch declared before it; these are shared no longer. */
    static List<Statement> declared(List<Statement> body, Set<Local> shared) {
        if (shared.isEmpty()) {
            return body;
        }
        List<Statement> result = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.If choice) {
                List<Local> own = new ArrayList<>();
                Statement moved = new Statement.If(
                        choice.condition(),
                        assigned(choice.then(), shared, own),
                        assigned(choice.otherwise(), shared, own));
                own.forEach(local -> result.add(new Statement.Declare(local, new Code.Constant(0))));
                result.add(own.isEmpty() ? choice : moved);
                own.forEach(shared::remove);
            } else {
                result.add(statement);
            }
        }
        return result;
    }

    private static List<Statement> assigned(List<Statement> branch, Set<Local> shared, List<Local> own) {
        List<Statement> result = new ArrayList<>();
        for (Statement statement : branch) {
            if (statement instanceof Statement.Define define && shared.contains(define.local())) {
                own.add(define.local());
                result.add(new Statement.Update(define.local(), Reduction.SET, define.value()));
            } else {
                result.add(statement);
            }
        }
        return result;
    }
}

package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.sizes.Variable.Use;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports indices that walk axes of different sizes, and subscripts that are the wrong way round. */
final class SizeConflicts {
    private final Reporter reporter;
    private final List<Variable> variables;
    private final IdentityHashMap<Expression.Subscripted, List<Variable>> at = new IdentityHashMap<>();

    SizeConflicts(Reporter reporter, List<Variable> variables) {
        this.reporter = reporter;
        this.variables = variables;
        for (Variable variable : variables) {
            for (Use use : variable.uses) {
                at.computeIfAbsent(use.node(), n -> new ArrayList<>()).add(variable);
            }
        }
    }

    void check() {
        for (Variable variable : variables) {
            if (!variable.broken && variable.stated == null && !agree(variable, null, Poly.ZERO)) {
                if (!exchanged(variable)) {
                    different(variable);
                }
                variable.broken = true;
            }
        }
    }

    /** Whether all uses are of one size, if {@code changed} were of size {@code instead}. */
    private static boolean agree(Variable variable, @Nullable Use changed, Poly instead) {
        return variable.uses.stream()
                        .map(u -> u.equals(changed) ? instead : u.axis())
                        .distinct()
                        .count()
                <= 1;
    }

    /** Looks for two subscripts of one array that agree with everything else once they are exchanged. */
    private boolean exchanged(Variable variable) {
        for (int k = variable.uses.size() - 1; k >= 0; k--) {
            Use use = variable.uses.get(k);
            for (Variable other : at.getOrDefault(use.node(), List.of())) {
                for (Use second : other.uses) {
                    if (other != variable
                            && other.stated == null
                            && second.node().span().equals(use.node().span())
                            && agree(variable, use, second.axis())
                            && agree(other, second, use.axis())) {
                        reportExchanged(variable, use, other, second);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void reportExchanged(Variable variable, Use use, Variable other, Use second) {
        boolean inOrder = use.position() < second.position();
        Variable first = inOrder ? variable : other;
        Variable last = inOrder ? other : variable;
        Use elsewhere =
                variable.uses.stream().filter(u -> !u.equals(use)).findFirst().orElse(use);
        reporter.report(IndexMessages.exchanged(variable.name, use, second.axis(), elsewhere, first.name, last.name));
        other.broken = true;
    }

    private void different(Variable variable) {
        Use first = variable.uses.get(0);
        Use second = variable.uses.stream()
                .filter(u -> !u.axis().equals(first.axis()))
                .findFirst()
                .orElse(first);
        reporter.unequal(
                List.of(first.axis()),
                List.of(second.axis()),
                IndexMessages.differentSizes(variable.name, first, second));
    }
}

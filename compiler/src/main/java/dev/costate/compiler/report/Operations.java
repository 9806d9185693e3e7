package dev.costate.compiler.report;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Reduction;
import java.util.ArrayList;
import java.util.List;

/** Counts of operations. */
public final class Operations {
    private Operations() {}

    /**
     * How many distinct operations equations write down: each elementary operation and choice once, however often it is
     * used, and one for each equation that combines values. It does not depend on the sizes of arrays.
     */
    public static int count(List<Equation> equations) {
        List<Expr> roots = new ArrayList<>();
        int combining = 0;
        for (Equation equation : equations) {
            roots.add(equation.value());
            if (equation.guard() != null) {
                roots.add(equation.guard());
            }
            combining += equation.reduction() == Reduction.SET ? 0 : 1;
        }
        long operations = Graph.ascending(roots).stream()
                .filter(n -> !n.operands().isEmpty())
                .count();
        return Math.toIntExact(operations) + combining;
    }
}

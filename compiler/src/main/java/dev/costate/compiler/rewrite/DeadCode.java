package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leaves out equations whose targets nothing wanted depends on. */
public final class DeadCode {
    private DeadCode() {}

    public static List<Equation> eliminate(List<Equation> equations, Set<Tensor> wanted) {
        Set<Tensor> needed = new HashSet<>(wanted);
        Set<Expr> seen = new HashSet<>();
        List<Equation> kept = new ArrayList<>();
        for (int k = equations.size() - 1; k >= 0; k--) {
            Equation e = equations.get(k);
            if (needed.contains(e.target())) {
                kept.add(e);
                List<Expr> roots = e.guard() == null ? List.of(e.value()) : List.of(e.value(), e.guard());
                for (Expr node : Graph.ascending(roots, n -> !seen.contains(n))) {
                    if (seen.add(node) && node.head() instanceof Expr.Head.Read read) {
                        needed.add(read.tensor());
                    }
                }
            }
        }
        Collections.reverse(kept);
        return kept;
    }
}

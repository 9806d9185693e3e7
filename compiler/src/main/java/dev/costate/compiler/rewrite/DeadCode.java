package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeSet;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leaves out equations whose targets nothing wanted depends on, and those that are evaluated nowhere. */
public final class DeadCode {
    private final Set<Tensor> needed;
    private final NodeSet seen = new NodeSet();

    private DeadCode(Set<Tensor> wanted) {
        this.needed = new HashSet<>(wanted);
    }

    public static List<Equation> eliminate(List<Equation> equations, Set<Tensor> wanted) {
        DeadCode pass = new DeadCode(wanted);
        List<List<Equation>> groups = SharedLoops.groups(evaluated(equations), 0);
        Set<Equation> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int k = groups.size() - 1; k >= 0; k--) {
            while (pass.keep(groups.get(k), kept)) {
                // An equation of a group may need a later one, of an earlier iteration.
            }
        }
        return equations.stream().filter(kept::contains).toList();
    }

    /** The equations but those that are evaluated nowhere, where another one has the same target. */
    private static List<Equation> evaluated(List<Equation> equations) {
        if (equations.stream().noneMatch(Equation::isNever)) {
            return equations;
        }
        Map<Tensor, Integer> writers = new HashMap<>();
        equations.forEach(e -> writers.merge(e.target(), 1, Integer::sum));
        return equations.stream()
                .filter(e -> !e.isNever() || writers.merge(e.target(), -1, Integer::sum) == 0)
                .toList();
    }

    /** Keeps what is needed of a run; whether that was more than before. */
    private boolean keep(List<Equation> group, Set<Equation> kept) {
        boolean more = false;
        for (int k = group.size() - 1; k >= 0; k--) {
            Equation e = group.get(k);
            if (needed.contains(e.target()) && kept.add(e)) {
                more = true;
                for (Expr node : Graph.reads(e.roots(), seen)) {
                    needed.add(((Expr.Head.Read) node.head()).tensor());
                }
            }
        }
        return more && group.size() > 1;
    }
}

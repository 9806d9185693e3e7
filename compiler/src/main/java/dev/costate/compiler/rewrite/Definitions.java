package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What names stand for. A name has a definition if a single equation gives all its elements and needs none of them for
 * another: one with several equations stands for no one expression, and one that needs itself, be it by way of others,
 * for none that ends.
 */
final class Definitions {
    private final Exprs make;
    /** For each tensor, how many equations write it, and the position of the last. */
    private final Map<Tensor, Integer> writers = new HashMap<>();

    private final Map<Tensor, Integer> last = new HashMap<>();
    private final Map<Tensor, Equation> known = new HashMap<>();
    private final Map<Expr, Expr> unfolded = new HashMap<>();
    private int position;

    /** @param program each of its equations will be added, in order, once it has its final form */
    Definitions(Program program) {
        this.make = program.make();
        List<Equation> equations = program.equations();
        for (int k = 0; k < equations.size(); k++) {
            writers.merge(equations.get(k).target(), 1, Integer::sum);
            last.put(equations.get(k).target(), k);
        }
    }

    /** Adds the next equation of the program. */
    void add(Equation e) {
        boolean whole = e.reduction() == Reduction.SET
                && e.guard() == null
                && e.subscripts().stream().allMatch(s -> s.asIndex() != null)
                && e.domain().size() == e.subscripts().size();
        if (whole && writers.getOrDefault(e.target(), 0) == 1 && readsWhatIsComplete(e)) {
            known.put(e.target(), e);
        }
        position++;
    }

    /** Whether all that it reads is written by equations before it only, so that it needs no element of itself. */
    private boolean readsWhatIsComplete(Equation e) {
        return e.reads().stream()
                .map(node -> ((Expr.Head.Read) node.head()).tensor())
                .allMatch(tensor -> last.getOrDefault(tensor, -1) < position);
    }

    /** What a name stands for, or the node itself if it is none or has no definition. */
    Expr seen(Expr node) {
        if (!(node.head() instanceof Expr.Head.Read read)) {
            return node;
        }
        Equation definition = known.get(read.tensor());
        return definition == null ? node : unfolded.computeIfAbsent(node, n -> unfold(read, definition));
    }

    private Expr unfold(Expr.Head.Read read, Equation definition) {
        Map<Atom.Index, Poly> indices = new HashMap<>();
        for (int k = 0; k < read.subscripts().size(); k++) {
            indices.put(
                    definition.subscripts().get(k).asIndex(), read.subscripts().get(k));
        }
        return new Substitution(make, indices).apply(definition.value());
    }
}

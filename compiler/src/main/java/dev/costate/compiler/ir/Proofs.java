package dev.costate.compiler.ir;

import dev.costate.compiler.ir.Requirements.Requirement;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That what equations read and write is in range, proved from the ranges, the guard and the conditions around the place
 * where it is evaluated: a read that a pass has moved out of the condition that proves it is found here. Remembers the
 * equations that it has proved, since passes leave most as they are.
 */
public final class Proofs {
    private final Prover prover;
    private final Assumptions assumptions;
    private final Set<Equation> proved = Collections.newSetFromMap(new IdentityHashMap<>());

    public Proofs(Prover prover) {
        this.prover = prover;
        this.assumptions = new Assumptions(prover);
    }

    /** Whether all that a flat equation reads and writes is proved to be in range. */
    public boolean holds(Equation e) {
        return missing(e) == null;
    }

    /** What is not proved of a flat equation, for a message; null if all is. */
    @Nullable
    String missing(Equation e) {
        if (e.subscripts().isEmpty() && e.guard() == null && !e.value().isPartial()) {
            return null; // Nothing in it can be out of range.
        }
        if (proved.contains(e) || e.isNever()) {
            return null;
        }
        Map<Atom.Index, Range> ranges = new HashMap<>();
        e.domain().forEach(range -> ranges.put(range.index(), range));
        Facts outer = Assumptions.of(e.domain());
        Facts facts = e.guard() == null ? outer : assumptions.assume(outer, e.guard(), true);
        String missing = isKnown(e.target(), e.subscripts(), e.domain(), ranges)
                ? null
                : text("the write of " + e.target(), Requirements.unchecked(e.target(), e.subscripts(), facts, prover));
        if (missing == null && e.guard() != null) {
            missing = missing(e.guard(), outer, e.domain(), ranges);
        }
        if (missing == null) {
            missing = missing(evaluated(e), facts, e.domain(), ranges);
        }
        if (missing == null) {
            proved.add(e);
        }
        return missing;
    }

    /** The value without what stands beside it for derivatives, or the order of equations, if these are integers. */
    private static Expr evaluated(Equation e) {
        Expr value = e.value();
        while (e.target().isTable() && value.op() != null && value.op().java() instanceof Op.Form.Transparent) {
            value = value.operand(0);
        }
        return value;
    }

    private static @Nullable String text(String what, List<Requirement> open) {
        return open.isEmpty() ? null : what + " is not known to be in range: " + open;
    }

    private @Nullable String missing(Expr root, Facts facts, List<Range> domain, Map<Atom.Index, Range> ranges) {
        Regions regions = null;
        for (Expr node : PartialNodes.in(root)) {
            if (!(node.head() instanceof Expr.Head.Read read
                    && isKnown(read.tensor(), read.subscripts(), domain, ranges))) {
                regions = regions == null ? new Regions(List.of(root)) : regions;
                Facts known = assumptions.within(facts, regions.dominator(node));
                List<Requirement> open = Requirements.unchecked(node, known, prover);
                if (!open.isEmpty()) {
                    return text(node + ", " + node.head(), open);
                }
            }
        }
        return null;
    }

    /**
     * Whether no proof is needed. What the compiler makes has room for all that is written to it and is read as it is
     * written; of ranges that are not affine no algebra shows it.
     */
    private static boolean isKnown(
            Tensor tensor, List<Poly> subscripts, List<Range> domain, Map<Atom.Index, Range> ranges) {
        Tensor named = tensor;
        while (named.of() != null) {
            named = named.of();
        }
        return isWhole(tensor, subscripts, ranges)
                || (named.isIntermediate() && subscripts.stream().anyMatch(s -> !PolyBounds.isAffine(s, domain)));
    }

    /** Whether each subscript walks the whole axis: what most are, and needs no proof. */
    private static boolean isWhole(Tensor tensor, List<Poly> subscripts, Map<Atom.Index, Range> ranges) {
        for (int axis = 0; axis < subscripts.size(); axis++) {
            Range range = ranges.get(subscripts.get(axis).asIndex());
            if (range == null
                    || !range.from().isZero()
                    || !range.to().equals(tensor.shape().get(axis))) {
                return false;
            }
        }
        return true;
    }
}

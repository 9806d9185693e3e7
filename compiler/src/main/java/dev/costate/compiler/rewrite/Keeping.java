package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether what depends on data alone is worth its memory: where computing an element costs more than loading it, and
 * there are no more elements than the largest array has that they are computed from. A sum that the model has a name
 * for is always kept, since what it sums over makes each element as costly as a pass over data.
 */
final class Keeping {
    /** About how many additions it takes the time of to load an element. */
    private static final int LOAD = 4;

    /** What is computed once a call costs no loop; below so many additions it stays where it is read. */
    private static final int ONCE = 15;

    /** Costs are counted up to this. */
    private static final int MOST = 1_000;

    private final DataDependence dependence;
    private final Prover prover;
    private final NodeMap<Integer> costs = new NodeMap<>();
    private final Set<Tensor> kept = new HashSet<>();
    /** The arrays that a tensor which is not kept is computed from. */
    private final Map<Tensor, Set<Tensor>> sources = new HashMap<>();

    Keeping(DataDependence dependence, Prover prover) {
        this.dependence = dependence;
        this.prover = prover;
    }

    boolean isWorth(Tensor tensor) {
        return kept.contains(tensor);
    }

    /** Decides of a tensor that depends on data alone, after those that it is computed from. */
    void decide(Tensor tensor) {
        List<Equation> definition = dependence.definition(tensor);
        Set<Tensor> reads = new LinkedHashSet<>();
        definition.forEach(e -> reads.addAll(DataDependence.reads(e)));
        reads.remove(tensor);
        Set<Tensor> arrays = arrays(reads);
        boolean sums = definition.size() > 1 || definition.stream().anyMatch(Keeping::isReducing);
        int cost = definition.stream().mapToInt(e -> cost(e.value())).max().orElse(0);
        boolean named = !tensor.isIntermediate() && tensor.of() == null;
        boolean costly = tensor.shape().isEmpty()
                ? sums || cost >= ONCE
                : sums || cost >= LOAD || (named && cost + reads.size() > 1);
        if (costly && areSizes(tensor.shape()) && ((named && sums) || fits(tensor.size(), arrays))) {
            kept.add(tensor);
        } else {
            sources.put(tensor, arrays);
        }
    }

    /** Whether to keep an expression that depends on data alone, over these ranges. */
    boolean isWorth(Expr node, List<Range> over) {
        return node.kind() == Op.Kind.REAL
                && cost(node) >= (over.isEmpty() ? ONCE : LOAD)
                && over.stream().allMatch(this::isPlain)
                && fits(over, arrays(DataDependence.reads(List.of(node))));
    }

    private boolean fits(List<Range> over, Set<Tensor> arrays) {
        try {
            return fits(over.stream().map(Range::to).reduce(Poly.ONE, Poly::times), arrays);
        } catch (ArithmeticException e) {
            return false; // No array has so many elements.
        }
    }

    /** Whether values have an axis of their own: as long as sizes say, and not negative. */
    private boolean isPlain(Range range) {
        return areSizes(List.of(range.from(), range.to())) && prover.nonNegative(range.to(), Facts.NONE);
    }

    private static boolean areSizes(List<Poly> shape) {
        return shape.stream().allMatch(Poly::isOfDims);
    }

    private static boolean isReducing(Equation e) {
        Set<Atom.Index> written = new HashSet<>();
        e.subscripts().forEach(s -> written.addAll(s.indices()));
        return e.domain().stream().anyMatch(r -> r.isShared() || !written.contains(r.index()));
    }

    private boolean fits(Poly size, Set<Tensor> arrays) {
        return size.equals(Poly.ONE)
                || arrays.stream().anyMatch(a -> prover.nonNegative(a.size().minus(size), Facts.NONE));
    }

    /** The arrays in memory that tensors are, or are computed from. */
    private Set<Tensor> arrays(Collection<Tensor> tensors) {
        Set<Tensor> arrays = new LinkedHashSet<>();
        for (Tensor tensor : tensors) {
            if (sources.containsKey(tensor)) {
                arrays.addAll(sources.getOrDefault(tensor, Set.of()));
            } else if (!tensor.shape().isEmpty()) {
                arrays.add(tensor);
            }
        }
        return arrays;
    }

    /** About how many additions it takes the time of. */
    private int cost(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !costs.contains(n))) {
            Op op = node.op();
            int cost = op != null ? op.cost() : node.arity() == 0 ? 0 : 1;
            for (Expr operand : node.operands()) {
                cost = Math.min(MOST, cost + costs.getOrDefault(operand, 0));
            }
            if (!costs.contains(node)) {
                costs.put(node, cost);
            }
        }
        return costs.getOrDefault(root, 0);
    }
}

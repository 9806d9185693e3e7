package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.op.Guards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The indices that something computed on its own depends on, numbered by position, so that what differs by their names
 * only is the same.
 *
 * @param ranges the range of each index, by number
 * @param numbers the number of each index in scope
 * @param own the index in scope that each number stands for
 * @param conditions what holds where it is needed, as far as that is a matter of these indices; numbered
 */
record IterationSpace(
        List<Range> ranges, Map<Atom.Index, Poly> numbers, Map<Atom.Index, Poly> own, Set<Expr> conditions) {

    /**
     * The place of what depends on these indices.
     *
     * @param scope the ranges in scope, each after those its bounds mention
     * @param conditions what holds there
     * @param guarded whether conditions on further indices may be what keeps subscripts in range: then it depends on
     *     these, too
     */
    static IterationSpace of(
            Exprs make, Set<Atom.Index> free, List<Range> scope, List<Expr> conditions, boolean guarded) {
        Set<Atom.Index> indices = Range.closure(free, scope);
        for (Expr condition : guarded ? conditions : List.<Expr>of()) {
            if (condition.free().stream().anyMatch(indices::contains) && isOfIntegers(condition)) {
                indices.addAll(condition.free());
                indices = Range.closure(indices, scope);
            }
        }
        Map<Atom.Index, Poly> numbers = new HashMap<>();
        Map<Atom.Index, Poly> own = new HashMap<>();
        List<Range> ranges = new ArrayList<>();
        for (Range r : scope) {
            if (indices.contains(r.index())) {
                Atom.Index number = Atom.Index.free(r.index().name(), ranges.size());
                Substitution bounds = new Substitution(make, numbers);
                ranges.add(new Range(number, bounds.apply(r.from()), bounds.apply(r.to())));
                numbers.put(r.index(), Poly.of(number));
                own.put(number, Poly.of(r.index()));
            }
        }
        Substitution numbering = new Substitution(make, numbers);
        Set<Expr> kept = new LinkedHashSet<>();
        for (Expr condition : conditions) {
            if (indices.containsAll(condition.free())) {
                kept.add(numbering.apply(condition));
            }
        }
        return new IterationSpace(List.copyOf(ranges), numbers, own, kept);
    }

    private static boolean isOfIntegers(Expr condition) {
        return Graph.ascending(List.of(condition)).stream().anyMatch(n -> n.head() instanceof Expr.Head.Whole);
    }

    /** The conditions as one, or null if there are none. */
    @Nullable
    Expr guard(Exprs make) {
        Expr guard = null;
        for (Expr condition : conditions) {
            guard = Guards.and(make, guard, condition);
        }
        return guard;
    }

    /** The shape of a tensor with these axes first. */
    List<Poly> shape(List<Poly> rest) {
        List<Poly> shape = new ArrayList<>();
        ranges.forEach(r -> shape.add(PolyBounds.size(r, ranges)));
        rest.forEach(extent -> shape.add(PolyBounds.size(extent, ranges)));
        return shape;
    }

    /** The subscripts of that tensor at these indices. */
    List<Poly> subscripts() {
        return ranges.stream()
                .map(r -> Poly.of(r.index()).minus(PolyBounds.origin(r, ranges)))
                .toList();
    }
}

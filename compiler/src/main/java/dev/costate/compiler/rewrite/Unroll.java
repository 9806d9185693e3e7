package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.op.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies of an equation for the values of some of its indices, with sums written out. */
final class Unroll {
    private final Exprs make;
    private final Set<Atom.Index> loops = new HashSet<>();
    private final Map<Expr, Set<Atom.Index>> summed = new HashMap<>();

    private Unroll(Exprs make, Set<Binder> unrolled) {
        this.make = make;
        for (Binder binder : unrolled) {
            Expr reduce = binder.reduce();
            (reduce == null ? loops : summed.computeIfAbsent(reduce, r -> new HashSet<>()))
                    .add(binder.range().index());
        }
    }

    /** The copies in the order in which the loops would run; the equation itself if there is nothing to unroll. */
    static List<Equation> of(Exprs make, Equation e, Set<Binder> unrolled) {
        return unrolled.isEmpty() ? List.of(e) : new Unroll(make, unrolled).copies(e);
    }

    private List<Equation> copies(Equation e) {
        List<Range> staying =
                e.domain().stream().filter(r -> !loops.contains(r.index())).toList();
        Map<Atom.Index, Poly> numbers = new HashMap<>();
        for (Range range : staying) {
            numbers.put(range.index(), Poly.of(Atom.Index.free(range.index().name(), numbers.size())));
        }
        List<Equation> copies = new ArrayList<>();
        for (Map<Atom.Index, Poly> values : values(e.domain(), loops)) {
            values.putAll(numbers);
            copies.add(copy(e, staying, new Substitution(make, values)));
        }
        return copies;
    }

    private Equation copy(Equation e, List<Range> staying, Substitution values) {
        Map<Expr, Expr> done = new HashMap<>();
        Expr guard = e.guard();
        return new Equation(
                e.target(),
                e.subscripts().stream().map(values::apply).toList(),
                staying.stream().map(values::renamed).toList(),
                guard == null ? null : Graph.rebuild(guard, (node, operands) -> image(node, operands, values), done),
                e.reduction(),
                Graph.rebuild(e.value(), (node, operands) -> image(node, operands, values), done),
                e.span());
    }

    private Expr image(Expr node, List<Expr> operands, Substitution values) {
        if (!(node.head() instanceof Expr.Head.Reduce reduce)) {
            return operands.isEmpty() ? values.apply(node) : make.rebuild(node, operands);
        }
        List<Range> ranges = reduce.ranges().stream()
                .map(r -> new Range(r.index(), values.apply(r.from()), values.apply(r.to()), r.order()))
                .toList();
        Expr where = reduce.guarded() ? operands.get(1) : null;
        Set<Atom.Index> unrolled = summed.get(node);
        return unrolled == null
                ? make.reduce(reduce.reduction(), ranges, where, operands.get(0))
                : sum(ranges, unrolled, where, operands.get(0));
    }

    /** The sum written out; over indices that stay, a sum of what is written out. */
    private Expr sum(List<Range> ranges, Set<Atom.Index> unrolled, @Nullable Expr where, Expr body) {
        List<Range> staying =
                ranges.stream().filter(r -> !unrolled.contains(r.index())).toList();
        boolean apart = staying.stream().anyMatch(r -> unrolled.stream().anyMatch(r::isBoundedBy));
        Expr sum = null;
        for (Map<Atom.Index, Poly> values : values(ranges, unrolled)) {
            Substitution at = new Substitution(make, values);
            Expr term = at.apply(body);
            term = where == null ? term : make.choose(at.apply(where), term, make.number(0));
            if (apart) {
                term = over(
                        staying.stream()
                                .map(r -> new Range(r.index(), at.apply(r.from()), at.apply(r.to()), r.order()))
                                .toList(),
                        term);
            }
            sum = sum == null ? term : make.apply(Arithmetic.ADD, sum, term);
        }
        return sum == null ? make.number(0) : apart ? sum : over(staying, sum);
    }

    private Expr over(List<Range> ranges, Expr body) {
        return ranges.isEmpty() ? body : make.reduce(Reduction.SUM, ranges, null, body);
    }

    /** The values that some of the indices take together, the last one fastest. */
    private static List<Map<Atom.Index, Poly>> values(List<Range> ranges, Set<Atom.Index> indices) {
        List<Map<Atom.Index, Poly>> all = List.of(new HashMap<>());
        for (Range range : ranges) {
            if (indices.contains(range.index())) {
                List<Map<Atom.Index, Poly>> longer = new ArrayList<>();
                for (Map<Atom.Index, Poly> values : all) {
                    long to = constant(range.to(), values);
                    for (long value = constant(range.from(), values); value < to; value++) {
                        Map<Atom.Index, Poly> more = new HashMap<>(values);
                        more.put(range.index(), Poly.of(value));
                        longer.add(more);
                    }
                }
                all = longer;
            }
        }
        return all;
    }

    private static long constant(Poly bound, Map<Atom.Index, Poly> values) {
        return bound.substitute(atom -> atom instanceof Atom.Index index ? values.get(index) : null)
                .constant()
                .orElseThrow();
    }
}

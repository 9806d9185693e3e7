package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Regions.Region;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Guards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where branches read an array, or the arrays of a recurrence: what of it is needed. */
final class ConditionalReads {
    /**
     * A read by an equation.
     *
     * @param condition where it is needed, in the indices of the equation
     */
    record Read(Equation by, List<Poly> subscripts, Expr condition) {}

    private final Exprs make;
    private final Prover prover;
    private final List<Read> reads = new ArrayList<>();

    ConditionalReads(Exprs make, Prover prover) {
        this.make = make;
        this.prover = prover;
    }

    List<Read> all() {
        return reads;
    }

    /** Adds where an equation reads an array; false if it does so whatever holds. */
    boolean add(Tensor array, Equation e) {
        return (e.guard() == null || add(array, e, e.guard(), null)) && add(array, e, e.value(), e.guard());
    }

    private boolean add(Tensor array, Equation e, Expr root, @Nullable Expr guard) {
        Regions regions = new Regions(List.of(root));
        for (Expr node : root.reads()) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            if (read.tensor().equals(array)) {
                Expr condition = guard;
                List<Region> path = Regions.path(regions.dominator(node), regions.outermost());
                for (int k = path.size() - 1; k >= 0; k--) {
                    Expr own = path.get(k).condition();
                    condition =
                            Guards.and(make, condition, path.get(k).holds() ? own : make.apply(Connectives.NOT, own));
                }
                Expr speculative = Needs.of(node, regions, make);
                condition = speculative == null ? condition : Guards.and(make, condition, speculative);
                if (condition == null) {
                    return false;
                }
                reads.add(new Read(e, read.subscripts(), condition));
            }
        }
        return true;
    }

    /** Whether the conditions tell whether anything is needed, whichever element it is. */
    boolean tellWhole() {
        return reads.stream()
                .allMatch(read -> read.condition().free().isEmpty()
                        && isNonEmpty(read.by().domain(), Set.of()));
    }

    /** Whether the conditions tell of each element of an array, which these equations write, whether it is needed. */
    boolean tellEach(Tensor array, List<Equation> writing) {
        return writing.stream().allMatch(e -> walks(e.subscripts(), e.domain(), array))
                && reads.stream().allMatch(read -> {
                    Set<Atom.Index> indices = new HashSet<>();
                    read.subscripts().forEach(s -> indices.addAll(s.indices()));
                    return walks(read.subscripts(), read.by().domain(), array)
                            && indices.containsAll(read.condition().free())
                            && isNonEmpty(read.by().domain(), indices);
                });
    }

    /** Whether the subscripts are indices that walk the axes of an array one by one. */
    private static boolean walks(List<Poly> subscripts, List<Range> domain, Tensor array) {
        Set<Atom.Index> indices = new HashSet<>();
        for (int axis = 0; axis < subscripts.size(); axis++) {
            Atom.Index index = subscripts.get(axis).asIndex();
            if (index == null
                    || !indices.add(index)
                    || !domain.contains(Range.upTo(index, array.shape().get(axis)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all ranges but those of some indices have a value. */
    private boolean isNonEmpty(List<Range> domain, Set<Atom.Index> except) {
        for (int k = 0; k < domain.size(); k++) {
            Range range = domain.get(k);
            if (!except.contains(range.index())
                    && !prover.nonNegative(range.extent().plus(-1), Assumptions.of(domain.subList(0, k)))) {
                return false;
            }
        }
        return true;
    }

    /** The conditions that tell, in the indices of an equation that writes what is read. */
    Expr condition(Equation e) {
        Set<Expr> conditions = new LinkedHashSet<>();
        for (Read read : reads) {
            Map<Atom.Index, Poly> images = new HashMap<>();
            if (!read.condition().free().isEmpty()) {
                for (int axis = 0; axis < read.subscripts().size(); axis++) {
                    images.put(
                            Objects.requireNonNull(read.subscripts().get(axis).asIndex()),
                            e.subscripts().get(axis));
                }
            }
            conditions.add(new Substitution(make, images).apply(read.condition()));
        }
        return conditions.stream()
                .reduce((a, b) -> make.apply(Connectives.OR, a, b))
                .orElseThrow();
    }

    /** Equations that write 1 where an element is needed; to a scalar, if any is. */
    List<Equation> note(Tensor noted) {
        List<Equation> equations = new ArrayList<>();
        for (Read read : reads) {
            List<Range> domain = read.by().domain().stream()
                    .map(range -> new Range(range.index(), range.from(), range.to()))
                    .toList();
            List<Poly> subscripts = noted.shape().isEmpty() ? List.of() : read.subscripts();
            equations.add(new Equation(
                    noted,
                    subscripts,
                    domain,
                    read.condition(),
                    Reduction.MAX,
                    make.number(1),
                    read.by().span()));
        }
        return equations;
    }
}

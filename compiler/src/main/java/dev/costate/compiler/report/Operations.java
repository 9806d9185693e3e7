package dev.costate.compiler.report;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeSet;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Summation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many operations equations take, as a polynomial of the sizes. Each elementary operation is one, {@code a·b ± c}
 * too; conditions, choices and what is added to a sum are none, all branches count. An operation is done once for all
 * values of the indices it depends on, however many equations use it: its number is the size of the ranges of those
 * indices.
 */
public final class Operations {
    /** An operation and the ranges of the indices that it depends on. */
    private record Place(Expr node, List<Range> over) {}

    /** A domain, and what has been met over it. */
    private static final class Domain {
        private final List<Range> ranges;
        private final Map<Set<Atom.Index>, List<Range>> parts = new HashMap<>();
        private final NodeSet seen = new NodeSet();

        Domain(List<Range> ranges) {
            this.ranges = ranges;
        }

        Place place(Expr node) {
            return new Place(node, parts.computeIfAbsent(node.free(), this::part));
        }

        /** The ranges of indices, and those that their bounds mention. */
        private List<Range> part(Set<Atom.Index> indices) {
            Set<Atom.Index> needed = new LinkedHashSet<>(indices);
            List<Range> part = new ArrayList<>();
            for (int k = ranges.size() - 1; k >= 0; k--) {
                Range range = ranges.get(k);
                if (needed.contains(range.index())) {
                    needed.addAll(range.from().indices());
                    needed.addAll(range.to().indices());
                    part.add(range);
                }
            }
            Collections.reverse(part);
            return part;
        }
    }

    private final Map<List<Range>, Domain> domains = new HashMap<>();
    /** How many others use each operation. */
    private final Map<Place, Integer> uses = new HashMap<>();

    private final Set<Place> met = new HashSet<>();

    /** The operations, and of each sum the products over the same ranges that it could take along. */
    private final Map<Place, List<Place>> places = new LinkedHashMap<>();

    private final Map<List<Range>, Long> counts = new LinkedHashMap<>();

    private Operations(Exprs make, List<Equation> equations) {
        for (Equation equation : equations) {
            Equation e = numbered(make, equation);
            Domain domain = domains.computeIfAbsent(e.domain(), Domain::new);
            Expr value = e.value();
            if (e.reduction() == Reduction.SUM && isSign(value)) {
                value = value.operand(0);
            } else if (e.reduction() != Reduction.SET && e.reduction() != Reduction.SUM) {
                counts.merge(e.domain(), 1L, Long::sum);
            }
            uses.merge(domain.place(value), 1, Integer::sum);
            visit(value, domain);
        }
        places.forEach((place, products) -> {
            boolean free = products.stream().anyMatch(p -> uses.getOrDefault(p, 0) == 1);
            counts.merge(place.over(), free ? 0L : 1L, Long::sum);
        });
    }

    /**
     * The equation with its indices numbered by position, since forward and back the same is done in loops of their
     * own.
     */
    private static Equation numbered(Exprs make, Equation e) {
        Map<Atom.Index, Poly> names = new HashMap<>();
        for (Range range : e.domain()) {
            names.put(range.index(), Poly.of(Atom.Index.free(range.index().name(), names.size())));
        }
        Substitution renaming = new Substitution(make, names);
        List<Range> domain = e.domain().stream()
                .map(renaming::renamed)
                .map(range -> new Range(range.index(), range.from(), range.to()))
                .toList();
        return new Equation(
                e.target(), e.subscripts(), domain, null, e.reduction(), renaming.apply(e.value()), e.span());
    }

    /**
     * Counts.
     *
     * @param make where the expressions of the equations are made
     * @param prover knows the least sizes
     * @return null if there are more for some sizes than 64 bits hold
     */
    public static @Nullable Poly count(Exprs make, List<Equation> equations, Prover prover) {
        Summation summation = new Summation(prover);
        Poly sum = Poly.ZERO;
        try {
            for (Map.Entry<List<Range>, Long> count : new Operations(make, equations).counts.entrySet()) {
                sum = sum.plus(summation.sum(Poly.of(count.getValue()), count.getKey()));
            }
        } catch (ArithmeticException e) {
            return null;
        }
        return sum;
    }

    private void visit(Expr root, Domain domain) {
        for (Expr node : Graph.ascending(List.of(root), n -> !n.isCondition() && !domain.seen.contains(n))) {
            if (node.isCondition() || !domain.seen.add(node)) {
                continue;
            }
            Place place = domain.place(node);
            if (met.add(place)) {
                List<Place> operands =
                        node.operands().stream().map(domain::place).toList();
                operands.forEach(operand -> uses.merge(operand, 1, Integer::sum));
                if (node.op() != null && node.op().arithmetic() != Op.Arithmetic.NONE) {
                    places.put(place, isA(Op.Arithmetic.SUM, node) ? products(place, operands) : List.of());
                }
            }
        }
    }

    private static List<Place> products(Place sum, List<Place> operands) {
        return operands.stream()
                .filter(p -> isA(Op.Arithmetic.PRODUCT, p.node()) && p.over().equals(sum.over()))
                .toList();
    }

    /** Whether it only changes the sign of a value: what is added up can be subtracted as well. */
    private static boolean isSign(Expr node) {
        return isA(Op.Arithmetic.SUM, node) && node.operands().size() == 1;
    }

    private static boolean isA(Op.Arithmetic kind, Expr node) {
        return node.op() != null && node.op().arithmetic() == kind;
    }
}

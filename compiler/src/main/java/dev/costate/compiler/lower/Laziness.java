package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Regions.Region;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Guards;
import dev.costate.compiler.order.Components;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guards the equations of arrays that may fail at run time and that only branches read: what no branch needs is not
 * computed, so that it does not fail. The guard is the condition of those branches. Where that tells more than which
 * element is needed, equations of their own note the elements first. Of a recurrence all is computed or nothing; an
 * array that is read outside of branches, or whose own values decide what is read of it, is computed as a whole.
 */
public final class Laziness {
    private final Exprs make;
    private final Prover prover;
    /** The equations by their place in the program. */
    private final List<Equation> equations;
    /** The places of the equations of each array. */
    private final Map<Tensor, List<Integer>> writers = new LinkedHashMap<>();
    /** The arrays that are read to compute an array. */
    private final Map<Tensor, Set<Tensor>> needs = new HashMap<>();
    /** The places of the equations that read an array, of those that some output needs. */
    private final Map<Tensor, Set<Integer>> readers = new HashMap<>();

    private final List<Equation> notes = new ArrayList<>();

    /**
     * A read by an equation.
     *
     * @param condition where it is needed, in the indices of the equation
     */
    private record Read(Equation by, List<Poly> subscripts, Expr condition) {}

    private Laziness(Program program, Prover prover) {
        this.make = program.make();
        this.prover = prover;
        this.equations = new ArrayList<>(program.equations());
        for (int k = 0; k < equations.size(); k++) {
            writers.computeIfAbsent(equations.get(k).target(), t -> new ArrayList<>())
                    .add(k);
        }
        for (int k = 0; k < equations.size(); k++) {
            Set<Tensor> read = reads(equations.get(k).reads());
            needs.computeIfAbsent(equations.get(k).target(), t -> new LinkedHashSet<>())
                    .addAll(read);
        }
        Set<Tensor> outputs = new LinkedHashSet<>(program.outputs());
        outputs.retainAll(writers.keySet());
        Set<Tensor> live = needed(outputs);
        for (int k = 0; k < equations.size(); k++) {
            if (live.contains(equations.get(k).target())) {
                for (Tensor tensor : reads(equations.get(k).reads())) {
                    readers.computeIfAbsent(tensor, t -> new LinkedHashSet<>()).add(k);
                }
            }
        }
    }

    /** A flat program whose equations are in no order yet, with these guards. */
    public static Program guard(Program program, Prover prover) {
        if (program.equations().stream().noneMatch(Laziness::mayFail)) {
            return program;
        }
        Laziness laziness = new Laziness(program, prover);
        laziness.guardAll();
        laziness.notes.addAll(laziness.equations);
        return program.with(laziness.notes);
    }

    private static boolean mayFail(Equation e) {
        return Requirements.mayFail(e.domain())
                || Graph.ascending(e.roots()).stream().anyMatch(Requirements::mayFail);
    }

    /** The arrays of the program among what is read. */
    private Set<Tensor> reads(List<Expr> reads) {
        Set<Tensor> read = new LinkedHashSet<>();
        for (Expr node : reads) {
            read.add(((Expr.Head.Read) node.head()).tensor());
        }
        read.retainAll(writers.keySet());
        return read;
    }

    private static <K, V> V get(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key));
    }

    /** Arrays after those that read them, so that it is known where these are computed. */
    private void guardAll() {
        List<Tensor> arrays = List.copyOf(writers.keySet());
        Map<Tensor, Integer> numbers = new HashMap<>();
        arrays.forEach(array -> numbers.put(array, numbers.size()));
        List<Set<Tensor>> lazy = new ArrayList<>();
        Set<Tensor> failing = new HashSet<>();
        for (List<Integer> component : Components.of(
                arrays.size(),
                k -> get(needs, arrays.get(k)).stream().map(numbers::get).toList())) {
            Set<Tensor> group = new LinkedHashSet<>();
            component.forEach(k -> group.add(arrays.get(k)));
            boolean fails = group.stream()
                    .anyMatch(array -> get(writers, array).stream().anyMatch(k -> mayFail(equations.get(k)))
                            || get(needs, array).stream().anyMatch(failing::contains));
            if (fails) {
                failing.addAll(group);
                lazy.add(group);
            }
        }
        for (int k = lazy.size() - 1; k >= 0; k--) {
            guard(lazy.get(k));
        }
    }

    /** Guards an array, or those of a recurrence. */
    private void guard(Set<Tensor> group) {
        List<Read> reads = new ArrayList<>();
        for (Tensor array : group) {
            for (int reader : readers.getOrDefault(array, Set.of())) {
                Equation e = equations.get(reader);
                if (!group.contains(e.target()) && !addReads(array, e, reads)) {
                    return;
                }
            }
            if (array.role() == Tensor.Role.OUTPUT) {
                return;
            }
        }
        boolean decides = reads.stream().anyMatch(read -> dependsOn(read.condition(), group));
        if (reads.isEmpty() || decides) {
            return;
        }
        boolean recurrence =
                group.stream().anyMatch(array -> get(needs, array).stream().anyMatch(group::contains));
        Tensor any = group.iterator().next();
        Tensor noted = isDirect(any, recurrence, reads) ? null : note(any, recurrence ? List.of() : any.shape(), reads);
        for (Tensor array : group) {
            for (int k : get(writers, array)) {
                Equation e = equations.get(k);
                Expr needed =
                        noted == null ? direct(e, reads) : isNoted(noted, recurrence ? List.of() : e.subscripts());
                equations.set(k, e.with(Guards.before(make, needed, e.guard()), e.value()));
                get(needs, array).addAll(reads(needed.reads()));
            }
        }
    }

    /** Adds where an equation reads an array; false if it does so whatever holds. */
    private boolean addReads(Tensor array, Equation e, List<Read> reads) {
        return (e.guard() == null || addReads(array, e, e.guard(), null, reads))
                && addReads(array, e, e.value(), e.guard(), reads);
    }

    private boolean addReads(Tensor array, Equation e, Expr root, @Nullable Expr guard, List<Read> reads) {
        Regions regions = new Regions(List.of(root));
        for (Expr node : root.reads()) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            if (read.tensor().equals(array)) {
                Expr condition = guard;
                List<Region> path = Regions.path(regions.home(node), regions.outermost());
                for (int k = path.size() - 1; k >= 0; k--) {
                    Expr own = path.get(k).condition();
                    condition =
                            Guards.and(make, condition, path.get(k).holds() ? own : make.apply(Connectives.NOT, own));
                }
                Expr early = Needs.of(node, regions, make);
                condition = early == null ? condition : Guards.and(make, condition, early);
                if (condition == null) {
                    return false;
                }
                reads.add(new Read(e, read.subscripts(), condition));
            }
        }
        return true;
    }

    /** Arrays and all that is needed to compute them. */
    private Set<Tensor> needed(Set<Tensor> arrays) {
        Set<Tensor> seen = new HashSet<>(arrays);
        Deque<Tensor> open = new ArrayDeque<>(arrays);
        while (!open.isEmpty()) {
            for (Tensor needed : get(needs, open.pop())) {
                if (seen.add(needed)) {
                    open.push(needed);
                }
            }
        }
        return seen;
    }

    private boolean dependsOn(Expr condition, Set<Tensor> group) {
        return needed(reads(condition.reads())).stream().anyMatch(group::contains);
    }

    /** Whether what conditions say of an element, or of all elements, tells whether it is needed. */
    private boolean isDirect(Tensor array, boolean recurrence, List<Read> reads) {
        boolean whole = reads.stream().allMatch(read -> read.condition().free().isEmpty());
        boolean each = !recurrence
                && reads.stream()
                        .allMatch(read -> walks(read.subscripts(), read.by().domain(), array))
                && get(writers, array).stream()
                        .map(equations::get)
                        .allMatch(e -> walks(e.subscripts(), e.domain(), array));
        return reads.stream().allMatch(read -> {
            Set<Atom.Index> indices = new HashSet<>();
            read.subscripts().forEach(s -> indices.addAll(s.indices()));
            return (whole || (each && indices.containsAll(read.condition().free())))
                    && isNonEmpty(read.by().domain(), whole ? Set.of() : indices);
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

    /** The conditions in the indices of an equation of the array. */
    private Expr direct(Equation e, List<Read> reads) {
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

    /** An array of 1 for what is needed, with equations that find it. */
    private Tensor note(Tensor array, List<Poly> shape, List<Read> reads) {
        Tensor noted = make.tensors().temporary(array.name() + "Needed", shape, array.span());
        Set<Tensor> read = new LinkedHashSet<>();
        for (Read r : reads) {
            List<Range> domain = r.by().domain().stream()
                    .map(range -> new Range(range.index(), range.from(), range.to()))
                    .toList();
            List<Poly> subscripts = shape.isEmpty() ? List.of() : r.subscripts();
            notes.add(new Equation(
                    noted, subscripts, domain, r.condition(), Reduction.MAX, make.number(1), r.by().span()));
            read.addAll(reads(r.condition().reads()));
        }
        writers.put(noted, List.of());
        needs.put(noted, read);
        return noted;
    }

    private Expr isNoted(Tensor noted, List<Poly> subscripts) {
        return make.apply(Comparisons.LT, make.number(0), make.read(noted, subscripts));
    }
}

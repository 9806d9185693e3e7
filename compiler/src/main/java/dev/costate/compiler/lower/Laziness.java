package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
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
        ConditionalReads reads = new ConditionalReads(make, prover);
        for (Tensor array : group) {
            for (int reader : readers.getOrDefault(array, Set.of())) {
                Equation e = equations.get(reader);
                if (!group.contains(e.target()) && !reads.add(array, e)) {
                    return;
                }
            }
            if (array.role() == Tensor.Role.OUTPUT) {
                return;
            }
        }
        boolean decides = reads.all().stream().anyMatch(read -> dependsOn(read.condition(), group));
        if (reads.all().isEmpty() || decides) {
            return;
        }
        boolean recurrence =
                group.stream().anyMatch(array -> get(needs, array).stream().anyMatch(group::contains));
        Tensor any = group.iterator().next();
        List<Equation> writing = get(writers, any).stream().map(equations::get).toList();
        boolean direct = reads.tellWhole() || (!recurrence && reads.tellEach(any, writing));
        Tensor noted = direct ? null : note(any, recurrence ? List.of() : any.shape(), reads);
        for (Tensor array : group) {
            for (int k : get(writers, array)) {
                Equation e = equations.get(k);
                Expr needed = noted == null
                        ? reads.condition(e)
                        : make.apply(
                                Comparisons.LT,
                                make.number(0),
                                make.read(noted, recurrence ? List.of() : e.subscripts()));
                equations.set(k, e.with(Guards.before(make, needed, e.guard()), e.value()));
                get(needs, array).addAll(reads(needed.reads()));
            }
        }
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

    /** An array of 1 for what is needed, with equations that find it. */
    private Tensor note(Tensor array, List<Poly> shape, ConditionalReads reads) {
        Tensor noted = make.tensors().temporary(array.name() + "Needed", shape, array.span());
        notes.addAll(reads.note(noted));
        Set<Tensor> read = new LinkedHashSet<>();
        reads.all().forEach(r -> read.addAll(reads(r.condition().reads())));
        writers.put(noted, List.of());
        needs.put(noted, read);
        return noted;
    }
}

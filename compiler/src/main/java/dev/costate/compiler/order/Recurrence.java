package dev.costate.compiler.order;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.ElementAliases;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.order.Placement.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds loops in which statements that depend on each other's elements can run. As in R. Allen and K. Kennedy,
 * Automatic translation of Fortran programs to vector form (ACM TOPLAS 9, 1987): of statements that need each other one
 * index each is made a common loop, so that no read is of a later iteration; what is read from an earlier one is then
 * settled, and what remains is ordered within the loop in the same way.
 */
public final class Recurrence {
    private final List<Accesses> statements;
    private final Prover prover;
    private final List<Dependence> dependences = new ArrayList<>();
    private List<Dependence> circle = List.of();

    private Recurrence(List<Accesses> statements, Prover prover) {
        this.statements = statements;
        this.prover = prover;
        Map<Tensor, List<Integer>> writers = new HashMap<>();
        for (int k = 0; k < statements.size(); k++) {
            writers.computeIfAbsent(statements.get(k).target(), t -> new ArrayList<>())
                    .add(k);
        }
        Map<Tensor, ElementAliases> written = new HashMap<>();
        writers.forEach((tensor, all) -> written.put(
                tensor,
                new ElementAliases(
                        all.stream().map(k -> statements.get(k).subscripts()).toList())));
        for (int reader = 0; reader < statements.size(); reader++) {
            for (ElementRead access : statements.get(reader).reads()) {
                List<Integer> all = writers.getOrDefault(access.tensor(), List.of());
                ElementAliases places = written.get(access.tensor());
                for (int at : places == null ? List.<Integer>of() : places.near(access.subscripts())) {
                    int writer = all.get(at);
                    Dependence found = Dependence.between(statements, writer, reader, access, prover);
                    if (found != null) {
                        dependences.add(found);
                    }
                }
            }
        }
    }

    /**
     * What was found.
     *
     * @param steps the statements in an order in which they can run, loops around them
     * @param circle if there is no such order, dependences that lead from a statement back to it; else empty
     */
    public record Result(List<Placement> steps, List<Dependence> circle) {
        public boolean isOrdered() {
            return circle.isEmpty();
        }
    }

    /**
     * Orders the statements, in parts if need be; those they read and that are not among them are taken to come before.
     */
    public static Result order(List<Accesses> statements, Prover prover) {
        Result whole = asTheyAre(statements, prover);
        IndexSetSplitting parts = new IndexSetSplitting(statements, prover);
        while (!whole.isOrdered() && parts.divide()) {
            Result divided = asTheyAre(parts.statements(), prover);
            if (divided.isOrdered()) {
                return new Result(parts.steps(divided.steps()), List.of());
            }
        }
        return whole;
    }

    private static Result asTheyAre(List<Accesses> statements, Prover prover) {
        Recurrence recurrence = new Recurrence(statements, prover);
        List<Integer> all = new ArrayList<>();
        for (int k = 0; k < statements.size(); k++) {
            all.add(k);
        }
        List<Placement> steps = recurrence.arrange(all, recurrence.dependences, Map.of());
        return steps == null ? new Result(List.of(), recurrence.circle) : new Result(steps, List.of());
    }

    /** The members in order, or null if there is none; {@code around} are the loops each is already in. */
    private @Nullable List<Placement> arrange(
            List<Integer> members, List<Dependence> open, Map<Integer, List<Level>> around) {
        Map<Integer, Integer> numbers = new HashMap<>();
        members.forEach(member -> numbers.put(member, numbers.size()));
        Map<Integer, Set<Integer>> needs = new HashMap<>();
        for (Dependence d : open) {
            needs.computeIfAbsent(numbers.get(d.reader()), r -> new LinkedHashSet<>())
                    .add(numbers.get(d.writer()));
        }
        List<Placement> steps = new ArrayList<>();
        for (List<Integer> component : Components.of(members.size(), k -> needs.getOrDefault(k, Set.of()))) {
            List<Integer> group = component.stream().map(members::get).toList();
            Set<Integer> own = new LinkedHashSet<>(group);
            List<Dependence> within = open.stream()
                    .filter(d -> own.contains(d.reader()) && own.contains(d.writer()))
                    .toList();
            if (within.isEmpty()) {
                steps.add(new Placement(group.get(0), List.of(), around.getOrDefault(group.get(0), List.of())));
            } else {
                List<Placement> inner = loop(group, within, around);
                if (inner == null) {
                    return null;
                }
                steps.addAll(inner);
            }
        }
        return steps;
    }

    /** The group in one more loop. */
    private @Nullable List<Placement> loop(
            List<Integer> group, List<Dependence> within, Map<Integer, List<Level>> around) {
        Map<Integer, List<Atom.Index>> candidates = new LinkedHashMap<>();
        for (int member : connected(group, within)) {
            candidates.put(member, candidates(statements.get(member), around.getOrDefault(member, List.of())));
        }
        Alignment.Search search = new Alignment.Search(candidates, within, prover);
        for (Alignment next = search.next(); next != null; next = search.next()) {
            Alignment alignment = next;
            if (group.stream().allMatch(member -> isUsed(alignment.index(member), around.get(member)))) {
                continue;
            }
            Map<Integer, List<Level>> deeper = new HashMap<>(around);
            Loop loop = new Loop(alignment.order());
            for (int member : group) {
                List<Level> levels = new ArrayList<>(around.getOrDefault(member, List.of()));
                levels.add(new Level(loop, alignment.index(member), alignment.shift(member)));
                deeper.put(member, levels);
            }
            List<Dependence> open =
                    within.stream().filter(d -> !alignment.settles(d)).toList();
            List<Placement> steps = arrange(group, open, deeper);
            if (steps != null) {
                return steps;
            }
        }
        if (circle.isEmpty()) {
            circle = circle(group, within);
        }
        return null;
    }

    private static boolean isUsed(Atom.Index index, @Nullable List<Level> around) {
        return around != null && around.stream().anyMatch(level -> level.index().equals(index));
    }

    /** The members, each but the first connected with one before it. */
    private static List<Integer> connected(List<Integer> group, List<Dependence> within) {
        Map<Integer, List<Dependence>> byReader = byReader(within);
        Set<Integer> found = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(group.get(0)));
        while (!open.isEmpty()) {
            int member = open.remove();
            if (found.add(member)) {
                byReader.getOrDefault(member, List.of()).forEach(d -> open.add(d.writer()));
            }
        }
        return new ArrayList<>(found);
    }

    private static Map<Integer, List<Dependence>> byReader(List<Dependence> dependences) {
        return dependences.stream()
                .collect(Collectors.groupingBy(Dependence::reader, LinkedHashMap::new, Collectors.toList()));
    }

    /** The indices that could be the next loop, by the position of the subscript they are in. */
    private static List<Atom.Index> candidates(Accesses statement, List<Level> around) {
        List<Atom.Index> own = statement.domain().stream().map(Range::index).toList();
        List<Atom.Index> free = new ArrayList<>();
        statement
                .subscripts()
                .forEach(s -> s.indices().stream()
                        .filter(i -> own.contains(i) && s.coefficient(i) == 1 && s.denominator() == 1)
                        .filter(i -> !free.contains(i))
                        .forEach(free::add));
        around.forEach(level -> free.remove(level.index()));
        List<Atom.Index> ready = new ArrayList<>(free);
        ready.removeIf(i -> bounds(statement, i).stream().anyMatch(free::contains));
        free.removeAll(ready);
        ready.addAll(free);
        // Last, an index that already has a loop: the statement then runs in one iteration of the new one only.
        around.forEach(level -> {
            if (!ready.contains(level.index())) {
                ready.add(level.index());
            }
        });
        return ready;
    }

    private static Set<Atom.Index> bounds(Accesses statement, Atom.Index index) {
        Set<Atom.Index> bounds = new LinkedHashSet<>();
        for (Range range : statement.domain()) {
            if (range.index().equals(index)) {
                bounds.addAll(range.from().indices());
                bounds.addAll(range.to().indices());
            }
        }
        return bounds;
    }

    /** A shortest circle of dependences through the first member; all those on itself, if it depends on itself. */
    private static List<Dependence> circle(List<Integer> group, List<Dependence> within) {
        int start = group.get(0);
        List<Dependence> itself = within.stream()
                .filter(d -> d.reader() == start && d.writer() == start)
                .toList();
        if (!itself.isEmpty()) {
            return itself;
        }
        Map<Integer, List<Dependence>> byReader = byReader(within);
        Map<Integer, Dependence> from = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty() && !from.containsKey(start)) {
            for (Dependence d : byReader.getOrDefault(open.remove(), List.of())) {
                if (from.putIfAbsent(d.writer(), d) == null) {
                    open.add(d.writer());
                }
            }
        }
        List<Dependence> circle = new ArrayList<>();
        int at = start;
        do {
            Dependence next = Objects.requireNonNull(from.get(at));
            circle.add(next);
            at = next.reader();
        } while (at != start);
        Collections.reverse(circle);
        return circle;
    }
}

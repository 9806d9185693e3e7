package dev.costate.compiler.order;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One index of each statement of a group, to run over in one loop, and by how much each statement is shifted, so that
 * no dependence is on a later iteration.
 */
final class Alignment {
    private final Map<Integer, Atom.Index> indices;
    private final Map<Integer, Long> shifts;
    private final Range.Order order;
    private final Set<Dependence> settled;

    private Alignment(
            Map<Integer, Atom.Index> indices, Map<Integer, Long> shifts, Range.Order order, Set<Dependence> settled) {
        this.indices = indices;
        this.shifts = shifts;
        this.order = order;
        this.settled = settled;
    }

    Atom.Index index(int statement) {
        return Objects.requireNonNull(indices.get(statement));
    }

    long shift(int statement) {
        return shifts.getOrDefault(statement, 0L);
    }

    Range.Order order() {
        return order;
    }

    /** Whether what is read is always of an earlier iteration. */
    boolean settles(Dependence dependence) {
        return settled.contains(dependence);
    }

    /** Tries the alignments one after the other, those without shifts first. */
    static final class Search {
        /** Dependences further ahead than this are not shifted into order. */
        private static final int FARTHEST = 8;

        private static final int BUDGET = 20_000;

        private record Mode(boolean upward, boolean shifting) {}

        private record Query(Dependence dependence, Atom.Index from, Atom.Index to, boolean upward) {}

        private final List<Integer> members;
        private final Map<Integer, List<Atom.Index>> candidates;
        private final List<Dependence> dependences;
        private final Prover prover;
        private final List<Mode> modes = new ArrayList<>(
                List.of(new Mode(true, false), new Mode(false, false), new Mode(true, true), new Mode(false, true)));
        private final Map<Query, Long> distances = new HashMap<>();
        private final List<Alignment> found = new ArrayList<>();
        private int budget = BUDGET;

        Search(Map<Integer, List<Atom.Index>> candidates, List<Dependence> dependences, Prover prover) {
            this.members = new ArrayList<>(candidates.keySet());
            this.candidates = candidates;
            this.dependences = dependences;
            this.prover = prover;
        }

        @Nullable
        Alignment next() {
            while (found.isEmpty() && !modes.isEmpty()) {
                assign(0, new HashMap<>(), modes.remove(0));
            }
            return found.isEmpty() ? null : found.remove(0);
        }

        private void assign(int member, Map<Integer, Atom.Index> chosen, Mode mode) {
            if (budget-- <= 0) {
                return;
            }
            if (member == members.size()) {
                complete(chosen, mode);
                return;
            }
            for (Atom.Index candidate : Objects.requireNonNull(candidates.get(members.get(member)))) {
                chosen.put(members.get(member), candidate);
                if (isPossible(members.get(member), chosen, mode)) {
                    assign(member + 1, chosen, mode);
                }
            }
            chosen.remove(members.get(member));
        }

        private boolean isPossible(int member, Map<Integer, Atom.Index> chosen, Mode mode) {
            for (Dependence d : dependences) {
                boolean touches = d.reader() == member || d.writer() == member;
                if (touches && chosen.containsKey(d.reader()) && chosen.containsKey(d.writer())) {
                    long least = mode.shifting() && d.reader() != d.writer() ? -FARTHEST : 0;
                    if (distance(d, chosen, mode) < least) {
                        return false;
                    }
                }
            }
            return true;
        }

        private void complete(Map<Integer, Atom.Index> chosen, Mode mode) {
            Map<Integer, Long> shifts = shifts(chosen, mode);
            if (shifts == null) {
                return;
            }
            Set<Dependence> settled = new HashSet<>();
            boolean all = true;
            boolean any = true;
            for (Dependence d : dependences) {
                long later = shifts.getOrDefault(d.reader(), 0L) - shifts.getOrDefault(d.writer(), 0L);
                long distance = distance(d, chosen, mode) + later;
                if (distance > 0) {
                    settled.add(d);
                }
                all &= distance >= 0;
                any &= distance == 0 && isConstant(d, chosen);
            }
            if (all) {
                Range.Order order = any ? Range.Order.ANY : mode.upward() ? Range.Order.UPWARD : Range.Order.DOWNWARD;
                shifts.replaceAll((member, shift) -> mode.upward() ? shift : -shift);
                found.add(new Alignment(
                        Collections.unmodifiableMap(new LinkedHashMap<>(chosen)), shifts, order, settled));
            }
        }

        /** The least shifts that leave no dependence on a later iteration, in iterations; null if there are none. */
        private @Nullable Map<Integer, Long> shifts(Map<Integer, Atom.Index> chosen, Mode mode) {
            Map<Integer, Long> shifts = new HashMap<>();
            for (int round = 0; round <= members.size(); round++) {
                boolean changed = false;
                for (Dependence d : dependences) {
                    long needed = shifts.getOrDefault(d.writer(), 0L) - distance(d, chosen, mode);
                    if (needed > shifts.getOrDefault(d.reader(), 0L)) {
                        shifts.put(d.reader(), needed);
                        changed = true;
                    }
                }
                if (!changed) {
                    return shifts;
                }
            }
            return null;
        }

        /**
         * By how many iterations the write surely comes before the read; the least long if it may come at any time
         * after.
         */
        private long distance(Dependence d, Map<Integer, Atom.Index> chosen, Mode mode) {
            Atom.Index from = Objects.requireNonNull(chosen.get(d.writer()));
            Atom.Index to = Objects.requireNonNull(chosen.get(d.reader()));
            Query query = new Query(d, from, to, mode.upward());
            return distances.computeIfAbsent(query, this::distance);
        }

        /** Whether each read is of a write by the same number of iterations before it. */
        private boolean isConstant(Dependence d, Map<Integer, Atom.Index> chosen) {
            Poly source = d.source().get(chosen.get(d.writer()));
            if (source == null) {
                return false;
            }
            Poly distance =
                    Poly.of(Objects.requireNonNull(chosen.get(d.reader()))).minus(source);
            return distance.isConstant()
                    || (prover.nonNegative(distance, d.facts()) && prover.nonNegative(distance.negate(), d.facts()));
        }

        private long distance(Query query) {
            Poly source = query.dependence().source().get(query.from());
            if (source == null) {
                return -FARTHEST - 1;
            }
            Poly distance = Poly.of(query.to()).minus(source);
            Poly ahead = query.upward() ? distance : distance.negate();
            if (ahead.isConstant()) {
                return ahead.constant().orElse(0);
            }
            for (long least = 1; least >= -FARTHEST; least--) {
                if (prover.nonNegative(ahead.plus(-least), query.dependence().facts())) {
                    return least;
                }
            }
            return -FARTHEST - 1;
        }
    }
}

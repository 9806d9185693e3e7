package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Reduction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Leaves out stores of variables and numbers to elements that nobody reads afterwards, in the unit or behind it: those
 * to places that are not read from there on, and in the loops of the unit those of what no later iteration reads. Time
 * is linear.
 */
public final class UnreadStores {
    /** The places that are read by what comes later, or by others. */
    private final Set<Place> later;

    private UnreadStores(Set<Place> results) {
        this.later = new HashSet<>(results);
    }

    /**
     * The statements of a unit without such stores.
     *
     * @param results the places that others read
     */
    public static List<Statement> of(List<Statement> body, Set<Place> results) {
        UnreadStores stores = new UnreadStores(results);
        List<Statement> kept = new ArrayList<>();
        for (int k = body.size() - 1; k >= 0; k--) {
            Statement statement = body.get(k);
            Set<Place> own = new HashSet<>();
            addReads(statement, own);
            Predicate<Place> isRead = place -> own.contains(place) || stores.later.contains(place);
            for (Statement left : without(List.of(statement), isRead)) {
                Statement last = left instanceof Statement.Loop loop ? stores.withoutLast(loop) : left;
                addReads(last, stores.later);
                kept.add(last);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    private static void addReads(Statement statement, Set<Place> read) {
        ReadsWrites touched = new ReadsWrites(statement, null);
        touched.places().stream()
                .filter(place ->
                        touched.reads().contains(place) || touched.adds().contains(place))
                .forEach(read::add);
    }

    /** @param isRead whether a place is read from there on */
    private static List<Statement> without(List<Statement> body, Predicate<Place> isRead) {
        return body.stream()
                .filter(statement -> !(statement instanceof Statement.Store store
                        && isPlain(store)
                        && !isRead.test(store.target().place())))
                .map(statement -> statement.map(local -> local, code -> code, inner -> without(inner, isRead)))
                .toList();
    }

    /** Whether it stores what cannot fail to be computed in an array of the unit. */
    private static boolean isPlain(Statement.Store store) {
        return store.target().place().storage() == Place.Storage.FIELD
                && !store.target().subscripts().isEmpty()
                && store.reduction() == Reduction.SET
                && (store.value() instanceof Code.Variable || store.value() instanceof Code.Constant);
    }

    /** Adds what a statement reads and stores of each place: elements, or the place itself for several. */
    private static void addElements(Statement statement, Map<Place, Set<Object>> elements) {
        boolean slices = statement.accept(new ReadsWrites());
        Walk.codesOf(statement).forEach(code -> addElements(code, slices, elements));
        statement.bodies().forEach(body -> body.forEach(each -> addElements(each, elements)));
    }

    private static void addElements(Code code, boolean slices, Map<Place, Set<Object>> elements) {
        if (code instanceof Code.Element element) {
            elements.computeIfAbsent(element.place(), place -> new HashSet<>()).add(slices ? element.place() : element);
        }
        code.operands().forEach(operand -> addElements(operand, code.readsSlices(), elements));
    }

    /** A loop without what it stores behind the last read of an element, which none of its iterations sees again. */
    private Statement.Loop withoutLast(Statement.Loop loop) {
        Map<Place, Set<Object>> elements = new HashMap<>();
        Map<Place, Integer> lastTouched = new HashMap<>();
        for (int k = 0; k < loop.body().size(); k++) {
            Statement statement = loop.body().get(k);
            for (Place place : new ReadsWrites(statement, null).places()) {
                lastTouched.put(place, k);
            }
            addElements(statement, elements);
        }
        List<Statement> kept = new ArrayList<>();
        for (int k = 0; k < loop.body().size(); k++) {
            boolean isUnread = loop.body().get(k) instanceof Statement.Store store
                    && isPlain(store)
                    && !later.contains(store.target().place())
                    && CarriedStep.isAnotherInEach(store.target(), loop)
                    && lastTouched.getOrDefault(store.target().place(), k) == k
                    && Set.of(store.target()).equals(elements.get(store.target().place()));
            if (!isUnread) {
                kept.add(loop.body().get(k));
            }
        }
        return kept.size() == loop.body().size() ? loop : loop.with(kept);
    }
}

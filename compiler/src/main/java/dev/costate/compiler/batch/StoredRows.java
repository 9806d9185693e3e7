package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Walk;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the variables that a row of an array holds in the end: they live there from the beginning.
 *
 * <pre>   for lane: s[lane] = 0                        for lane: distance[k][lane] = 0
 *   for d: for lane: s[lane] += …                for d: for lane: distance[k][lane] += …
 *   for lane: distance[k][lane] = s[lane] </pre>
 *
 * <p>That is so where nothing else of the array is read or written in the loop around, and the variable is not assigned
 * again behind the store.
 */
final class StoredRows {
    private final Iterations iterations;
    /** The variables that several parts refer to. */
    private final Set<Local> inRows;
    /** The elements that variables live in. */
    private final Map<Local, Code.Element> elements = new HashMap<>();

    StoredRows(Iterations iterations, Set<Local> inRows, List<Part> parts) {
        this.iterations = iterations;
        this.inRows = inRows;
        find(parts);
    }

    /** Where each variable lives that needs no row of its own. */
    Map<Local, Code.Element> elements() {
        return elements;
    }

    /** Whether the statement stores a variable where it lives. */
    boolean isStored(Statement statement) {
        return statement instanceof Statement.Store store
                && store.value() instanceof Code.Variable variable
                && store.target().equals(elements.get(variable.local()));
    }

    private void find(List<Part> parts) {
        Uses uses = new Uses();
        Set<Local> introduced = new HashSet<>();
        for (int k = 0; k < parts.size(); k++) {
            if (parts.get(k) instanceof Part.Nest nest) {
                find(nest.body());
            }
            uses.see(parts.get(k), k);
        }
        for (int k = 0; k < parts.size(); k++) {
            if (parts.get(k) instanceof Part.Each each) {
                for (Statement statement : each.body()) {
                    Local local = Walk.defined(statement);
                    if (local != null && inRows.contains(local)) {
                        introduced.add(local);
                    } else if (statement instanceof Statement.Store store
                            && store.value() instanceof Code.Variable variable
                            && introduced.remove(variable.local())
                            && isAlone(store, uses)
                            && uses.assigned.getOrDefault(variable.local(), k) < k) {
                        elements.put(variable.local(), store.target());
                    }
                }
            }
        }
    }

    private boolean isAlone(Statement.Store store, Uses uses) {
        Place place = store.target().place();
        return store.reduction() == Reduction.SET
                && iterations.isOverwritten(place)
                && uses.places.getOrDefault(place, 0) == 1;
    }

    /** What the parts of a loop do, those of loops within it included. */
    private static final class Uses {
        private final Map<Place, Integer> places = new HashMap<>();
        /** The last part that assigns a variable. */
        private final Map<Local, Integer> assigned = new HashMap<>();

        void see(Part part, int number) {
            if (part instanceof Part.Nest nest) {
                nest.body().forEach(inner -> see(inner, number));
            } else if (part instanceof Part.Each each) {
                each.body().forEach(statement -> see(statement, number));
            } else if (part instanceof Part.Once once) {
                see(once.statement(), number);
            } else if (part instanceof Part.Total total) {
                see(new Statement.Define(total.sum(), total.value()), number);
            }
        }

        private void see(Statement statement, int number) {
            Code.Element target = statement.target();
            if (target != null) {
                places.merge(target.place(), 1, Integer::sum);
            }
            if (statement instanceof Statement.Fill fill) {
                places.merge(fill.place(), 1, Integer::sum);
            }
            Walk.own(statement, code -> {
                if (code instanceof Code.Element element) {
                    places.merge(element.place(), 1, Integer::sum);
                }
            });
            Local local = Walk.assigned(statement);
            if (local != null) {
                assigned.put(local, number);
            }
            statement.bodies().forEach(body -> body.forEach(inner -> see(inner, number)));
        }
    }
}

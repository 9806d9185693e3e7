package dev.costate.compiler.loop;

import java.util.HashSet;
import java.util.Set;

/** What statements assign to: variables, and places in memory. */
final class Writes {
    /** Places within what callers hand over may be parts of each other. */
    private static final Object ARGUMENTS = new Object();

    private final Set<Object> targets = new HashSet<>();

    private Writes() {}

    static Writes of(Statement statement) {
        Writes writes = new Writes();
        writes.add(statement);
        return writes;
    }

    /** What is assigned to when an element of a place is. */
    static Object target(Place place) {
        return place.storage() == Place.Storage.ARGUMENT ? ARGUMENTS : place;
    }

    private void add(Statement statement) {
        if (statement instanceof Statement.Update update) {
            targets.add(update.local());
        } else if (statement instanceof Statement.Store store) {
            targets.add(target(store.target().place()));
        } else if (statement instanceof Statement.Fill fill) {
            targets.add(target(fill.place()));
        } else if (statement instanceof Statement.SumLoop sum) {
            targets.add(sum.target());
        } else if (statement instanceof Statement.Row row) {
            targets.add(target(row.target().place()));
        } else if (statement instanceof Statement.Axpy axpy) {
            targets.add(target(axpy.target().place()));
        }
        statement.bodies().forEach(body -> body.forEach(this::add));
    }

    /** All that is assigned to. */
    Set<Object> all() {
        return targets;
    }

    /** Whether the value of the expression may be another afterwards. */
    boolean change(Code code) {
        if (code instanceof Code.Variable variable) {
            return targets.contains(variable.local());
        } else if (code instanceof Code.Element element) {
            return targets.contains(target(element.place()));
        }
        return code.operands().stream().anyMatch(this::change);
    }
}

package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Walk;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the iterations of a loop have to do with each other, if that is no more than that they add to the same sums, or
 * find the same least or greatest element. What else an iteration writes is its own: a variable, the element of an
 * array at its index, or an array that the next iteration overwrites.
 */
final class Iterations {
    private final Atom.Index index;
    private final Set<Local> introduced = new HashSet<>();
    private final Set<Local> read = new HashSet<>();
    private final Map<Local, Set<Reduction>> updated = new HashMap<>();
    private final Map<Place, Set<Reduction>> written = new HashMap<>();
    private final Set<Place> seen = new HashSet<>();
    /** For each place the axes on which all accesses are at the index. */
    private final Map<Place, Set<Integer>> axes = new HashMap<>();

    private final Set<Local> varying = new HashSet<>();
    private final Set<Place> overwritten = new HashSet<>();
    private boolean known = true;

    private Iterations(Atom.Index index) {
        this.index = index;
    }

    /** What is found in the body of a loop; null if its iterations depend on each other by more. */
    static @Nullable Iterations of(Range range, List<Statement> body) {
        Iterations iterations = new Iterations(range.index());
        body.forEach(iterations::collect);
        if (!iterations.known || !iterations.areApart()) {
            return null;
        }
        while (iterations.spread(body, false)) {
            // until nothing more varies
        }
        return iterations;
    }

    private void collect(Statement statement) {
        Code.Element target = statement.target();
        Local defined = Walk.defined(statement);
        if (defined != null) {
            introduced.add(defined);
        } else if (statement instanceof Statement.Update update) {
            change(updated, update.local(), update.reduction());
        } else if (statement instanceof Statement.SumLoop sum) {
            change(updated, sum.local(), Reduction.SUM);
        } else if (statement instanceof Statement.Store store) {
            change(written, store.target().place(), store.reduction());
        } else if (statement instanceof Statement.Axpy axpy) {
            change(written, axpy.target().place(), Reduction.SUM);
        } else if (statement instanceof Statement.Row row) {
            change(written, row.target().place(), row.reduction());
        } else if (statement instanceof Statement.Fill fill) {
            change(written, fill.place(), Reduction.SET);
            axes.put(fill.place(), new HashSet<>());
        } else {
            known &= statement instanceof Statement.From
                    || statement instanceof Statement.Loop
                    || statement instanceof Statement.If;
        }
        if (target != null) {
            at(target);
        }
        statement.expressions().forEach(this::reads);
        statement.bodies().forEach(inner -> inner.forEach(this::collect));
    }

    private static <T> void change(Map<T, Set<Reduction>> changes, T what, Reduction how) {
        changes.computeIfAbsent(what, w -> EnumSet.noneOf(Reduction.class)).add(how);
    }

    private void reads(Code code) {
        if (code instanceof Code.Variable variable) {
            read.add(variable.local());
        } else if (code instanceof Code.Element element) {
            seen.add(element.place());
            at(element);
        }
        code.operands().forEach(this::reads);
    }

    private void at(Code.Element element) {
        Set<Integer> here = new HashSet<>();
        for (int axis = 0; axis < element.subscripts().size(); axis++) {
            if (element.subscripts().get(axis).equals(Poly.of(index))) {
                here.add(axis);
            }
        }
        axes.merge(element.place(), here, (before, now) -> {
            before.retainAll(now);
            return before;
        });
    }

    private boolean areApart() {
        for (Map.Entry<Local, Set<Reduction>> entry : updated.entrySet()) {
            Local local = entry.getKey();
            if (!introduced.contains(local) && (read.contains(local) || !isOneReduction(entry.getValue()))) {
                return false;
            }
        }
        for (Map.Entry<Place, Set<Reduction>> entry : written.entrySet()) {
            Place place = entry.getKey();
            boolean own = axis(place) >= 0;
            boolean reduced = !seen.contains(place) && isOneReduction(entry.getValue());
            if (!own && !reduced) {
                // The scheduler spares the axis of a loop only where all accesses are at the loop's iteration.
                if (place.storage() != Place.Storage.FIELD
                        || place.shape().size() == place.tensor().shape().size()) {
                    return false;
                }
                overwritten.add(place);
            }
        }
        return !(isArgumentAmong(written.keySet()) && isArgumentAmong(seen));
    }

    /** Places within what callers hand over may be parts of each other. */
    private static boolean isArgumentAmong(Set<Place> places) {
        return places.stream().anyMatch(p -> p.storage() == Place.Storage.ARGUMENT);
    }

    private static boolean isOneReduction(Set<Reduction> reductions) {
        return reductions.size() == 1 && !reductions.contains(Reduction.SET) && !reductions.contains(Reduction.UNION);
    }

    /**
     * Adds to the variables that vary those that are made of such, and those that are assigned where something varies:
     * that is done for each iteration as a whole, but for loops, which go around the iterations. Whether there were
     * any.
     */
    private boolean spread(List<Statement> body, boolean within) {
        boolean more = false;
        for (Statement statement : body) {
            Local changed = Walk.assigned(statement);
            boolean whole = !(statement instanceof Statement.Loop);
            boolean here = within || (whole ? varies(statement) : variesItself(statement));
            if (changed != null && here && introduced.contains(changed)) {
                more |= varying.add(changed);
            }
            for (List<Statement> inner : statement.bodies()) {
                more |= spread(inner, here);
            }
        }
        return more;
    }

    /**
     * Whether what the statement evaluates itself, or how often it runs what is in it, is another in each iteration.
     */
    private boolean variesItself(Statement statement) {
        Range range = range(statement);
        return (range != null && range.isBoundedBy(index))
                || statement.expressions().stream().anyMatch(this::varies);
    }

    private static @Nullable Range range(Statement statement) {
        if (statement instanceof Statement.Loop loop) {
            return loop.range();
        }
        return statement instanceof Statement.SumLoop sum ? sum.range() : null;
    }

    /** The axis of a place on which every access is at the index, or -1. */
    int axis(Place place) {
        return axes.getOrDefault(place, Set.of()).stream().min(Integer::compare).orElse(-1);
    }

    boolean isWritten(Place place) {
        return written.containsKey(place);
    }

    /** Whether each iteration writes all that it reads of the place, which has no axis for the iterations. */
    boolean isOverwritten(Place place) {
        return overwritten.contains(place);
    }

    /** Whether the iterations add to the variable, or find its least or greatest value. */
    boolean isReduced(Local local) {
        return updated.containsKey(local) && !introduced.contains(local);
    }

    boolean isReduced(Place place) {
        return written.containsKey(place) && axis(place) < 0 && !isOverwritten(place);
    }

    /** A variable that each iteration assigns. */
    Local newVarying(String hint) {
        Local local = new Local(hint, Op.Kind.REAL);
        introduced.add(local);
        varying.add(local);
        return local;
    }

    boolean varies(Local local) {
        return varying.contains(local);
    }

    /** Whether the value is another in each iteration. */
    boolean varies(Code code) {
        if (code instanceof Code.Variable variable) {
            return varying.contains(variable.local());
        } else if (code instanceof Code.Whole integer) {
            return varies(integer.value());
        } else if (code instanceof Code.Element element) {
            return isWritten(element.place()) || element.subscripts().stream().anyMatch(this::varies);
        } else if ((code instanceof Code.Dot dot && varies(dot.count()))
                || (code instanceof Code.RowSum sum && varies(sum.count()))) {
            return true;
        }
        return code.operands().stream().anyMatch(this::varies);
    }

    boolean varies(Poly poly) {
        return poly.indices().contains(index);
    }

    /** Whether the statement, or one within it, does something else in each iteration, or more if there are more. */
    boolean varies(Statement statement) {
        if (variesItself(statement) || reduces(statement)) {
            return true;
        }
        Code.Element target = statement.target();
        boolean own = target != null && !isReduced(target.place());
        boolean[] refers = {own || (statement instanceof Statement.Fill fill && isWritten(fill.place()))};
        if (statement instanceof Statement.Update || statement instanceof Statement.SumLoop || own) {
            Walk.references(statement, local -> refers[0] |= varying.contains(local));
        }
        Local defined = Walk.defined(statement);
        return refers[0]
                || (defined != null && varying.contains(defined))
                || statement.bodies().stream().flatMap(List::stream).anyMatch(this::varies);
    }

    /** Whether the statement itself adds to what all iterations add to. */
    boolean reduces(Statement statement) {
        Code.Element target = statement.target();
        return (target != null && isReduced(target.place()))
                || (statement instanceof Statement.Update update && isReduced(update.local()))
                || (statement instanceof Statement.SumLoop sum && isReduced(sum.local()));
    }

    /** Whether the statement has no effect but on what all iterations add to; it may assign to its own variables. */
    boolean onlyReduces(Statement statement) {
        Set<Local> own = new HashSet<>();
        Walk.introduced(statement, own::add);
        return reducesWithin(statement) && onlyReduces(statement, own);
    }

    private boolean reducesWithin(Statement statement) {
        return reduces(statement)
                || statement.bodies().stream().flatMap(List::stream).anyMatch(this::reducesWithin);
    }

    private boolean onlyReduces(Statement statement, Set<Local> own) {
        boolean writes = statement instanceof Statement.Update
                || statement instanceof Statement.SumLoop
                || statement instanceof Statement.Fill
                || statement.target() != null;
        boolean ofOwn = (statement instanceof Statement.Update update && own.contains(update.local()))
                || (statement instanceof Statement.SumLoop sum && own.contains(sum.local()));
        return (!writes || ofOwn || reduces(statement))
                && statement.bodies().stream().flatMap(List::stream).allMatch(s -> onlyReduces(s, own));
    }
}

package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Reduction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What statements read, assign to and add to, variables and places alike, and on which axes of a place they stay at the
 * element of one iteration. Places are told apart, also those in one argument.
 */
final class ReadsWrites {
    private final Atom.@Nullable Index index;
    private final Set<Object> reads = new HashSet<>();
    private final Set<Object> writes = new HashSet<>();
    private final Set<Object> adds = new HashSet<>();
    private final Set<Local> introduced = new HashSet<>();
    private final Map<Place, Set<Integer>> axes = new HashMap<>();

    /** Of nothing yet. */
    ReadsWrites() {
        this.index = null;
    }

    /** @param index of the iteration, if there is one */
    ReadsWrites(Statement statement, Atom.@Nullable Index index) {
        this.index = index;
        add(statement);
    }

    Set<Object> reads() {
        return reads;
    }

    /** What is assigned to, or changed in another way than by adding. */
    Set<Object> writes() {
        return writes;
    }

    Set<Object> adds() {
        return adds;
    }

    Set<Local> introduced() {
        return introduced;
    }

    boolean touches(Object object) {
        return reads.contains(object) || writes.contains(object) || adds.contains(object);
    }

    /** The axes on which all accesses are at the element of the iteration. */
    Set<Integer> axes(Place place) {
        return axes.getOrDefault(place, Set.of());
    }

    /** Adds what other statements do; on which axes they stay is left open. */
    void add(ReadsWrites other) {
        reads.addAll(other.reads);
        writes.addAll(other.writes);
        adds.addAll(other.adds);
    }

    /** Whether it matters which comes first. What both only add to is added in another order. */
    boolean conflicts(ReadsWrites other) {
        return writes.stream().anyMatch(other::touches)
                || other.writes.stream().anyMatch(this::touches)
                || adds.stream().anyMatch(other.reads::contains)
                || other.adds.stream().anyMatch(reads::contains);
    }

    private void add(Statement statement) {
        if (statement instanceof Statement.Define define) {
            introduced.add(define.local());
            writes.add(define.local());
        } else if (statement instanceof Statement.Declare declare) {
            introduced.add(declare.local());
            writes.add(declare.local());
        } else if (statement instanceof Statement.Update update) {
            changed(update.reduction()).add(update.local());
        } else if (statement instanceof Statement.SumLoop sum) {
            adds.add(sum.local());
        } else if (statement instanceof Statement.Fill fill) {
            writes.add(fill.place());
            axes.put(fill.place(), Set.of());
        } else if (statement instanceof Statement.Store store) {
            target(store.target(), store.reduction(), false);
        } else if (statement instanceof Statement.Row row) {
            target(row.target(), row.reduction(), true);
        } else if (statement instanceof Statement.Axpy axpy) {
            target(axpy.target(), Reduction.SUM, true);
        } else if (statement instanceof Statement.Product product) {
            target(product.target(), Reduction.SUM, false);
        } else if (statement instanceof Statement.Kernel kernel) {
            target(kernel.target(), Reduction.SET, true);
        } else if (statement instanceof Statement.Call call) {
            call.method().body().forEach(this::add);
        }
        boolean slices = statement instanceof Statement.Row
                || statement instanceof Statement.Axpy
                || statement instanceof Statement.Kernel;
        statement.expressions().forEach(code -> read(code, slices));
        statement.bodies().forEach(body -> body.forEach(this::add));
    }

    private Set<Object> changed(Reduction reduction) {
        return reduction == Reduction.SUM ? adds : writes;
    }

    private void target(Code.Element target, Reduction reduction, boolean slice) {
        changed(reduction).add(target.place());
        walk(target, slice);
    }

    private void read(Code code, boolean slice) {
        if (code instanceof Code.Variable variable) {
            reads.add(variable.local());
        } else if (code instanceof Code.Element element) {
            reads.add(element.place());
            walk(element, slice);
        }
        boolean rows = code instanceof Code.Dot || code instanceof Code.RowSum;
        code.operands().forEach(operand -> read(operand, rows));
    }

    /** @param slice whether it is the first of several elements along the last axis */
    private void walk(Code.Element element, boolean slice) {
        List<Poly> subscripts = element.subscripts();
        Set<Integer> here = new HashSet<>();
        for (int axis = 0; axis < subscripts.size() - (slice ? 1 : 0); axis++) {
            if (index != null && subscripts.get(axis).equals(Poly.of(index))) {
                here.add(axis);
            }
        }
        Set<Integer> before = axes.get(element.place());
        if (before != null) {
            here.retainAll(before);
        }
        axes.put(element.place(), here);
    }
}

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
 * element of one iteration. Places are told apart, also those in one argument. Visits what each kind assigns to, and
 * tells whether what it reads are slices along the last axis.
 */
final class ReadsWrites implements Statement.Visitor<Boolean> {
    private static final boolean SLICES = true;
    private static final boolean ELEMENTS = false;

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

    /** Whether it is assigned to or added to. */
    boolean changes(Object object) {
        return writes.contains(object) || adds.contains(object);
    }

    boolean touches(Object object) {
        return reads.contains(object) || changes(object);
    }

    /** All places that are touched. */
    Set<Place> places() {
        return axes.keySet();
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
        boolean slices = statement.accept(this);
        statement.expressions().forEach(code -> read(code, slices));
        statement.bodies().forEach(body -> body.forEach(this::add));
    }

    @Override
    public Boolean visit(Statement.From from) {
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.Define define) {
        return introduce(define.local());
    }

    @Override
    public Boolean visit(Statement.Declare declare) {
        return introduce(declare.local());
    }

    @Override
    public Boolean visit(Statement.Update update) {
        changed(update.reduction()).add(update.local());
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.Store store) {
        target(store.target(), store.reduction(), ELEMENTS);
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.Fill fill) {
        writes.add(fill.place());
        axes.put(fill.place(), Set.of());
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.Loop loop) {
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.Let let) {
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.SumLoop sum) {
        adds.add(sum.local());
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.If choice) {
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.Row row) {
        target(row.target(), row.reduction(), SLICES);
        return SLICES;
    }

    @Override
    public Boolean visit(Statement.Axpy axpy) {
        target(axpy.target(), Reduction.SUM, SLICES);
        return SLICES;
    }

    @Override
    public Boolean visit(Statement.Product product) {
        target(product.target(), Reduction.SUM, ELEMENTS);
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.Pack pack) {
        target(pack.target(), Reduction.SET, ELEMENTS);
        return ELEMENTS;
    }

    @Override
    public Boolean visit(Statement.Kernel kernel) {
        target(kernel.target(), Reduction.SET, SLICES);
        return SLICES;
    }

    @Override
    public Boolean visit(Statement.Call call) {
        call.method().body().forEach(this::add);
        return ELEMENTS;
    }

    private boolean introduce(Local local) {
        introduced.add(local);
        writes.add(local);
        return ELEMENTS;
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
        code.operands().forEach(operand -> read(operand, code.readsSlices()));
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

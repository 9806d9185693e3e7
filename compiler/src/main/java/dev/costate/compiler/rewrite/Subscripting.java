package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** How one equation subscripts tensors, the one it writes and those it reads. */
final class Subscripting {
    /**
     * What subscripts one axis of a tensor.
     *
     * @param binders the indices in the subscript, in all the places where the read stands
     * @param unrollable whether it is a constant when the loops over them are unrolled
     */
    record Use(Tensor tensor, int axis, List<Binder> binders, boolean unrollable) {}

    private final Map<Atom.Index, Binder> loops;
    /** For each read within reductions, what its indices may be bound by. */
    private final Map<Expr, List<Binder>> reduced = new HashMap<>();

    private final List<Use> uses = new ArrayList<>();
    private final List<Expr> reductions;
    private final int nodes;

    /** @param of the tensors that count */
    Subscripting(Equation e, Predicate<Tensor> of) {
        this.loops = Binder.of(e);
        List<Expr> all = Graph.ascending(e.roots());
        this.nodes = all.size();
        this.reductions = all.stream()
                .filter(node -> node.head() instanceof Expr.Head.Reduce)
                .toList();
        reductions.forEach(this::within);
        if (of.test(e.target())) {
            add(e.target(), e.subscripts(), List.of());
        }
        for (Expr node : all) {
            if (node.head() instanceof Expr.Head.Read read && of.test(read.tensor())) {
                add(read.tensor(), read.subscripts(), reduced.getOrDefault(node, List.of()));
            }
        }
    }

    private void within(Expr reduce) {
        Map<Atom.Index, Binder> own = Binder.of(reduce, loops);
        for (Expr node :
                Graph.ascending(reduce.operands(), n -> n.free().stream().anyMatch(own::containsKey))) {
            if (node.head() instanceof Expr.Head.Read) {
                node.free().stream()
                        .map(own::get)
                        .filter(Objects::nonNull)
                        .forEach(binder -> reduced.computeIfAbsent(node, n -> new ArrayList<>())
                                .add(binder));
            }
        }
    }

    private void add(Tensor tensor, List<Poly> subscripts, List<Binder> within) {
        for (int axis = 0; axis < subscripts.size(); axis++) {
            List<Binder> binders = new ArrayList<>();
            boolean unrollable = true;
            for (Atom atom : subscripts.get(axis).atoms()) {
                unrollable &= atom instanceof Atom.Index;
                Binder loop = atom instanceof Atom.Index index ? loops.get(index) : null;
                if (loop != null) {
                    binders.add(loop);
                }
                within.stream().filter(b -> b.range().index().equals(atom)).forEach(binders::add);
            }
            unrollable &= binders.stream().allMatch(Binder::isUnrollable);
            uses.add(new Use(tensor, axis, binders, unrollable));
        }
    }

    List<Use> uses() {
        return uses;
    }

    /** How many nodes the equation has. */
    int nodes() {
        return nodes;
    }

    /** What to unroll so that the subscripts of some uses are constants. */
    Set<Binder> unrolled(Predicate<Use> constant) {
        Set<Binder> unrolled = new LinkedHashSet<>();
        for (Use use : uses) {
            if (constant.test(use)) {
                use.binders().forEach(binder -> unrolled.addAll(binder.outer()));
                unrolled.addAll(use.binders());
            }
        }
        return unrolled;
    }

    /** Whether some reduction stays a loop when these are unrolled. */
    boolean keepsLoops(Set<Binder> unrolled) {
        Map<Expr, Integer> ranges = new HashMap<>();
        unrolled.forEach(binder -> {
            if (binder.reduce() != null) {
                ranges.merge(binder.reduce(), 1, Integer::sum);
            }
        });
        return reductions.stream()
                .anyMatch(r -> ranges.getOrDefault(r, 0)
                        < ((Expr.Head.Reduce) r.head()).ranges().size());
    }

    /** How many copies of what an equation computes there are at most when these are unrolled. */
    static long copies(Set<Binder> unrolled) {
        long loops = 1;
        Map<Expr, Long> reductions = new HashMap<>();
        for (Binder binder : unrolled) {
            if (binder.reduce() == null) {
                loops *= binder.extent();
            } else {
                reductions.merge(binder.reduce(), binder.extent(), (a, b) -> a * b);
            }
        }
        return loops * reductions.values().stream().reduce(1L, Math::max);
    }
}

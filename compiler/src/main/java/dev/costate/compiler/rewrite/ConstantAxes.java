package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the axes of constant extent that every equation subscripts by constants, once small loops and sums are
 * unrolled. All that might be is taken to be so at first; an axis that some equation subscripts in another way, or only
 * at the price of too many copies of itself, is dropped, until all that is left holds.
 */
final class ConstantAxes {
    /** Arrays with more elements along these axes are left as they are. */
    private static final int MOST_ELEMENTS = 16;

    /** An equation is never computed in more copies. */
    private static final int MOST_COPIES = 64;

    /** Nor in more if it holds a loop: many loops are no simpler than one around them. */
    private static final int MOST_LOOPS = 4;

    /** What the expressions of a program may grow to: so many times what they are, and so much in any case. */
    private static final int GROWTH = 4;

    private static final int SMALL_PROGRAM = 4000;

    private final Map<Tensor, SortedSet<Integer>> axes = new HashMap<>();
    private final List<Subscripting> equations = new ArrayList<>();
    private final Map<Tensor, List<Subscripting>> users = new HashMap<>();

    private ConstantAxes(Program program, Set<Tensor> candidates) {
        for (Tensor tensor : candidates) {
            axes.put(tensor, constant(tensor));
        }
        if (candidates.isEmpty()) {
            return;
        }
        for (Equation e : program.equations()) {
            Subscripting subscripting = new Subscripting(e, candidates::contains);
            equations.add(subscripting);
            for (Subscripting.Use use : subscripting.uses()) {
                users.computeIfAbsent(use.tensor(), t -> new ArrayList<>()).add(subscripting);
            }
        }
        drop();
    }

    /** Those of a program; of smaller arrays only, if it would grow too much otherwise. */
    static ConstantAxes of(Program program) {
        ConstantAxes found = new ConstantAxes(program, candidates(program, MOST_ELEMENTS));
        for (int most = MOST_ELEMENTS / 2; found.isLarge(); most /= 2) {
            found = new ConstantAxes(program, candidates(program, most));
        }
        return found;
    }

    private static Set<Tensor> candidates(Program program, int most) {
        Set<Tensor> candidates = new LinkedHashSet<>();
        Set<Tensor> outputs = new HashSet<>(program.outputs());
        for (Equation e : program.equations()) {
            Tensor tensor = e.target();
            if (!outputs.contains(tensor) && tensor.type() == Tensor.Type.REAL) {
                long elements = elements(tensor, most);
                if (elements > 0) {
                    candidates.add(tensor);
                }
            }
        }
        return candidates;
    }

    /** How many elements there are along the axes of constant extent; 0 if none or too many. */
    private static long elements(Tensor tensor, int most) {
        long elements = 1;
        for (int axis : constant(tensor)) {
            long extent = tensor.shape().get(axis).constant().orElseThrow();
            elements = extent > most ? 0 : elements * extent;
        }
        return constant(tensor).isEmpty() || elements > most ? 0 : elements;
    }

    private static SortedSet<Integer> constant(Tensor tensor) {
        SortedSet<Integer> constant = new TreeSet<>();
        for (int axis = 0; axis < tensor.shape().size(); axis++) {
            Poly extent = tensor.shape().get(axis);
            if (extent.isConstant()) {
                constant.add(axis);
            }
        }
        return constant;
    }

    /** Drops axes until each equation can subscript those that are left by constants. */
    private void drop() {
        Set<Subscripting> open = new LinkedHashSet<>(equations);
        while (!open.isEmpty()) {
            Subscripting next = open.iterator().next();
            open.remove(next);
            for (Subscripting.Use use : next.uses()) {
                if (has(use) && !use.unrollable()) {
                    open.addAll(without(use));
                }
            }
            Set<Binder> unrolled = unrolled(next);
            if (Subscripting.copies(unrolled) > (next.keepsLoops(unrolled) ? MOST_LOOPS : MOST_COPIES)) {
                next.uses().stream()
                        .filter(use -> has(use) && !use.binders().isEmpty())
                        .forEach(use -> open.addAll(without(use)));
            }
        }
    }

    private boolean has(Subscripting.Use use) {
        return axes.getOrDefault(use.tensor(), new TreeSet<>()).contains(use.axis());
    }

    /** Drops an axis; all equations that must be looked at again. */
    private List<Subscripting> without(Subscripting.Use use) {
        of(use.tensor()).remove(use.axis());
        return users.getOrDefault(use.tensor(), List.of());
    }

    /** Whether the program would grow beyond what a reader, javac and the JIT bear. */
    private boolean isLarge() {
        long before = 0;
        long after = 0;
        for (Subscripting equation : equations) {
            before += equation.nodes();
            after += equation.nodes() * Subscripting.copies(unrolled(equation));
        }
        return after > Math.max(SMALL_PROGRAM, GROWTH * before);
    }

    /** The constant axes of a tensor, from the first; empty if it stays as it is. */
    SortedSet<Integer> of(Tensor tensor) {
        return axes.getOrDefault(tensor, new TreeSet<>());
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return axes.values().stream().allMatch(Set::isEmpty);
    }

    /** What is unrolled of each equation, in their order. */
    List<Set<Binder>> unrolled() {
        return equations.stream().map(this::unrolled).toList();
    }

    private Set<Binder> unrolled(Subscripting equation) {
        return equation.unrolled(use -> has(use));
    }
}

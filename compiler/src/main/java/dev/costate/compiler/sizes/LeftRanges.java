package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of the indices on the left of equations that belong together. One that nothing else tells takes the range
 * that its position has in the other equations of the array, where these agree.
 */
public final class LeftRanges {
    private final Context context;
    private final List<EquationPart> parts;
    /** What is known of the values of the parts, in the same order. */
    private final List<Inference> values;
    /** The indices of each equation that have no range yet, in the order in which they are to get one. */
    private final Map<EquationPart, List<Variable>> waiting = new HashMap<>();

    public LeftRanges(Context context, List<EquationPart> parts, List<Inference> values) {
        this.context = context;
        this.parts = parts;
        this.values = values;
        parts.forEach(part -> waiting.put(part, inOrder(part)));
    }

    private List<Variable> waiting(EquationPart part) {
        return Objects.requireNonNull(waiting.get(part));
    }

    /** Those without a stated range, then the others in the order of the clause. */
    private static List<Variable> inOrder(EquationPart part) {
        List<Variable> order = new ArrayList<>(part.variables().values());
        order.removeIf(v -> v.stated != null);
        for (Declaration.IndexRange range : part.equation().ranges()) {
            part.variables().values().stream()
                    .filter(v -> v.name.name().equals(range.index().name()))
                    .forEach(order::add);
        }
        return order;
    }

    public void find() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (EquationPart part : parts) {
                changed |= enterKnown(part);
            }
            for (EquationPart part : parts) {
                changed |= adopt(part);
            }
            if (!changed && waiting.values().stream().anyMatch(w -> !w.isEmpty())) {
                changed = grow();
            }
        }
        for (EquationPart part : parts) {
            waiting(part).forEach(v -> enter(part, v));
            part.know(part.scope().facts());
        }
    }

    private void enter(EquationPart part, Variable variable) {
        new Ranges(context, part.scope()).enter(variable, "`for " + variable.name + " in …` after the equation");
    }

    /** Brings into scope what has a range; one that is stated may need those before it. */
    private boolean enterKnown(EquationPart part) {
        boolean changed = false;
        boolean complete = true;
        for (Variable variable : List.copyOf(waiting(part))) {
            boolean known = variable.stated != null ? complete : variable.hasSource();
            if (known) {
                enter(part, variable);
                waiting(part).remove(variable);
                changed = true;
            } else {
                complete = false;
            }
        }
        return changed;
    }

    private boolean adopt(EquationPart part) {
        boolean changed = false;
        for (Variable variable : waiting(part)) {
            if (variable.stated == null) {
                variable.adopted = byPosition(part, variable);
                changed |= variable.adopted != null;
            }
        }
        return changed;
    }

    /** Asks the values again, with what is known by now of the arrays that are being defined. */
    private boolean grow() {
        Map<String, List<Poly>> known = new HashMap<>();
        for (EquationPart part : parts) {
            List<Poly> shape = new ArrayList<>();
            for (int axis = 0; axis < part.subscripts().size(); axis++) {
                shape.add(sizeSoFar(part, axis));
            }
            known.put(part.symbol().text(), shape);
        }
        boolean changed = false;
        for (Inference value : values) {
            changed |= value.grow(known);
        }
        return changed;
    }

    /** The size of an axis if all equations whose ranges are known agree. */
    private Poly sizeSoFar(EquationPart part, int axis) {
        List<Poly> ends = parts.stream()
                .filter(other -> other.symbol() == part.symbol())
                .map(other -> at(other, axis))
                .filter(Objects::nonNull)
                .map(Range::to)
                .distinct()
                .toList();
        return ends.size() == 1 ? ends.get(0) : Poly.of(Inference.UNKNOWN);
    }

    /** The range that the position of the index has elsewhere, if all that know one agree. */
    private @Nullable Range byPosition(EquationPart part, Variable variable) {
        Range agreed = null;
        for (int axis = 0; axis < part.subscripts().size(); axis++) {
            Poly own = part.subscripts().get(axis);
            if (!own.indices().contains(variable.index)) {
                continue;
            }
            Poly shift = own.minus(variable.poly());
            for (EquationPart other : parts) {
                Range range = other == part || other.symbol() != part.symbol() ? null : at(other, axis);
                if (range == null) {
                    continue;
                }
                Range here = new Range(
                        variable.index, range.from().minus(shift), range.to().minus(shift));
                if (agreed != null && !agreed.equals(here)) {
                    return null;
                }
                agreed = here;
            }
        }
        return agreed;
    }

    /** The subscripts that an equation defines on an axis, if they do not depend on its other indices. */
    private static @Nullable Range at(EquationPart part, int axis) {
        if (axis >= part.subscripts().size()) {
            return null;
        }
        Poly subscript = part.subscripts().get(axis);
        for (Variable variable : part.variables().values()) {
            Range range = variable.range;
            if (range != null && subscript.indices().contains(variable.index)) {
                Poly shift = subscript.minus(variable.poly());
                boolean fixed = !part.mentionsOwn(range.from()) && !part.mentionsOwn(range.to());
                return fixed
                        ? new Range(
                                range.index(),
                                range.from().plus(shift),
                                range.to().plus(shift))
                        : null;
            }
        }
        return null;
    }
}

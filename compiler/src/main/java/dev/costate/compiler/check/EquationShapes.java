package dev.costate.compiler.check;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.EquationPart;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of what several equations define: an axis is as long as the formula of its greatest subscript says, by
 * what is known of sizes.
 */
final class EquationShapes {
    private final Context context;
    private final List<EquationPart> parts;

    /** @param parts the equations of one array, at least one */
    EquationShapes(Context context, List<EquationPart> parts) {
        this.context = context;
        this.parts = parts;
    }

    /**
     * The shape, or null after an error.
     *
     * @param known what holds of the sizes that the equations mention
     */
    @Nullable
    List<Poly> find(Facts known) {
        if (!agree()) {
            return null;
        }
        List<Poly> shape = new ArrayList<>();
        for (int axis = 0; axis < parts.get(0).subscripts().size(); axis++) {
            Poly size = size(axis, known);
            if (size == null) {
                return null;
            }
            shape.add(size);
        }
        return shape;
    }

    /** Whether all are of one type and have as many subscripts. */
    private boolean agree() {
        EquationPart first = parts.get(0);
        for (EquationPart part : parts) {
            boolean mixed = part.equation().integer() != first.equation().integer();
            if (mixed || part.subscripts().size() != first.subscripts().size()) {
                context.reporter()
                        .report(
                                mixed
                                        ? EquationMessages.mixedTypes(part, first)
                                        : EquationMessages.subscriptCounts(part, first));
                return false;
            }
        }
        return true;
    }

    /** Whether the size of an axis in the model follows from dims alone; reports it if not. */
    static boolean isOfDims(Context context, EquationPart part, Poly size, Span span) {
        boolean known = part.scope().sees() != Scope.Sees.MODEL || PolyBounds.isAffine(size, part.domain());
        if (!known) {
            context.reporter().report(EquationMessages.sizeOfData(part.symbol(), size, span));
        }
        return known;
    }

    /** The end of the range of the index in a subscript. */
    private static Poly end(Poly subscript, List<Range> domain) {
        return domain.stream()
                .filter(range -> subscript.indices().contains(range.index()))
                .map(Range::to)
                .findFirst()
                .orElse(subscript);
    }

    /**
     * The greatest of several sizes. Conditions around a call may make others equal to it, or contradict each other, so
     * that any would do; it is the one that is the greatest by what is known further out, as sizes are compared as
     * formulas.
     */
    private @Nullable Poly greatest(List<Poly> sizes, Facts known) {
        List<Poly> greatest =
                sizes.stream().filter(s -> isGreatest(s, sizes, known)).toList();
        for (int count = 0; greatest.size() > 1 && count < known.all().size(); count++) {
            Facts outer = known.outermost(count);
            List<Poly> anyway =
                    greatest.stream().filter(s -> isGreatest(s, sizes, outer)).toList();
            greatest = anyway.isEmpty() ? greatest : List.of(anyway.get(0));
        }
        return greatest.isEmpty() ? null : greatest.get(0);
    }

    private boolean isGreatest(Poly size, List<Poly> sizes, Facts known) {
        return sizes.stream().allMatch(other -> context.prover().nonNegative(size.minus(other), known));
    }

    private @Nullable Poly size(int axis, Facts known) {
        List<Poly> sizes = new ArrayList<>();
        // Of those that are numbers only the greatest counts.
        int constant = -1;
        for (EquationPart part : parts) {
            Span span = part.equation().subscripts().get(axis).span();
            if (!isOfDims(context, part, end(part.subscripts().get(axis), part.domain()), span)) {
                return null;
            }
            Poly size = PolyBounds.greatestOver(part.subscripts().get(axis), part.domain())
                    .plus(1);
            if (size.isConstant() && constant >= 0) {
                boolean greater = size.minus(sizes.get(constant)).constant().orElse(0) > 0;
                sizes.set(constant, greater ? size : sizes.get(constant));
            } else if (!sizes.contains(size)) {
                constant = size.isConstant() ? sizes.size() : constant;
                sizes.add(size);
            }
        }
        Poly greatest = greatest(sizes, known);
        if (greatest == null) {
            EquationPart last = parts.get(parts.size() - 1);
            Span place = last.equation().subscripts().get(axis).span();
            context.reporter().report(EquationMessages.unknownLength(last.symbol(), sizes, place));
        }
        return greatest;
    }
}

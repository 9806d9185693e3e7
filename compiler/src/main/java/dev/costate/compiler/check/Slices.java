package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements and slices of arrays, once all their parts are known: what is left is that they are in range. */
final class Slices {
    private final Context context;
    private final Scope scope;

    Slices(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    /** The element, if there is a subscript for each axis, or the slice; null if it leaves its range. */
    @Nullable
    Term of(Term array, List<Term.Axis> axes, List<Span> spans, Span span) {
        boolean empty = false;
        boolean slice = axes.stream().anyMatch(Term.Axis.Along.class::isInstance);
        Facts outside = scope.facts;
        boolean right = true;
        List<Reads.Subscripted> first = new ArrayList<>();
        List<Reads.Subscripted> last = new ArrayList<>();
        for (int k = 0; k < axes.size(); k++) {
            if (axes.get(k) instanceof Term.Axis.Along along) {
                right &= isExtent(along.extent(), spans.get(k));
                empty |= along.extent().isZero();
                scope.facts = scope.facts.with(List.of(along.extent().plus(-1)));
                first.add(new Reads.Subscripted(along.from(), spans.get(k)));
                last.add(new Reads.Subscripted(along.from().plus(along.extent()).plus(-1), spans.get(k)));
            } else {
                Poly subscript = ((Term.Axis.At) axes.get(k)).subscript();
                first.add(new Reads.Subscripted(subscript, spans.get(k)));
                last.add(new Reads.Subscripted(subscript, spans.get(k)));
            }
        }
        Tensor tensor = array instanceof Term.Whole whole
                ? whole.tensor()
                : Tensor.temporary(array.span().text(), array.shape(), null);
        Bounds bounds = new Bounds(context, scope);
        right = right
                && (empty || bounds.check(tensor, first, span))
                && (empty || !slice || bounds.check(tensor, last, span));
        scope.facts = outside;
        if (!right) {
            return null;
        }
        return slice
                ? new Term.Slice(array, axes, span)
                : Arrays.element(
                        array, first.stream().map(Reads.Subscripted::poly).toList(), span);
    }

    /** Whether the extent of a slice is surely not negative. */
    private boolean isExtent(Poly extent, Span span) {
        if (context.prover.nonNegative(extent, scope.facts) || context.prover.contradictory(scope.facts)) {
            return true;
        }
        context.reporter.report(
                Code.NEGATIVE_SIZE,
                span,
                extent.isConstant()
                        ? "this slice ends before it starts"
                        : "this slice would have " + extent + " entries, which may be negative",
                extent.isConstant() ? null : "State a least value with `dim … >= …`, or put an `if` around it.");
        return false;
    }
}

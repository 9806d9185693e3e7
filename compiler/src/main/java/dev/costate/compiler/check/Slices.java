package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.sizes.SubscriptBounds;
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
        Facts outside = scope.facts();
        boolean right = true;
        List<SubscriptBounds.Subscript> first = new ArrayList<>();
        List<SubscriptBounds.Subscript> last = new ArrayList<>();
        for (int k = 0; k < axes.size(); k++) {
            if (axes.get(k) instanceof Term.Axis.Along along) {
                right &= isExtent(along.extent(), spans.get(k));
                empty |= along.extent().isZero();
                scope.know(scope.facts().with(List.of(along.extent().plus(-1))));
                first.add(new SubscriptBounds.Subscript(along.from(), spans.get(k)));
                last.add(new SubscriptBounds.Subscript(
                        along.from().plus(along.extent()).plus(-1), spans.get(k)));
            } else {
                Poly subscript = ((Term.Axis.At) axes.get(k)).subscript();
                first.add(new SubscriptBounds.Subscript(subscript, spans.get(k)));
                last.add(new SubscriptBounds.Subscript(subscript, spans.get(k)));
            }
        }
        Tensor tensor = array instanceof Term.Whole whole
                ? whole.tensor()
                : context.tensors().temporary(array.span().text(), array.shape(), null);
        SubscriptBounds bounds = new SubscriptBounds(context, scope);
        List<Poly> from = !right || empty ? polys(first) : bounds.checked(tensor, first, span);
        // Where its first element is out of range, nothing is said of its last one.
        boolean known = !right || empty || !slice || from == null;
        List<Poly> to = known ? polys(last) : bounds.checked(tensor, last, span);
        scope.know(outside);
        if (!right || from == null || to == null) {
            return null;
        }
        read(array, axes, from, span);
        return slice
                ? new Term.Slice(array, checked(axes, from, to, first, last), span)
                : Elements.element(array, from, span);
    }

    private static List<Poly> polys(List<SubscriptBounds.Subscript> subscripts) {
        return subscripts.stream().map(SubscriptBounds.Subscript::poly).toList();
    }

    /**
     * The axes, with a check of the last element of a slice, and of the first, where they are not known to be in range.
     */
    private static List<Term.Axis> checked(
            List<Term.Axis> axes,
            List<Poly> from,
            List<Poly> to,
            List<SubscriptBounds.Subscript> first,
            List<SubscriptBounds.Subscript> last) {
        List<Term.Axis> checked = new ArrayList<>();
        for (int k = 0; k < axes.size(); k++) {
            if (axes.get(k) instanceof Term.Axis.Along along) {
                boolean isKnown = to.get(k).equals(last.get(k).poly());
                Poly start =
                        isKnown ? from.get(k) : to.get(k).minus(along.extent()).plus(1);
                boolean both = !isKnown && !from.get(k).equals(first.get(k).poly());
                if (both && from.get(k).asAtom() instanceof Atom.Checked check) {
                    start = Poly.of(new Atom.Checked(start, check.size(), check.place()));
                }
                checked.add(new Term.Axis.Along(start, along.extent()));
            } else {
                checked.add(new Term.Axis.At(from.get(k)));
            }
        }
        return checked;
    }

    /** Notes which elements are read. */
    private void read(Term array, List<Term.Axis> axes, List<Poly> from, Span span) {
        if (!(array instanceof Term.Whole whole)) {
            return;
        }
        Facts facts = scope.facts();
        List<Poly> subscripts = new ArrayList<>();
        for (int k = 0; k < axes.size(); k++) {
            Poly subscript = from.get(k);
            if (axes.get(k) instanceof Term.Axis.Along along) {
                Poly step = Poly.of(Atom.Index.free("e" + k, context.newIndex()));
                facts = facts.withRange(step, Poly.ZERO, along.extent());
                subscript = subscript.plus(step);
            }
            subscripts.add(subscript);
        }
        scope.read(whole.tensor(), subscripts, facts, span);
    }

    /** Notes that all elements of an array are read. */
    void readAll(Tensor tensor, Span span) {
        List<Term.Axis> axes = new ArrayList<>();
        tensor.shape().forEach(size -> axes.add(new Term.Axis.Along(Poly.ZERO, size)));
        List<Poly> from = tensor.shape().stream().map(size -> Poly.ZERO).toList();
        read(new Term.Whole(tensor, span), axes, from, span);
    }

    /** Whether the extent of a slice is surely not negative. */
    private boolean isExtent(Poly extent, Span span) {
        if (context.prover().nonNegative(extent, scope.facts())
                || context.prover().contradictory(scope.facts())) {
            return true;
        }
        context.reporter().report(ValueMessages.negativeSlice(extent, span));
        return false;
    }
}

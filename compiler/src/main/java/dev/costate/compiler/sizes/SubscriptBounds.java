package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Proves that subscripts are in range, for all sizes and all values of the indices at that place. What is neither
 * proved nor refuted is checked at run time.
 */
public final class SubscriptBounds {
    /** A subscript and its place. */
    public record Subscript(Poly poly, Span span) {}

    private final Context context;
    private final Scope scope;

    public SubscriptBounds(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    /**
     * The subscripts, those not proved to be in range as ones that are checked; null after a report of one that is not.
     */
    public @Nullable List<Poly> checked(Tensor tensor, List<Subscript> subscripts, Span span) {
        List<Poly> checked = new ArrayList<>();
        for (int i = 0; i < subscripts.size(); i++) {
            Poly subscript = Integrality.exact(subscripts.get(i).poly());
            Poly size = tensor.shape().get(i);
            if (walks(subscript, size) || isInRange(subscript, size)) {
                checked.add(subscript);
            } else if (walksOther(subscript, size)) {
                otherAxis(tensor, i, subscripts.get(i));
                return null;
            } else if (isAffine(subscript) && new OutOfRange(context, scope, tensor, subscripts, i, span).refute()) {
                return null;
            } else {
                checked.add(Poly.of(new Atom.Checked(subscript, size, place(subscripts.get(i), span))));
            }
        }
        return checked;
    }

    /** Whether the subscript is just an index that runs over an axis of this size. */
    private boolean walks(Poly subscript, Poly size) {
        Atom.Index index = subscript.asIndex();
        Variable variable = index == null ? null : scope.indices().get(index.name());
        Range range = variable == null || !variable.index.equals(index) ? null : variable.range;
        return range != null && range.from().isZero() && range.to().equals(size);
    }

    /** Whether it is just an element of index data that walks axes of another size. */
    private static boolean walksOther(Poly subscript, Poly size) {
        return subscript.asAtom() instanceof Atom.Element element
                && element.tensor().below() != null
                && !element.tensor().below().equals(size);
    }

    private void otherAxis(Tensor tensor, int axis, Subscript subscript) {
        Tensor data = ((Atom.Element) Objects.requireNonNull(subscript.poly().asAtom())).tensor();
        context.reporter().once(SubscriptMessages.otherAxis(tensor, axis, data, subscript.span()));
    }

    private boolean isInRange(Poly subscript, Poly size) {
        boolean proved = context.prover().nonNegative(subscript, scope.facts())
                && context.prover().nonNegative(size.minus(subscript).plus(-1), scope.facts());
        return proved || context.prover().contradictory(scope.facts());
    }

    private static boolean isAffine(Poly subscript) {
        return subscript.denominator() == 1
                && subscript.atoms().stream()
                        .allMatch(a -> a instanceof Atom.Dim || (a instanceof Atom.Index && subscript.isLinearIn(a)));
    }

    /** The read, where it stands, and the subscript, for the message when it fails. */
    private static String place(Subscript subscript, Span span) {
        String read = span.text().replaceAll("\\s+", " ");
        String which = subscript.span().text().replaceAll("\\s+", " ");
        return read + " at " + span.file().fileName() + ":" + span.line() + ": subscript " + which;
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Span;
import java.util.List;

/** Proves that subscripts are in range, for all sizes and all values of the indices at that place. */
final class Bounds {
    private final Context context;
    private final Scope scope;

    Bounds(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    /** Whether all subscripts of a read are in range; reports the first that is not. */
    boolean check(Tensor tensor, List<Reads.Subscripted> subscripts, Span span) {
        for (int i = 0; i < subscripts.size(); i++) {
            Poly subscript = subscripts.get(i).poly();
            Poly size = tensor.shape().get(i);
            if (!walks(subscript, size) && !inRange(tensor, subscripts, i, span)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the subscript is just an index that runs over an axis of this size. */
    private boolean walks(Poly subscript, Poly size) {
        Atom.Index index = subscript.asIndex();
        Variable variable = index == null ? null : scope.indices.get(index.name());
        Range range = variable == null || !variable.index.equals(index) ? null : variable.range;
        return range != null && range.from().isZero() && range.to().equals(size);
    }

    private boolean inRange(Tensor tensor, List<Reads.Subscripted> subscripts, int position, Span span) {
        Poly subscript = subscripts.get(position).poly();
        Poly size = tensor.shape().get(position);
        if (!isAffine(subscript)) {
            context.reporter.report(
                    Code.SUBSCRIPT_FORM,
                    subscripts.get(position).span(),
                    "a subscript that is not a sum of multiples of indices, sizes and integers is not compiled yet");
            return false;
        }
        boolean low = context.prover.nonNegative(subscript, scope.facts);
        boolean high = context.prover.nonNegative(size.minus(subscript).plus(-1), scope.facts);
        if ((!low || !high) && context.prover.contradictory(scope.facts)) {
            return true;
        }
        if (!low || !high) {
            new OutOfRange(context, scope, tensor, subscripts, position, span).report(!low);
        }
        return low && high;
    }

    private static boolean isAffine(Poly subscript) {
        return subscript.denominator() == 1
                && subscript.atoms().stream()
                        .allMatch(a -> a instanceof Atom.Dim || (a instanceof Atom.Index && subscript.isLinearIn(a)));
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Arrays as a whole, and their elements. */
final class Elements {
    private Elements() {}

    /** A name: an array as a whole, or a scalar. */
    static Term whole(Tensor tensor, Span span) {
        return tensor.shape().isEmpty() ? read(tensor, List.of(), span) : new Term.Whole(tensor, span);
    }

    static Term read(Tensor tensor, List<Poly> subscripts, Span span) {
        return tensor.type() == Tensor.Type.INTEGER
                ? new Term.Int(Poly.element(tensor, subscripts), span)
                : new Term.Read(tensor, subscripts, span);
    }

    /** An element of an array, all of whose subscripts are in range. */
    static Term element(Term array, List<Poly> subscripts, Span span) {
        if (array instanceof Term.Whole whole) {
            return read(whole.tensor(), subscripts, span);
        } else if (array instanceof Term.Slice slice) {
            List<Poly> all = new ArrayList<>();
            int next = 0;
            for (Term.Axis axis : slice.axes()) {
                all.add(
                        axis instanceof Term.Axis.Along along
                                ? along.from().plus(subscripts.get(next++))
                                : ((Term.Axis.At) axis).subscript());
            }
            return element(slice.array(), all, span);
        } else if (array instanceof Term.Literal literal && subscripts.get(0).isConstant()) {
            long at = subscripts.get(0).constant().orElseThrow();
            if (at >= 0 && at < literal.elements().size()) {
                Term part = literal.elements().get((int) at);
                return subscripts.size() == 1 ? part : element(part, subscripts.subList(1, subscripts.size()), span);
            }
        }
        return new Term.Element(array, subscripts, span);
    }
}

package dev.costate.compiler.order;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.List;

/**
 * A read of an element.
 *
 * @param facts what holds of the indices where it is read, the ranges of all of them included
 */
public record ElementRead(Tensor tensor, List<Poly> subscripts, Facts facts) {
    public ElementRead {
        subscripts = List.copyOf(subscripts);
    }
}

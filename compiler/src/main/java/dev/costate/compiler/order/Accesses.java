package dev.costate.compiler.order;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import java.util.List;

/**
 * What matters of an equation for the order of evaluation: at each point of the domain it writes one element and reads
 * others.
 *
 * @param facts what holds of the indices wherever it writes, their ranges included
 */
public record Accesses(Tensor target, List<Poly> subscripts, List<Range> domain, Facts facts, List<ElementRead> reads) {
    public Accesses {
        subscripts = List.copyOf(subscripts);
        domain = List.copyOf(domain);
        reads = List.copyOf(reads);
    }
}

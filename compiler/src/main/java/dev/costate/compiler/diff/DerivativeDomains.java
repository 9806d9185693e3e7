package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Subscripts and domains of derivatives, which may have one more axis than what they are of. */
final class DerivativeDomains {
    private DerivativeDomains() {}

    /** All elements of a tensor, with indices numbered by their positions. */
    static List<Range> domain(Tensor tensor) {
        List<Range> domain = new ArrayList<>();
        for (Poly size : tensor.shape()) {
            domain.add(Range.upTo(Atom.Index.free("i", domain.size()), size));
        }
        return domain;
    }

    /** The indices of a domain as subscripts. */
    static List<Poly> all(List<Range> domain) {
        return domain.stream().map(r -> Poly.of(r.index())).toList();
    }

    /** Subscripts with the index of one more axis, if there is one. */
    static List<Poly> along(List<Poly> subscripts, @Nullable Range axis) {
        List<Poly> all = new ArrayList<>(subscripts);
        if (axis != null) {
            all.add(Poly.of(axis.index()));
        }
        return all;
    }

    /** A domain with one more axis, innermost, if there is one. */
    static List<Range> over(List<Range> domain, @Nullable Range axis) {
        List<Range> all = new ArrayList<>(domain);
        if (axis != null) {
            all.add(axis);
        }
        return all;
    }
}

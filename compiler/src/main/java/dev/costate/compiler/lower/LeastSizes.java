package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of sizes when dims have least values. */
final class LeastSizes {
    private final Map<Atom, Long> atLeast;

    LeastSizes(Map<Atom, Long> atLeast) {
        this.atLeast = Collections.unmodifiableMap(new LinkedHashMap<>(atLeast));
    }

    /** Whether the polynomial is at least 0 for all values of the dims, as far as that shows from its coefficients. */
    boolean nonNegative(Poly poly) {
        Poly shifted = poly.substitute(
                atom -> atLeast.containsKey(atom) ? Poly.of(atom).plus(atLeast.get(atom)) : null);
        return shifted.terms().stream().allMatch(t -> t.coefficient() >= 0)
                && shifted.atoms().stream().allMatch(atLeast::containsKey);
    }

    /** Whether the number of values of the ranges together is the product of their extents. */
    boolean countable(List<Range> ranges) {
        return ranges.stream()
                .allMatch(r -> r.extent().indices().isEmpty()
                        && (r.from().isZero() || r.from().isConstant())
                        && nonNegative(r.extent()));
    }
}

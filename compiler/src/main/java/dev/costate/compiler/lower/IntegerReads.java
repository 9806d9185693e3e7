package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.op.Surrogates;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the elements that an equation of integers is made of. Such elements stand within polynomials, where nobody
 * looks for reads; beside the value, as surrogates that are never evaluated, they say what has to be computed before.
 */
final class IntegerReads {
    private IntegerReads() {}

    /** The value, with all elements of computed integers that it, the guard and the ranges are made of. */
    static Expr beside(Exprs make, Expr value, @Nullable Expr guard, List<Range> domain) {
        Set<Atom.Element> elements = new LinkedHashSet<>();
        List<Expr> roots = new ArrayList<>(List.of(value));
        if (guard != null) {
            roots.add(guard);
        }
        for (Expr node : Graph.ascending(roots)) {
            if (node.head() instanceof Expr.Head.Whole integer) {
                collect(integer.value(), elements);
            }
        }
        domain.forEach(range -> {
            collect(range.from(), elements);
            collect(range.to(), elements);
        });
        Expr reads = null;
        for (Atom.Element element : elements) {
            Expr read = make.read(element.tensor(), element.subscripts());
            reads = reads == null ? read : make.apply(Surrogates.SURROGATE, read, reads);
        }
        return reads == null ? value : make.apply(Surrogates.SURROGATE, value, reads);
    }

    private static void collect(Poly poly, Set<Atom.Element> elements) {
        poly.substitute(atom -> {
            if (atom instanceof Atom.Element element && element.tensor().isTable()) {
                elements.add(element);
            }
            return null;
        });
    }
}

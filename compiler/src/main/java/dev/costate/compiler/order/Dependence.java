package dev.costate.compiler.order;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That one statement reads what another (or it itself) writes.
 *
 * @param writer the statement that writes, by number
 * @param reader the statement that reads, by number
 * @param access the read
 * @param source for the indices of the writer, where it wrote what is read, in the indices of the reader; those that no
 *     subscript tells are missing
 * @param facts what holds of the reader's indices where the two meet
 */
public record Dependence(int writer, int reader, ElementRead access, Map<Atom.Index, Poly> source, Facts facts) {
    /** How the read depends on this writer, or null if they never touch the same element. */
    static @Nullable Dependence between(List<Accesses> all, int writer, int reader, ElementRead access, Prover prover) {
        Accesses from = all.get(writer);
        Map<Atom.Index, Poly> source = new HashMap<>();
        for (int axis = 0; axis < access.subscripts().size(); axis++) {
            Poly left = from.subscripts().get(axis);
            for (Range range : from.domain()) {
                Poly offset = left.minus(Poly.of(range.index()));
                if (offset.indices().isEmpty()) {
                    source.putIfAbsent(
                            range.index(), access.subscripts().get(axis).minus(offset));
                }
            }
        }
        Map<Atom.Index, Poly> images = withOwn(from, source);
        Facts facts = access.facts().with(from.facts().substitute(images));
        for (int axis = 0; axis < access.subscripts().size(); axis++) {
            Poly written =
                    from.subscripts().get(axis).substitute(a -> a instanceof Atom.Index i ? images.get(i) : null);
            facts = facts.withEqual(written, access.subscripts().get(axis));
        }
        return prover.contradictory(facts)
                ? null
                : new Dependence(
                        writer, reader, access, Collections.unmodifiableMap(new LinkedHashMap<>(source)), facts);
    }

    /**
     * The sources, and for indices that no subscript tells ones of their own, so that they are not taken for the
     * reader's.
     */
    private static Map<Atom.Index, Poly> withOwn(Accesses from, Map<Atom.Index, Poly> source) {
        Map<Atom.Index, Poly> images = new HashMap<>(source);
        int position = 0;
        for (Range range : from.domain()) {
            Atom.Index own = new Atom.Index(range.index().name(), Atom.Index.Kind.APART, position++);
            images.putIfAbsent(range.index(), Poly.of(own));
        }
        return images;
    }
}

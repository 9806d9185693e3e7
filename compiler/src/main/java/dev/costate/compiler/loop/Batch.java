package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import java.util.List;

/**
 * What a unit adds up over a range of iterations of its outermost loops, so that ranges can be added up apart, each by
 * an object of the unit's class.
 *
 * @param size how many iterations there are
 * @param head how many statements at the beginning of the unit add up over a range; the others run once, when all
 *     ranges are added
 * @param sums the fields that they add to, which are zero before
 * @param shared the fields of which each iteration has elements of its own, and no other touches them
 * @param ofBlocks whether a range has whole blocks of the batch, but for the last
 */
public record Batch(Poly size, int head, List<Place> sums, List<Place> shared, boolean ofBlocks) {
    private static final Atom.Index FROM = BatchIndex.FROM.index();
    private static final Atom.Index TO = BatchIndex.TO.index();

    public Batch {
        sums = List.copyOf(sums);
        shared = List.copyOf(shared);
    }

    /** The same whose ranges have whole blocks. */
    public Batch inBlocks() {
        return new Batch(size, head, sums, shared, true);
    }

    /** The values that the bounds of a range take: they are parameters of the method that adds up. */
    public List<Range> bounds() {
        return bounds(size);
    }

    static List<Range> bounds(Poly size) {
        return List.of(Range.upTo(FROM, size), Range.upTo(TO, size.plus(1)));
    }

    /** A range of the iterations. */
    static Range range(Atom.Index index) {
        return new Range(index, Poly.of(FROM), Poly.of(TO));
    }
}

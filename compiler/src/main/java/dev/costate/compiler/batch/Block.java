package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.loop.BatchIndex;
import dev.costate.compiler.loop.Blocks;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.runtime.Rows;
import java.util.List;

/** A block of iterations, and which of them is at hand. */
final class Block {
    /** How many iterations make a block. */
    static final int SIZE = Rows.BLOCK;

    static final Atom.Index LANE = BatchIndex.LANE.index();

    /** The loop over the iterations of a block. */
    static final Range LANES = Range.upTo(LANE, Poly.of(Blocks.COUNT));

    /** The iteration at hand in the batch. */
    static final Poly ITERATION = Poly.of(Blocks.FIRST).plus(Poly.of(LANE));

    private Block() {}

    /** The index of a loop that blocks have besides; no loop outside of them has it. */
    static Atom.Index another(String name, int number) {
        return new Atom.Index(name, Atom.Index.Kind.WITHIN, number);
    }

    /** The row of a variable, for a batch of so many iterations. */
    static Place row(Local local, Poly batch, Tensors tensors) {
        List<Poly> shape = List.of(Poly.of(SIZE));
        return Place.ofRows(
                tensors.temporary(local.hint() + "Row", shape, null), shape, new Place.Rows(batch, Poly.ONE));
    }
}

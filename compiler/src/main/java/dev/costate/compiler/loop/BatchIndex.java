package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import java.util.Locale;

/** The numbers that a batch is divided by; none of them is an index of a loop outside of it. */
public enum BatchIndex {
    /** Where the block ends. */
    END(0),
    /** The block at hand. */
    BLOCK(1),
    /** Where the range of a thread ends. */
    TO(2),
    /** Where the range of a thread begins. */
    FROM(3),
    /** How many iterations the block has. */
    LANES(4),
    /** Where the block begins. */
    FIRST(5),
    /** The iteration at hand, counted from there. */
    LANE(6);

    private final int number;

    BatchIndex(int number) {
        this.number = number;
    }

    public Atom.Index index() {
        return new Atom.Index(name().toLowerCase(Locale.ROOT), Atom.Index.Kind.BATCH, number);
    }
}

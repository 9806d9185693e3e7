package dev.costate.runtime;

import java.util.Arrays;

/**
 * Sums by halves: terms are added one after the other in blocks of 128, two blocks that follow each other are added,
 * then two of these, and so on. Off by (128 + log₂(n/128))u Σ|x| at most, with u = 2⁻⁵³. For classes made of models
 * with {@code sum = pairwise}.
 *
 * <p>The number of blocks, as a binary number, tells which sums of blocks wait for another: those of the ones in it.
 * Each of the sums is by itself, so threads may add to different ones at once.
 */
public final class PairwiseSum {
    /** A block has two to the power of this many terms. */
    private static final int BLOCK_BITS = 7;

    private static final int LAST_OF_BLOCK = (1 << BLOCK_BITS) - 1;

    private static final double[] NONE = {};

    /** The sums of the blocks that are not complete. */
    private final double[] blocks;
    /** How many terms there are. */
    private final long[] counts;
    /** The sums of one block each, of two, of four …; made when they are needed for the first time. */
    private final double[][] levels = new double[Long.SIZE - BLOCK_BITS][];

    /** Sums of nothing yet. */
    public PairwiseSum(int size) {
        this.blocks = new double[size];
        this.counts = new long[size];
        Arrays.fill(levels, NONE);
    }

    /** Begins all of them anew. */
    public void clear() {
        clear(0, blocks.length);
    }

    /** Begins those of a range anew. */
    public void clear(int from, int to) {
        Arrays.fill(blocks, from, to, 0.0);
        Arrays.fill(counts, from, to, 0);
    }

    /** Begins the first of them anew, with its first term. */
    public void set(double term) {
        set(0, term);
    }

    /** Begins one of them anew, with its first term. */
    public void set(int i, double term) {
        blocks[i] = term;
        counts[i] = 1;
    }

    /** Adds a term to the first of them. */
    public void add(double term) {
        add(0, term);
    }

    /** Adds a term to one of them. */
    public void add(int i, double term) {
        double block = blocks[i] + term;
        blocks[i] = block;
        long count = counts[i] + 1;
        counts[i] = count;
        if ((count & LAST_OF_BLOCK) == 0) {
            complete(i, block, count >>> BLOCK_BITS);
        }
    }

    /** A block is complete, the last of so many. */
    private void complete(int i, double block, long count) {
        double sum = block;
        int level = 0;
        for (long waiting = count - 1; (waiting & 1) != 0; waiting >>>= 1) {
            sum = levels[level][i] + sum;
            level++;
        }
        if (levels[level].length == 0) {
            make(level);
        }
        levels[level][i] = sum;
        blocks[i] = 0;
    }

    private synchronized void make(int level) {
        if (levels[level].length == 0) {
            levels[level] = new double[blocks.length];
        }
    }

    /** {@return the first of them} */
    public double sum() {
        return sum(0);
    }

    /** {@return one of them} */
    public double sum(int i) {
        double sum = blocks[i];
        int level = 0;
        for (long waiting = counts[i] >>> BLOCK_BITS; waiting != 0; waiting >>>= 1) {
            if ((waiting & 1) != 0) {
                sum = levels[level][i] + sum;
            }
            level++;
        }
        return sum;
    }

    /** Adds to each of them that of a part of the terms, as one term. */
    public void add(PairwiseSum part) {
        for (int i = 0; i < blocks.length; i++) {
            if (part.counts[i] > 0) {
                add(i, part.sum(i));
            }
        }
    }

    /** {@return these, or as many others as are needed} */
    public PairwiseSum room(String name, long count) {
        return count <= blocks.length ? this : new PairwiseSum(Checks.size(name, count));
    }
}

package dev.costate.runtime;

import java.util.Arrays;

/**
 * Sums with what their additions lose, which is added in the end: the algorithm of Kahan, Babuška and Neumaier, with
 * the error of an addition by Knuth's TwoSum. Off by 2u|Σx| + O(n u²)Σ|x| at most, with u = 2⁻⁵³. For classes made of
 * models with {@code sum = compensated}.
 *
 * <p>Each of them is by itself, so threads may add to different ones at once.
 */
public final class CompensatedSum {
    private final double[] sums;
    private final double[] lost;

    /** Sums of nothing yet. */
    public CompensatedSum(int size) {
        this.sums = new double[size];
        this.lost = new double[size];
    }

    /** Begins all of them anew. */
    public void clear() {
        clear(0, sums.length);
    }

    /** Begins those of a range anew. */
    public void clear(int from, int to) {
        Arrays.fill(sums, from, to, 0.0);
        Arrays.fill(lost, from, to, 0.0);
    }

    /** Begins the first of them anew, with its first term. */
    public void set(double term) {
        set(0, term);
    }

    /** Begins one of them anew, with its first term. */
    public void set(int i, double term) {
        sums[i] = term;
        lost[i] = 0;
    }

    /** Adds a term to the first of them. */
    public void add(double term) {
        add(0, term);
    }

    /** Adds a term to one of them. */
    public void add(int i, double term) {
        double before = sums[i];
        double sum = before + term;
        double added = sum - before;
        lost[i] += (before - (sum - added)) + (term - added);
        sums[i] = sum;
    }

    /** {@return the first of them} */
    public double sum() {
        return sum(0);
    }

    /** {@return one of them} */
    public double sum(int i) {
        // NaN where the sum is infinite or NaN; a negative zero has lost nothing and stays one.
        return Math.abs(lost[i]) > 0 ? sums[i] + lost[i] : sums[i];
    }

    /** Adds to each of them that of a part of the terms. */
    public void add(CompensatedSum part) {
        for (int i = 0; i < sums.length; i++) {
            add(i, part.sums[i]);
            lost[i] += part.lost[i];
        }
    }

    /** {@return these, or as many others as are needed} */
    public CompensatedSum room(String name, long count) {
        return count <= sums.length ? this : new CompensatedSum(Checks.size(name, count));
    }
}

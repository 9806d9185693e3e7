package dev.costate.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What holds of every method that computes a derivative, to the last bit: results are finite; the same when computed
 * again, whatever was in the array and was computed in between; linear in the vector that the method takes; and the
 * point and the vector stay as they are.
 */
final class DerivativeContract {
    private final Differential differential;
    private final double[] x;
    private final double[] moved;
    private final double[] vector;
    private final double[] first;
    private final List<String> broken = new ArrayList<>();

    private DerivativeContract(Differential differential, double[] x, Random random) {
        this.differential = differential;
        this.x = x;
        this.moved = x.clone();
        this.vector = random.doubles(differential.vectorSize(), -1, 1).toArray();
        this.first = new double[differential.places().size()];
    }

    /** What is broken at a point, in words; none is good. */
    static List<String> broken(Differential differential, double[] x, Random random) {
        DerivativeContract contract = new DerivativeContract(differential, x, random);
        contract.finite();
        contract.again("a second call");
        Arrays.setAll(contract.moved, i -> x[i] + 0.125);
        differential.compute(contract.moved, contract.vector, new double[contract.first.length]);
        System.arraycopy(x, 0, contract.moved, 0, x.length);
        contract.again("a call after one at another point");
        if (contract.vector.length > 0) {
            contract.scaled(2);
            contract.scaled(-1);
        }
        return contract.broken;
    }

    private void finite() {
        double[] given = vector.clone();
        differential.compute(moved, vector, first);
        for (int k = 0; k < first.length; k++) {
            if (!Double.isFinite(first[k])) {
                broken.add("the derivative by " + name(k) + " is " + first[k]);
            }
        }
        if (!Arrays.equals(moved, x)) {
            broken.add("computing the derivative changes the point");
            System.arraycopy(x, 0, moved, 0, x.length);
        }
        if (!Arrays.equals(vector, given)) {
            broken.add("computing the derivative changes the vector that it takes");
            System.arraycopy(given, 0, vector, 0, given.length);
        }
    }

    private void again(String call) {
        double[] second = computed(vector);
        int k = Arrays.mismatch(second, first);
        if (k >= 0) {
            broken.add(call + " gives another derivative, as if something were not set to 0 before: " + name(k)
                    + " has " + second[k] + " after " + first[k]);
        }
    }

    /** Powers of two scale without rounding, unless results are subnormal or overflow. */
    private void scaled(double factor) {
        double[] second = computed(Arrays.stream(vector).map(v -> factor * v).toArray());
        for (int k = 0; k < first.length; k++) {
            double expected = factor * first[k];
            boolean exact = Double.isFinite(expected) && Math.abs(expected) > 0x1p-960;
            if (exact && second[k] != expected) {
                broken.add("the derivative is not linear in the vector that it takes: times " + factor + ", " + name(k)
                        + " has " + second[k] + " instead of " + expected);
                return;
            }
        }
    }

    private double[] computed(double[] with) {
        double[] result = new double[first.length];
        Arrays.fill(result, 1);
        differential.compute(moved, with, result);
        System.arraycopy(x, 0, moved, 0, x.length);
        return result;
    }

    private String name(int place) {
        return switch (differential.takes()) {
            case NOTHING ->
                differential.name(
                        differential.places().row().applyAsInt(place),
                        differential.places().column().applyAsInt(place));
            case WEIGHTS -> "by " + differential.inputs().nameAt(place);
            case DIRECTION -> "of " + differential.outputs().nameAt(place);
        };
    }
}

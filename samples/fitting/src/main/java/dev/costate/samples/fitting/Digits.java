package dev.costate.samples.fitting;

import java.util.Arrays;
import java.util.Comparator;

/** How well a result agrees with the certified one. */
final class Digits {
    private static final int CERTIFIED = 11;

    private Digits() {}

    /** To how many digits a solution agrees in its worst parameter: at most eleven, as many as are certified. */
    static double ofSolution(Dataset data, double[] found) {
        double[] solution = data.name().startsWith("Lanczos") ? byRate(found) : found;
        return of(solution, data.solution());
    }

    /** To how many digits all numbers agree. */
    static double of(double[] found, double[] certified) {
        double digits = CERTIFIED;
        for (int i = 0; i < certified.length; i++) {
            double error = Math.abs(found[i] - certified[i]) / Math.abs(certified[i]);
            digits = error == 0 ? digits : Math.min(digits, -Math.log10(error));
        }
        return digits;
    }

    /** Decays as pairs of amplitude and rate, the slowest first: their sum doesn't depend on the order. */
    private static double[] byRate(double[] decays) {
        double[][] pairs = new double[decays.length / 2][];
        Arrays.setAll(pairs, i -> Arrays.copyOfRange(decays, 2 * i, 2 * i + 2));
        Arrays.sort(pairs, Comparator.comparingDouble(pair -> pair[1]));
        return Arrays.stream(pairs).flatMapToDouble(Arrays::stream).toArray();
    }
}

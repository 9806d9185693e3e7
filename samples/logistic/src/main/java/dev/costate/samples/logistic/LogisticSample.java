package dev.costate.samples.logistic;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tells benign from malignant tumours by logistic regression, and reports how that went. */
public final class LogisticSample {
    static final double LAMBDA = 0.01;
    static final double TOLERANCE = 2e-7;

    private LogisticSample() {}

    /** Trains and prints; takes no arguments. */
    public static void main(String[] arguments) {
        report(System.out);
    }

    /** The model of {@code Logistic.model}, bound to the data. */
    static Logistic bind(Observations data) {
        return Logistic.of(data.rows(), data.columns())
                .X(data.features())
                .y(data.labels())
                .lambda(LAMBDA);
    }

    private static void report(PrintStream out) {
        Observations data = Observations.breastCancer().standardised();
        out.printf(
                Locale.ROOT,
                "%nBreast Cancer Wisconsin (Diagnostic): %d observations (%d benign, %d malignant), %d features%n%n",
                data.rows(),
                data.count(1),
                data.count(0),
                data.columns());

        Training training = new Training(bind(data), TOLERANCE);
        long start = System.nanoTime();
        double[] optimum = training.run();
        double milliseconds = (System.nanoTime() - start) / 1e6;

        out.printf(Locale.ROOT, "%9s  %-18s  %s%n", "iteration", "loss", "gradient norm");
        List<Training.Step> steps = training.steps();
        for (Training.Step step : steps) {
            if (isShown(step.iteration(), steps.size())) {
                out.printf(Locale.ROOT, "%9d  %.16f  %.2e%n", step.iteration(), step.loss(), step.gradientNorm());
            }
        }
        double[] w = Arrays.copyOf(optimum, data.columns());
        int right = data.rightlyClassified(w, optimum[data.columns()]);
        out.printf(
                Locale.ROOT,
                "%naccuracy  %.2f %% (%d of %d)%ntime      %.0f ms for %d values and gradients%nsource    %s%n%n",
                100.0 * right / data.rows(),
                right,
                data.rows(),
                milliseconds,
                training.evaluations(),
                System.getProperty("costate.source", "target/generated-sources/costate"));
    }

    /** The first ten iterations, every tenth, and the last. */
    private static boolean isShown(int iteration, int count) {
        return iteration <= 10 || iteration % 10 == 0 || iteration == count - 1;
    }
}

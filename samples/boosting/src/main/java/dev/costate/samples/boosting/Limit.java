package dev.costate.samples.boosting;

import java.util.Arrays;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Predicts how smooth the outline of a tumour's cells is from its other measures, where the instrument that told so in
 * training measured nothing below a limit. The truth is known, so that predictions below the limit can be judged, on
 * rows that were not trained on.
 */
final class Limit {
    /** The mean smoothness, its standard error, and its largest value. */
    private static final int[] SMOOTHNESS = {4, 14, 24};

    private static final double PART_BELOW = 0.4;
    private static final double SIGMA = 0.5;
    private static final int TREES = 150;
    /** One row of so many is for the test. */
    private static final int TESTED = 3;

    private final double limit;
    private final double[] truth;
    private final double[] bySquares;
    private final double[] byLikelihood;
    private final double[] withoutLimit;

    private Limit(double limit, double[] truth, double[] bySquares, double[] byLikelihood, double[] withoutLimit) {
        this.limit = limit;
        this.truth = truth;
        this.bySquares = bySquares;
        this.byLikelihood = byLikelihood;
        this.withoutLimit = withoutLimit;
    }

    /** Trains for the square of the error and for the likelihood, and for the first once more with all measurements. */
    static Limit run() throws XGBoostError {
        Tumours all = Tumours.read();
        Tumours trained = all.where(i -> i % TESTED != 0);
        Tumours tested = all.where(i -> i % TESTED == 0);
        double[] column = all.column(SMOOTHNESS[0]);
        double mean = Arrays.stream(column).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(column)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
        double[] response = standardised(trained.column(SMOOTHNESS[0]), mean, deviation);
        double limit = Arrays.stream(response).sorted().toArray()[(int) (PART_BELOW * response.length)];
        double[] measured = Arrays.stream(response).map(v -> Math.max(v, limit)).toArray();
        DMatrix rows = Boosting.matrix(trained.features(SMOOTHNESS), measured);
        DMatrix uncensored = Boosting.matrix(trained.features(SMOOTHNESS), response);
        double[] truth = standardised(tested.column(SMOOTHNESS[0]), mean, deviation);
        DMatrix test = Boosting.matrix(tested.features(SMOOTHNESS), truth);
        Censored model = Censored.of(measured.length).y(measured).limit(limit).sigma(SIGMA);
        Boosting boosting = new Boosting(0);
        return new Limit(
                limit,
                truth,
                Boosting.margins(boosting.train(rows, TREES, "reg:squarederror"), test),
                Boosting.margins(
                        boosting.train(
                                rows, TREES, new ModelObjective(model::lossGradient, model::lossDiagonalHessian)),
                        test),
                Boosting.margins(boosting.train(uncensored, TREES, "reg:squarederror"), test));
    }

    private static double[] standardised(double[] values, double mean, double deviation) {
        return Arrays.stream(values).map(v -> (v - mean) / deviation).toArray();
    }

    /** In standard deviations from the mean. */
    double limit() {
        return limit;
    }

    /** The true responses of the rows of the test. */
    double[] truth() {
        return truth.clone();
    }

    /** Predictions of trees for the squares of errors, which take the limit for a measurement. */
    double[] bySquares() {
        return bySquares.clone();
    }

    /** Predictions of trees for the likelihood, which know what the limit means. */
    double[] byLikelihood() {
        return byLikelihood.clone();
    }

    /** Predictions of trees for the squares of errors that saw what lies below the limit. */
    double[] withoutLimit() {
        return withoutLimit.clone();
    }

    /** The root of the mean square of the errors on rows whose truth lies below the limit. */
    double errorBelow(double[] predictions) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] <= limit) {
                sum += (predictions[i] - truth[i]) * (predictions[i] - truth[i]);
                count++;
            }
        }
        return Math.sqrt(sum / count);
    }
}

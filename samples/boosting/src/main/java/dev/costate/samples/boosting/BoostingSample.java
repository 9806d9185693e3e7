package dev.costate.samples.boosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Boosts trees for losses from models: one that XGBoost has, to compare, and one that it has not. */
public final class BoostingSample {
    static final int TREES = 50;

    private BoostingSample() {}

    /** Trains, prints, and draws the picture that the property {@code costate.picture} names; takes no arguments. */
    public static void main(String[] arguments) throws IOException, XGBoostError {
        System.out.printf(
                Locale.ROOT,
                "%nlogistic loss, %d trees: margins differ from those of binary:logistic by %.1e at most%n",
                TREES,
                logisticDifference());
        Limit limit = Limit.run();
        System.out.printf(Locale.ROOT, "%nerror below the limit, in standard deviations%n");
        System.out.printf(Locale.ROOT, "  squares of errors      %.3f%n", limit.errorBelow(limit.bySquares()));
        System.out.printf(Locale.ROOT, "  likelihood of a limit  %.3f%n", limit.errorBelow(limit.byLikelihood()));
        System.out.printf(Locale.ROOT, "  had there been none    %.3f%n%n", limit.errorBelow(limit.withoutLimit()));
        Files.writeString(Path.of(System.getProperty("costate.picture", "target/boosting.svg")), Picture.of(limit));
    }

    /** Trees for XGBoost's own logistic loss. */
    static Booster own(Tumours data) throws XGBoostError {
        return new Boosting(0.5).train(matrix(data), TREES, "binary:logistic");
    }

    /** Trees for the model's; before the first tree the margin is 0, a probability of one half. */
    static Booster ours(Tumours data) throws XGBoostError {
        Logistic model = Logistic.of(data.rows()).y(data.labels());
        return new Boosting(0)
                .train(matrix(data), TREES, new ModelObjective(model::lossGradient, model::lossDiagonalHessian));
    }

    static DMatrix matrix(Tumours data) throws XGBoostError {
        return Boosting.matrix(data.features(), data.labels());
    }

    private static double logisticDifference() throws XGBoostError {
        Tumours data = Tumours.read();
        double[] own = Boosting.margins(own(data), matrix(data));
        double[] ours = Boosting.margins(ours(data), matrix(data));
        double most = 0;
        for (int i = 0; i < own.length; i++) {
            most = Math.max(most, Math.abs(own[i] - ours[i]));
        }
        return most;
    }
}

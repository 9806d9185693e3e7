package dev.costate.samples.boosting;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.IObjective;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/** Trees boosted by XGBoost, on one thread and without chance. */
final class Boosting {
    private static final int DEPTH = 3;
    private static final double RATE = 0.1;

    private final Map<String, Object> parameters = new HashMap<>();

    /** @param baseScore what is predicted before the first tree */
    Boosting(double baseScore) {
        parameters.put("max_depth", DEPTH);
        parameters.put("eta", RATE);
        parameters.put("tree_method", "exact");
        parameters.put("nthread", 1);
        parameters.put("base_score", baseScore);
    }

    /** Trains for one of XGBoost's own objectives. */
    Booster train(DMatrix rows, int trees, String objective) throws XGBoostError {
        parameters.put("objective", objective);
        return train(rows, trees, (IObjective) null);
    }

    /** Trains for an objective from outside. */
    Booster train(DMatrix rows, int trees, @Nullable IObjective objective) throws XGBoostError {
        return XGBoost.train(rows, parameters, trees, Map.of(), objective, null);
    }

    /** Rows with their labels, as XGBoost takes them. */
    static DMatrix matrix(float[] features, double[] labels) throws XGBoostError {
        DMatrix matrix = new DMatrix(features, labels.length, features.length / labels.length, Float.NaN);
        float[] floats = new float[labels.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) labels[i];
        }
        matrix.setLabel(floats);
        return matrix;
    }

    /** What is predicted, before any function is applied to it. */
    static double[] margins(Booster booster, DMatrix rows) throws XGBoostError {
        return Arrays.stream(booster.predict(rows, true))
                .mapToDouble(row -> row[0])
                .toArray();
    }
}

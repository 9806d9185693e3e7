package dev.costate.samples.boosting;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.IObjective;

/** A model's loss as XGBoost asks for it: by each row's prediction, the first and the second derivative. */
final class ModelObjective implements IObjective {
    private static final long serialVersionUID = 1;
    /** As XGBoost's own objectives do, since a tree's leaves divide by sums of second derivatives. */
    private static final float LEAST_CURVATURE = 1e-16f;

    private final Derivative gradient;
    private final Derivative curvature;

    /** A derivative of a loss by each row's prediction, as a model's method has it. */
    @FunctionalInterface
    interface Derivative extends Serializable {
        double at(double[] predictions, double[] derivative);
    }

    /**
     * Of a loss that is a sum over rows.
     *
     * @param gradient of a model bound to the labels
     * @param curvature the diagonal of the same model's Hessian, which has nothing else
     */
    ModelObjective(Derivative gradient, Derivative curvature) {
        this.gradient = gradient;
        this.curvature = curvature;
    }

    @Override
    public List<float[]> getGradient(float[][] predictions, DMatrix rows) {
        int n = predictions.length;
        double[] z = new double[n];
        double[] slopes = new double[n];
        double[] curvatures = new double[n];
        Arrays.setAll(z, i -> predictions[i][0]);
        gradient.at(z, slopes);
        curvature.at(z, curvatures);
        float[] first = new float[n];
        float[] second = new float[n];
        for (int i = 0; i < n; i++) {
            first[i] = (float) slopes[i];
            second[i] = Math.max((float) curvatures[i], LEAST_CURVATURE);
        }
        return List.of(first, second);
    }
}

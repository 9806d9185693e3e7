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

    private final Gradient gradient;
    private final Product hessian;

    /** The derivative of a loss, as a model's method has it. */
    @FunctionalInterface
    interface Gradient extends Serializable {
        double at(double[] predictions, double[] gradient);
    }

    /** The Hessian of a loss times a vector, as a model's method has it. */
    @FunctionalInterface
    interface Product extends Serializable {
        double at(double[] predictions, double[] v, double[] product);
    }

    /**
     * Of a loss that is a sum over rows, so that its Hessian is diagonal: that times ones is the diagonal.
     *
     * @param gradient of a model bound to the labels
     * @param hessian of the same
     */
    ModelObjective(Gradient gradient, Product hessian) {
        this.gradient = gradient;
        this.hessian = hessian;
    }

    @Override
    public List<float[]> getGradient(float[][] predictions, DMatrix rows) {
        int n = predictions.length;
        double[] z = new double[n];
        double[] ones = new double[n];
        double[] slopes = new double[n];
        double[] curvatures = new double[n];
        Arrays.setAll(z, i -> predictions[i][0]);
        Arrays.fill(ones, 1);
        gradient.at(z, slopes);
        hessian.at(z, ones, curvatures);
        float[] first = new float[n];
        float[] second = new float[n];
        for (int i = 0; i < n; i++) {
            first[i] = (float) slopes[i];
            second[i] = Math.max((float) curvatures[i], LEAST_CURVATURE);
        }
        return List.of(first, second);
    }
}

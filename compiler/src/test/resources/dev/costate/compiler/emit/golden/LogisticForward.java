package dev.costate.golden;

import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.Elementary;

/**
 * The outputs of {@link Logistic}, with what its derivatives read.
 *
 * <p>Values:
 * <pre>
 * field  shape   what
 * loss   scalar  What is to be least.
 * </pre>
 */
@CostateGenerated("Logistic")
final class LogisticForward {
    final Logistic model;

    double loss;

    LogisticForward(Logistic model) {
        this.model = model;
    }

    void run(double[] theta) {
        final int D = this.model.D;
        final int N = this.model.N;
        final int bAt = D;
        final double lambda = this.model.lambda;
        final double[] X = this.model.X;
        final double[] y = this.model.y;

        // Logistic.model:14  loss = sum(i) (softplus(z[i]) - y[i] * z[i]) + 0.5 * lambda * sum(j) w[j]^2
        double loss = 0.0;
        for (int j = 0; j < D; j++) {
            loss += 0.5 * lambda * (theta[j] * theta[j]);
        }
        for (int i = 0; i < N; i++) {
            // Logistic.model:13  z[i] = b + sum(j) w[j] * X[i, j]
            double dot = 0.0;
            final int jBlocks = D & ~3;
            double dotPart = 0.0;
            double dotPart1 = 0.0;
            double dotPart2 = 0.0;
            double dotPart3 = 0.0;
            for (int j = 0; j < jBlocks; j += 4) {
                dotPart += theta[j] * X[i * D + j];
                dotPart1 += theta[j + 1] * X[i * D + j + 1];
                dotPart2 += theta[j + 2] * X[i * D + j + 2];
                dotPart3 += theta[j + 3] * X[i * D + j + 3];
            }
            for (int j = jBlocks; j < D; j++) {
                dotPart += theta[j] * X[i * D + j];
            }
            dot += (dotPart + dotPart1) + (dotPart2 + dotPart3);
            final double z = theta[bAt] + dot;
            // Logistic.model:14  loss = sum(i) (softplus(z[i]) - y[i] * z[i]) + 0.5 * lambda * sum(j) w[j]^2
            loss += Elementary.softplus(z) - y[i] * z;
        }
        this.loss = loss;
    }
}

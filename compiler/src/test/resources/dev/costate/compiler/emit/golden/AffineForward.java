package dev.costate.golden;

import dev.costate.runtime.Checks;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.Kernels;
import dev.costate.runtime.Shape;

/**
 * The outputs of {@link Affine}, with what its derivatives read.
 *
 * <p>Values:
 * <pre>
 * field  shape   what
 * dot    N
 * r      N
 * loss   scalar
 * </pre>
 */
@CostateGenerated("Affine")
final class AffineForward {
    final Affine model;

    final double[] dot;

    final double[] r;

    double loss;

    AffineForward(Affine model) {
        this.model = model;
        this.dot = new double[Checks.count("dot", Shape.of("N", model.N))];
        this.r = new double[Checks.count("r", Shape.of("N", model.N))];
    }

    void run(double[] theta) {
        final int N = this.model.N;
        final int intAt = N * N + N;
        final double[] gradient_ = this.model.gradient_;
        final double scale = this.model.scale;
        final double[] dot = this.dot;
        final double[] r = this.r;

        // Affine.model:4  gradient[N, M] // \ u000a */ @Deprecated
        this.loss = 0.0;
        for (int i = 0; i < N; i++) {
            // Affine.model:8  dot[i] = sum(j) theta[i, j] * gradient[i, j]
            dot[i] = Kernels.dot(theta, i * (N + 1), gradient_, i * (N + 1), N + 1);
            // Affine.model:9  r[i] = int * scale * dot[i]
            final double r1 = theta[intAt] * scale * dot[i];
            r[i] = r1;
            this.loss += r1 * r1;
        }
    }
}

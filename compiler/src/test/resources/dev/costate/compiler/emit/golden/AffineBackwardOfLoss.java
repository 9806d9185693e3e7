package dev.costate.golden;

import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.Kernels;
import java.util.Arrays;

/**
 * The gradient of {@code loss} of {@link Affine} for a given seed, after the forward half ran at the same point.
 */
@CostateGenerated("Affine")
final class AffineBackwardOfLoss {
    final Affine model;

    final AffineForward forward;

    AffineBackwardOfLoss(Affine model, AffineForward forward) {
        this.model = model;
        this.forward = forward;
    }

    void run(double[] theta, double seed, double[] gradient) {
        final int N = this.model.N;
        final int intAt = N * N + N;
        final double scale = this.model.scale;
        final double[] gradient_ = this.model.gradient_;
        final double[] r = this.forward.r;
        final double[] dot = this.forward.dot;

        Arrays.fill(gradient, 0, N * N + N, 0.0);
        gradient[intAt] = 0.0;
        for (int i = N - 1; i >= 0; i--) {
            final double rAdj = seed * (2.0 * r[i]);
            Kernels.axpy(rAdj * scale * theta[intAt], gradient_, i * (N + 1), gradient, i * (N + 1), N + 1);
            gradient[intAt] += rAdj * scale * dot[i];
        }
    }
}

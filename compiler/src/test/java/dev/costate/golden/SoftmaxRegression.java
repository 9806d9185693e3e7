package dev.costate.golden;

import dev.costate.runtime.BatchPass;
import dev.costate.runtime.Checks;
import dev.costate.runtime.CompiledModel;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Fingerprint;
import dev.costate.runtime.Kernels;
import dev.costate.runtime.LastValue;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.ModelPass;
import dev.costate.runtime.Parallel;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Rows;
import dev.costate.runtime.Serial;
import dev.costate.runtime.Shape;
import dev.costate.runtime.VectorView;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Classification into K classes; a label is the number of its class.
 *
 * <p>Values and exact gradients, from {@code SoftmaxRegression.model}:
 * <pre>
 * name          kind    shape   offset  what
 * N             dim     ≥ 1             observations
 * D             dim     ≥ 1             features
 * K             dim     ≥ 2             classes
 * X             data    N × D
 * label         data    N in K
 * W             param   K × D   0
 * b             param   K       D*K
 * loss          output  scalar          D*K*N + 5*K*N + 3*N + 2 operations
 * accuracy      output  scalar          D*K*N + 2*K*N + 1 operations
 * lossGradient  method                  2*D*K*N + 7*K*N + 4*N + 4 operations
 * </pre>
 * @serial exclude
 */
@CostateGenerated("SoftmaxRegression")
public final class SoftmaxRegression extends CompiledModel<SoftmaxRegression.Parameters>
        implements DifferentiableFunction {
    private static final long serialVersionUID = 8664163995373384152L;
    final int N, D, K;
    double[] X;
    int[] label;
    transient Parallel parallel;
    private transient Forward forwardPass;
    private transient Backward backwardPass;
    private transient Gradient gradientPass;
    private transient Forward valuesPass;
    private final transient LastValue lossLast = last("loss", "lossValue");
    private final transient LastValue accuracyLast = last("accuracy", "accuracyValue");

    private SoftmaxRegression(int N, int D, int K) {
        super("SoftmaxRegression");
        this.N = Checks.atLeast("N", N, 1);
        this.D = Checks.atLeast("D", D, 1);
        this.K = Checks.atLeast("K", K, 2);
        Checks.count("X", Shape.of("N × D", N, D));
        Checks.count("z", Shape.of("N × K", N, K));
        Checks.count("zSum", Shape.of("min(N, 256) × K", Checks.size("min(N, 256)", Math.min(N, 256)), K));
        parameters(ParameterLayout.builder().add("W", Shape.of("K × D", K, D)).add("b", Shape.of("K", K)),
                Parameters::new);
    }

    /** {@return this, whose gradients are computed by several threads from now on}: see {@link Parallel}. Their
     * number makes no difference to results.
     * @param executor runs all but one
     * @param threads how many there are, the calling one among them */
    public SoftmaxRegression parallel(Executor executor, int threads) {
        this.parallel = new Parallel(executor, threads);
        return this;
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param N observations
     * @param D features
     * @param K classes */
    public static SoftmaxRegression of(int N, int D, int K) { return new SoftmaxRegression(N, D, K); }

    /** {@return observations} */
    public int N() { return N; }

    /** {@return features} */
    public int D() { return D; }

    /** {@return classes} */
    public int K() { return K; }

    /** {@return this, with a copy bound to {@code X}}
     * @param values N × D, row-major */
    public SoftmaxRegression X(double[] values) {
        this.X = binding.of(Checks.array("X", values, Shape.of("N × D", N, D)), this.X);
        return this;
    }

    /** {@return this, with a copy bound to {@code X}}
     * @param values N × D */
    public SoftmaxRegression X(double[][] values) { return X(Checks.array("X", values, Shape.of("N × D", N, D))); }

    /** {@return this, with a copy bound to {@code label}}
     * @param values N, each at least 0 and less than {@code K} */
    public SoftmaxRegression label(int[] values) {
        this.label = binding.of(Checks.indices("label", Checks.array("label", values, Shape.of("N", N)), K),
                this.label);
        return this;
    }

    /** Computes all outputs, and keeps what they were computed from. Methods that compute at another point leave that
     * as it is.
     * @param theta the parameters */
    public void forward(double[] theta) {
        evaluations.begin();
        try (evaluations) {
            evaluations.reset();
            forwardPass = forwardPass == null ? new Forward(this) : forwardPass;
            forwardPass.run(theta);
            evaluations.at(theta);
            lossLast.set(forwardPass.loss);
            accuracyLast.set(forwardPass.accuracy);
        }
    }

    /** {@return {@code loss}}
     * @param theta the parameters */
    public double loss(double[] theta) {
        if (parallel != null) {
            return lossGradient(theta, parallel.gradient(dimension()));
        }
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            return lossLast.set(valuesPass.loss);
        }
    }

    /** {@return {@code accuracy}}
     * @param theta the parameters */
    public double accuracy(double[] theta) {
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            return accuracyLast.set(valuesPass.accuracy);
        }
    }

    /** The gradient of loss times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient is overwritten with the derivatives, by W, then b */
    public void backward(double seed, double[] gradient) {
        Checks.vector("gradient", gradient, dimension());
        double[] point = evaluations.point("backward");
        evaluations.begin();
        try (evaluations) {
            backwardPass = backwardPass == null ? new Backward(this, forwardPass) : backwardPass;
            backwardPass.run(point, seed, gradient);
            lossLast.set(forwardPass.loss);
        }
    }

    /** {@return the value, beside the gradient of loss}
     * @param theta the parameters
     * @param gradient is overwritten with the derivatives, by W, then b */
    public double lossGradient(double[] theta, double[] gradient) {
        Checks.result("gradient", gradient, dimension(), theta);
        evaluations.begin();
        try (evaluations) {
            gradientPass = gradientPass == null ? new Gradient(this) : gradientPass;
            gradientPass.run(theta, gradient);
            return lossLast.set(gradientPass.loss);
        }
    }

    /** {@return {@code loss} as a method last computed it} */
    public double lossValue() { return lossLast.get(); }

    /** {@return {@code accuracy} as a method last computed it} */
    public double accuracyValue() { return accuracyLast.get(); }

    @Override
    public double value(double[] theta) { return loss(theta); }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) { return lossGradient(theta, gradient); }

    /** {@return another model over the same data, for another thread} */
    public SoftmaxRegression fork() {
        SoftmaxRegression copy = new SoftmaxRegression(N, D, K);
        copy.X = X;
        copy.label = label;
        binding.share(copy.binding);
        return copy;
    }

    @Override
    protected SoftmaxRegression read(Serial data) {
        SoftmaxRegression copy = new SoftmaxRegression(N, D, K);
        data.bind(X, copy::X);
        data.bind(label, copy::label);
        return copy;
    }

    @Override
    protected long fingerprint() { return new Fingerprint().add(N).add(D).add(K).add(X).add(label).value(); }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView<Parameters> {
        private Parameters(ParameterLayout layout, double[] vector) { super(layout, vector); }

        /** {@return an element of {@code W}, K × D}
         * @param i less than {@code K}
         * @param j less than {@code D} */
        public double W(int i, int j) { return vector[Objects.checkIndex(i, K) * D + Objects.checkIndex(j, D)]; }

        /** {@return this, with an element of {@code W} set}
         * @param i less than {@code K}
         * @param j less than {@code D}
         * @param value what it is from now on */
        public Parameters W(int i, int j, double value) {
            return put(value, Objects.checkIndex(i, K) * D + Objects.checkIndex(j, D));
        }

        /** {@return a copy of all of {@code W}, K × D, row-major} */
        public double[] W() { return get("W"); }

        /** {@return this, with all of {@code W} set}
         * @param values row-major */
        public Parameters W(double[] values) { return put("W", values); }

        /** {@return an element of {@code b}, K}
         * @param i less than {@code K} */
        public double b(int i) { return vector[D * K + Objects.checkIndex(i, K)]; }

        /** {@return this, with an element of {@code b} set}
         * @param i less than {@code K}
         * @param value what it is from now on */
        public Parameters b(int i, double value) { return put(value, D * K + Objects.checkIndex(i, K)); }

        /** {@return a copy of all of {@code b}, K, row-major} */
        public double[] b() { return get("b"); }

        /** {@return this, with all of {@code b} set}
         * @param values row-major */
        public Parameters b(double[] values) { return put("b", values); }
    }

    /** The outputs of {@link SoftmaxRegression}, with what its derivatives read. */
    public static final class Forward extends ModelPass<SoftmaxRegression> {
        /** {@code loss}, scalar. */
        public double loss;
        /** {@code accuracy}, scalar. */
        public double accuracy;
        final double[] z = new double[model.K * model.N];
        final double[] logpMax = new double[model.N];
        final double[] logpSum = new double[model.N];
        final double[] zSum = new double[model.K * model.N];
        final double[] logp = new double[model.K];

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(SoftmaxRegression model) { super(model); }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int D = model.D, K = model.K, N = model.N, bAt = D * K;
            double[] X = model.bound("X", model.X);
            int[] label = model.bound("label", model.label);
            double[] zSum = this.zSum, z = this.z, logpMax = this.logpMax, logpSum = this.logpSum, logp = this.logp;

            // line 13: let z[n, k] = b[k] + sum(d) W[k, d] * X[n, d]
            Arrays.fill(zSum, 0.0);
            Kernels.addProduct(this, X, 0, D, 1, theta, 0, 1, D, zSum, 0, K, 1, N, D, K);
            double accuracySum = 0.0, lossSum = 0.0;
            for (int n = 0; n < N; n++) {
                // line 14: let logp[n, k] = logsoftmax(k) z[n, k]
                double logpMaxHere = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < K; k++) {
                    // line 13
                    double zHere = zSum[n * K + k] + theta[bAt + k];
                    z[n * K + k] = zHere;
                    // line 14
                    logpMaxHere = Math.max(logpMaxHere, zHere);
                }
                logpMax[n] = logpMaxHere;
                // line 16: output accuracy = count(n where z[n, label[n]] == max(k) z[n, k]) / N
                if (logpMaxHere == z[n * K + label[n]]) {
                    accuracySum += 1.0;
                }
                // line 14
                double logpSum3 = 0.0, logpSum4 = 0.0, logpSumHere = 0.0;
                for (int k = 0; k < K; k++) {
                    double zHere = z[n * K + k];
                    double expDiff = Logarithm.expDiff(zHere, logpMaxHere);
                    logpSumHere += expDiff;
                    logpSum3 += logpMaxHere == zHere ? 0.0 : expDiff;
                    logpSum4 += logpMaxHere == zHere ? 1.0 : 0.0;
                }
                logpSum[n] = logpSumHere;
                double log1p = Math.log1p(logpSum4 - 1.0 + logpSum3);
                for (int k = 0; k < K; k++) {
                    logp[k] = z[n * K + k] - logpMaxHere - log1p;
                }
                // line 15: output loss = -mean(n) logp[n, label[n]]
                lossSum += logp[label[n]];
            }
            this.loss = -(lossSum / N);
            // line 16
            this.accuracy = accuracySum / N;
        }
    }

    /** The gradient of {@code loss} of {@link SoftmaxRegression} for a given seed, after the forward half ran at the
     * same point. */
    public static final class Backward extends ModelPass<SoftmaxRegression> {
        final Forward forward;
        final double[] logpAdj = new double[model.K];
        final double[] zAdj = new double[model.K * model.N];

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public Backward(SoftmaxRegression model, Forward forward) {
            super(model);
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.dimension());
            int N = model.N, K = model.K, D = model.D, bAt = D * K;
            double[] X = model.bound("X", model.X);
            int[] label = model.bound("label", model.label);
            double[] logpAdj = this.logpAdj, logpMax = forward.logpMax, logpSum = forward.logpSum, z = forward.z,
                    zAdj = this.zAdj;

            // line 15, lossSum → loss: -(1 / (N))
            double lossSumAdj = -(seed * (1.0 / N));
            // line 13, b → z: 1
            Arrays.fill(gradient, bAt, bAt + K, 0.0);
            for (int n = 0; n < N; n++) {
                // line 15, logp → lossSum: 1
                Arrays.fill(logpAdj, 0.0);
                logpAdj[label[n]] += lossSumAdj;
                // line 14, adjoint of logpSum5, logpSum2, z
                double logpMaxHere = logpMax[n], logpSumHere = logpSum[n];
                double logShiftedDx = Logarithm.logShiftedDx(logpSumHere, logpMaxHere);
                double logpSum5Adj = 0.0, logpSum5Adj1 = 0.0, logpSum5Adj2 = 0.0, logpSum5Adj3 = 0.0;
                for (int k = 0; k < K - K % 4; k += 4) {
                    logpSum5Adj -= logShiftedDx * logpAdj[k];
                    logpSum5Adj1 -= logShiftedDx * logpAdj[k + 1];
                    logpSum5Adj2 -= logShiftedDx * logpAdj[k + 2];
                    logpSum5Adj3 -= logShiftedDx * logpAdj[k + 3];
                }
                for (int k = K - K % 4; k < K; k++) {
                    logpSum5Adj -= logShiftedDx * logpAdj[k];
                }
                logpSum5Adj = logpSum5Adj + logpSum5Adj1 + (logpSum5Adj2 + logpSum5Adj3);
                double logpSum2Adj = 0.0;
                for (int k = 0; k < K; k++) {
                    double expDiff = Logarithm.expDiff(z[n * K + k], logpMaxHere);
                    logpSum2Adj -= logpSumHere < 2.0 * expDiff ? 0.0 : expDiff * logpSum5Adj + logpAdj[k];
                }
                for (int k = 0; k < K; k++) {
                    double expDiff = Logarithm.expDiff(z[n * K + k], logpMaxHere);
                    double zAdjHere = logpSumHere < 2.0 * expDiff ? logpSum2Adj : logpSum5Adj * expDiff + logpAdj[k];
                    zAdj[n * K + k] = zAdjHere;
                    // line 13, b → z: 1, W → z: X[n, d]
                    gradient[bAt + k] += zAdjHere;
                }
            }
            Arrays.fill(gradient, 0, D * K, 0.0);
            Kernels.addProduct(this, zAdj, 0, 1, K, X, 0, D, 1, gradient, 0, D, 1, K, N, D);
        }
    }

    /** Value and gradient of {@code loss} of {@link SoftmaxRegression} in one sweep. */
    static final class Gradient extends BatchPass<SoftmaxRegression, Gradient> {
        double loss;
        final double[] zSum = new double[model.K * Math.min(model.N, 256)];
        final double[] logpAdj = new double[model.K];
        final double[] z = new double[model.K];
        final double[] logpSumExp = new double[model.K];
        final double[] logp = new double[model.K];
        final double[] zAdj = new double[model.K * Math.min(model.N, 256)];
        double lossSum;

        Gradient(SoftmaxRegression model) { super(model); }

        void run(double[] theta, double[] gradient) {
            if (model.parallel == null) {
                run(theta, gradient, 0, model.N);
            } else {
                model.parallel.run(this, theta, gradient, model.N);
            }
            finish(theta, gradient);
        }

        @Override
        protected void run(double[] theta, double[] gradient, int from, int to) {
            Checks.vector("theta", theta, model.dimension());
            int N = model.N, K = model.K, D = model.D, bAt = D * K;
            double[] X = model.bound("X", model.X);
            int[] label = model.bound("label", model.label);
            double[] zSum = this.zSum, logpAdj = this.logpAdj, z = this.z, logpSumExp = this.logpSumExp,
                    logp = this.logp, zAdj = this.zAdj;

            // line 15, adjoint of lossSum, logp
            double lossSumAdj = -(1.0 / N);
            double lossSum = 0.0;
            Arrays.fill(gradient, bAt, bAt + K, 0.0);
            // line 13, b → z: 1, W → z: X[n, d]
            Arrays.fill(gradient, 0, D * K, 0.0);
            for (int block = 0; block < Rows.blocks(to - from); block++) {
                int first = 256 * block + from;
                int end = (int) Math.min(first + 256L, to);
                // line 13: let z[n, k] = b[k] + sum(d) W[k, d] * X[n, d]
                Arrays.fill(zSum, 0.0);
                Kernels.addProduct(this, X, first * D, D, 1, theta, 0, 1, D, zSum, 0, K, 1, end - first, D, K);
                // line 15, adjoint of lossSum, logp
                for (int n = first; n < end; n++) {
                    Arrays.fill(logpAdj, 0.0);
                    logpAdj[label[n]] += lossSumAdj;
                    // line 14: let logp[n, k] = logsoftmax(k) z[n, k]
                    double logpMax = Double.NEGATIVE_INFINITY;
                    for (int k = 0; k < K; k++) {
                        // line 13
                        double zHere = zSum[(n - first) * K + k] + theta[bAt + k];
                        z[k] = zHere;
                        // line 14
                        logpMax = Math.max(logpMax, zHere);
                    }
                    double logpSum = 0.0, logpSum3 = 0.0, logpSum4 = 0.0;
                    for (int k = 0; k < K; k++) {
                        double expDiff = Logarithm.expDiff(z[k], logpMax);
                        logpSumExp[k] = expDiff;
                        logpSum += expDiff;
                        boolean logpSum3Condition = logpMax == z[k];
                        logpSum3 += logpSum3Condition ? 0.0 : expDiff;
                        logpSum4 += logpSum3Condition ? 1.0 : 0.0;
                    }
                    // line 14, logpSum5 → logp: -log_shifted_dx(logpSum[n], logpMax[n])
                    double logpSum5Adj = 0.0;
                    double log1p = Math.log1p(logpSum4 - 1.0 + logpSum3);
                    for (int k = 0; k < K; k++) {
                        // line 14
                        logp[k] = z[k] - logpMax - log1p;
                        // line 14, logpSum5 → logp: -log_shifted_dx(logpSum[n], logpMax[n])
                        logpSum5Adj -= Logarithm.logShiftedDx(logpSum, logpMax) * logpAdj[k];
                    }
                    // line 15: output loss = -mean(n) logp[n, label[n]]
                    lossSum += logp[label[n]];
                    // line 14, adjoint of logpSum2, z
                    double logpSum2Adj = 0.0;
                    for (int k = 0; k < K; k++) {
                        logpSum2Adj -= logpSum < 2.0 * logpSumExp[k] ? 0.0 : logpSumExp[k] * logpSum5Adj + logpAdj[k];
                    }
                    for (int k = 0; k < K; k++) {
                        double zAdjHere = logpSum < 2.0 * logpSumExp[k] ? logpSum2Adj : logpSum5Adj * logpSumExp[k]
                                + logpAdj[k];
                        zAdj[(n - first) * K + k] = zAdjHere;
                        // line 13, b → z: 1, W → z: X[n, d]
                        gradient[bAt + k] += zAdjHere;
                    }
                }
                Kernels.addProduct(this, zAdj, 0, 1, K, X, first * D, D, 1, gradient, 0, D, 1, K, end - first, D);
            }
            this.lossSum = lossSum;
        }

        void finish(double[] theta, double[] gradient) {
            int N = model.N;

            // line 15: output loss = -mean(n) logp[n, label[n]]
            this.loss = -(this.lossSum / N);
        }

        @Override
        protected Gradient part() { return new Gradient(model); }

        @Override
        protected void add(Gradient part) { this.lossSum += part.lossSum; }
    }
}

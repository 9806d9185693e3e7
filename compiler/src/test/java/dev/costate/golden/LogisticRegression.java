package dev.costate.golden;

import dev.costate.runtime.Activation;
import dev.costate.runtime.BatchPass;
import dev.costate.runtime.Checks;
import dev.costate.runtime.CompiledModel;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Fingerprint;
import dev.costate.runtime.Kernels;
import dev.costate.runtime.LastValue;
import dev.costate.runtime.ModelPass;
import dev.costate.runtime.Parallel;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Preparation;
import dev.costate.runtime.Rows;
import dev.costate.runtime.Serial;
import dev.costate.runtime.Shape;
import dev.costate.runtime.VectorView;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Binary classification, with the cross entropy as it stands in the textbook.
 *
 * <p>Values and exact gradients, from {@code LogisticRegression.model}:
 * <pre>
 * name          kind    shape   offset  what
 * N             dim     ≥ 1             observations
 * D             dim     ≥ 1             features
 * X             data    N × D
 * y             data    N               0 or 1
 * lambda        data    scalar
 * w             param   D       0
 * b             param   scalar  D
 * p             output  N               D*N + 2*N operations
 * loss          output  scalar          D*N + D + 7*N + 3 operations
 * lossGradient  method                  2*D*N + 3*D + 13*N + 5 operations
 * </pre>
 * @serial exclude
 */
@CostateGenerated("LogisticRegression")
public final class LogisticRegression extends CompiledModel<LogisticRegression.Parameters>
        implements DifferentiableFunction {
    private static final long serialVersionUID = -8515268472836438496L;
    final int N, D;
    double[] X, y;
    double lambda = 0.1;
    transient Parallel parallel;
    private transient Forward forwardPass;
    private transient Backward backwardPass;
    private transient Gradient gradientPass;
    private transient ValueOfP pPass;
    private transient Forward valuesPass;
    private final transient LastValue pLast = last("p", "pValue");
    private final transient LastValue lossLast = last("loss", "lossValue");
    private transient PackedX packedX;

    private LogisticRegression(int N, int D) {
        super("LogisticRegression");
        this.N = Checks.atLeast("N", N, 1);
        this.D = Checks.atLeast("D", D, 1);
        Checks.count("X", Shape.of("N × D", N, D));
        parameters(ParameterLayout.builder().add("w", Shape.of("D", D)).add("b"), Parameters::new);
    }

    /** {@return this, whose gradients are computed by several threads from now on}: see {@link Parallel}. Their
     * number makes no difference to results.
     * @param executor runs all but one
     * @param threads how many there are, the calling one among them */
    public LogisticRegression parallel(Executor executor, int threads) {
        this.parallel = new Parallel(executor, threads);
        return this;
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param N observations
     * @param D features */
    public static LogisticRegression of(int N, int D) { return new LogisticRegression(N, D); }

    /** {@return observations} */
    public int N() { return N; }

    /** {@return features} */
    public int D() { return D; }

    /** {@return this, with a copy bound to {@code X}}
     * @param values N × D, row-major */
    public LogisticRegression X(double[] values) {
        this.X = binding.of(Checks.array("X", values, Shape.of("N × D", N, D)), this.X);
        packedX = Preparation.anew(binding.isShared() ? null : packedX);
        return this;
    }

    /** {@return this, with a copy bound to {@code X}}
     * @param values N × D */
    public LogisticRegression X(double[][] values) { return X(Checks.array("X", values, Shape.of("N × D", N, D))); }

    /** {@return this, with a copy bound to {@code y}: 0 or 1}
     * @param values N */
    public LogisticRegression y(double[] values) {
        this.y = binding.of(Checks.array("y", values, Shape.of("N", N)), this.y);
        return this;
    }

    /** {@return this, with a value bound to {@code lambda}}
     * @param value the value */
    public LogisticRegression lambda(double value) {
        this.lambda = binding.of(value);
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
            pLast.set(forwardPass.p);
            lossLast.set(forwardPass.loss);
        }
    }

    /** Computes {@code p}.
     * @param theta the parameters
     * @param out receives it, N, row-major */
    public void p(double[] theta, double[] out) {
        Checks.result("p", out, N, theta);
        evaluations.begin();
        try (evaluations) {
            pPass = pPass == null ? new ValueOfP(this) : pPass;
            pPass.run(theta);
            System.arraycopy(pLast.set(pPass.p), 0, out, 0, N);
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

    /** The gradient of loss times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient is overwritten with the derivatives, by w, then b */
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
     * @param gradient is overwritten with the derivatives, by w, then b */
    public double lossGradient(double[] theta, double[] gradient) {
        Checks.result("gradient", gradient, dimension(), theta);
        evaluations.begin();
        try (evaluations) {
            gradientPass = gradientPass == null ? new Gradient(this) : gradientPass;
            gradientPass.run(theta, gradient);
            return lossLast.set(gradientPass.loss);
        }
    }

    /** Copies {@code p} as a method last computed it.
     * @param out receives it, N, row-major */
    public void pValue(double[] out) { pLast.get(out, N); }

    /** {@return {@code loss} as a method last computed it} */
    public double lossValue() { return lossLast.get(); }

    @Override
    public double value(double[] theta) { return loss(theta); }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) { return lossGradient(theta, gradient); }

    /** {@return what depends on {@code X} alone} */
    PackedX packedX() {
        packedX = packedX == null ? new PackedX(this) : packedX;
        packedX.prepare();
        return packedX;
    }

    /** {@return another model over the same data, for another thread} */
    public LogisticRegression fork() {
        LogisticRegression copy = new LogisticRegression(N, D);
        copy.X = X;
        copy.y = y;
        copy.lambda = lambda;
        if (X != null) {
            copy.packedX = packedX();
        }
        binding.share(copy.binding);
        return copy;
    }

    @Override
    protected LogisticRegression read(Serial data) {
        LogisticRegression copy = new LogisticRegression(N, D);
        data.bind(X, copy::X);
        data.bind(y, copy::y);
        copy.lambda(lambda);
        return copy;
    }

    @Override
    protected long fingerprint() { return new Fingerprint().add(N).add(D).add(X).add(y).add(lambda).value(); }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView<Parameters> {
        private Parameters(ParameterLayout layout, double[] vector) { super(layout, vector); }

        /** {@return an element of {@code w}, D}
         * @param i less than {@code D} */
        public double w(int i) { return vector[Objects.checkIndex(i, D)]; }

        /** {@return this, with an element of {@code w} set}
         * @param i less than {@code D}
         * @param value what it is from now on */
        public Parameters w(int i, double value) { return put(value, Objects.checkIndex(i, D)); }

        /** {@return a copy of all of {@code w}, D, row-major} */
        public double[] w() { return get("w"); }

        /** {@return this, with all of {@code w} set}
         * @param values row-major */
        public Parameters w(double[] values) { return put("w", values); }

        /** {@return {@code b}} */
        public double b() { return vector[D]; }

        /** {@return this, with {@code b} set}
         * @param value what it is from now on */
        public Parameters b(double value) { return put(value, D); }
    }

    /** Rows of {@code X} for each block of 256, packed when they are first needed after data was bound. */
    static final class PackedX extends Preparation<LogisticRegression> {
        final double[][][] XRows = Rows.makeBlocks(model.D, model.N);

        PackedX(LogisticRegression model) { super(model); }

        @Override
        protected void run() {
            double[] X = model.bound("X", model.X);

            Rows.packBlocks(X, XRows);
        }
    }

    /** The outputs of {@link LogisticRegression}, with what its derivatives read. */
    public static final class Forward extends ModelPass<LogisticRegression> {
        /** {@code p}, N. */
        public final double[] p = new double[model.N];
        /** {@code loss}, scalar. */
        public double loss;
        final double[] z = new double[model.N];
        final double[] softplusOfRow = Rows.make(model.N);
        final double[] zHereRow = Rows.make(model.N);
        final double[] expNegAbsRow = Rows.make(model.N);
        final double[] sigmoidRow = Rows.make(model.N);
        final double[] softplusRow = Rows.make(model.N);
        final double[] softplusRow1 = Rows.make(model.N);
        final double[] zSumRow = Rows.make(model.N);

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(LogisticRegression model) { super(model); }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int D = model.D, N = model.N, bAt = D;
            double[] X = model.bound("X", model.X), y = model.bound("y", model.y);
            double lambda = model.lambda;
            PackedX packedX = model.packedX();
            double[] z = this.z, p = this.p;

            // line 15: output loss = -mean(n) (y[n] * log(p[n]) + (1 - y[n]) * log(1 - p[n])) + lambda / 2 * sum(d)…
            double lossSum2 = 0.0;
            double b = theta[bAt];
            if (N < 32) {
                for (int n = 0; n < N; n++) {
                    // line 13: let z[n] = b + sum(d) w[d] * X[n, d]
                    double zSum = Kernels.dot(theta, 0, X, n * D, D);
                    double zHere = b + zSum;
                    z[n] = zHere;
                    // line 14: output p[n] = 1 / (1 + exp(-z[n]))
                    p[n] = Activation.sigmoid(zHere);
                    // line 15
                    lossSum2 -= Activation.softplus(-zHere) * y[n] + Activation.softplus(zHere) * (1.0 - y[n]);
                }
            } else {
                double[] zSumRow = this.zSumRow, softplusOfRow = this.softplusOfRow, zHereRow = this.zHereRow,
                        expNegAbsRow = this.expNegAbsRow, sigmoidRow = this.sigmoidRow,
                        softplusRow = this.softplusRow, softplusRow1 = this.softplusRow1;
                for (int block = 0; block < Rows.blocks(N); block++) {
                    int first = 256 * block;
                    int lanes = Math.min(256, N - first);
                    double[][] XRows = packedX.XRows[first / 256];
                    // line 13
                    for (int lane = 0; lane < lanes; lane++) {
                        zSumRow[lane] = 0.0;
                    }
                    Rows.combine(theta, 0, 1, XRows, D, zSumRow, lanes);
                    for (int lane = 0; lane < lanes; lane++) {
                        double zSum = zSumRow[lane];
                        double zHere = b + zSum;
                        z[first + lane] = zHere;
                        // line 15
                        softplusOfRow[lane] = -zHere;
                        zHereRow[lane] = zHere;
                    }
                    Rows.expNegAbs(zHereRow, expNegAbsRow, lanes);
                    Rows.sigmoid(zHereRow, expNegAbsRow, sigmoidRow, lanes);
                    Rows.softplus(softplusOfRow, expNegAbsRow, softplusRow, lanes);
                    Rows.softplus(zHereRow, expNegAbsRow, softplusRow1, lanes);
                    for (int lane = 0; lane < lanes; lane++) {
                        // line 14
                        p[first + lane] = sigmoidRow[lane];
                        // line 15
                        lossSum2 -= softplusRow[lane] * y[first + lane]
                                + softplusRow1[lane] * (1.0 - y[first + lane]);
                    }
                }
            }
            double lossSum = 0.0;
            for (int d = 0; d < D; d++) {
                lossSum += Elementary.square(theta[d]);
            }
            this.loss = lambda * 0.5 * lossSum - lossSum2 / N;
        }
    }

    /** The output {@code p} alone. */
    static final class ValueOfP extends ModelPass<LogisticRegression> {
        final double[] p = new double[model.N];
        final double[] zRow = Rows.make(model.N);
        final double[] expNegAbsRow = Rows.make(model.N);
        final double[] sigmoidRow = Rows.make(model.N);
        final double[] zSumRow = Rows.make(model.N);

        ValueOfP(LogisticRegression model) { super(model); }

        void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int D = model.D, N = model.N, bAt = D;
            double[] X = model.bound("X", model.X);
            PackedX packedX = model.packedX();
            double[] p = this.p;

            double b = theta[bAt];
            if (N < 32) {
                for (int n = 0; n < N; n++) {
                    // line 13: let z[n] = b + sum(d) w[d] * X[n, d]
                    double zSum = Kernels.dot(theta, 0, X, n * D, D);
                    double z = b + zSum;
                    // line 14: output p[n] = 1 / (1 + exp(-z[n]))
                    p[n] = Activation.sigmoid(z);
                }
            } else {
                double[] zSumRow = this.zSumRow, zRow = this.zRow, expNegAbsRow = this.expNegAbsRow,
                        sigmoidRow = this.sigmoidRow;
                for (int block = 0; block < Rows.blocks(N); block++) {
                    int first = 256 * block;
                    int lanes = Math.min(256, N - first);
                    double[][] XRows = packedX.XRows[first / 256];
                    // line 13
                    for (int lane = 0; lane < lanes; lane++) {
                        zSumRow[lane] = 0.0;
                    }
                    Rows.combine(theta, 0, 1, XRows, D, zSumRow, lanes);
                    for (int lane = 0; lane < lanes; lane++) {
                        double zSum = zSumRow[lane];
                        zRow[lane] = b + zSum;
                    }
                    Rows.expNegAbs(zRow, expNegAbsRow, lanes);
                    Rows.sigmoid(zRow, expNegAbsRow, sigmoidRow, lanes);
                    for (int lane = 0; lane < lanes; lane++) {
                        // line 14
                        p[first + lane] = sigmoidRow[lane];
                    }
                }
            }
        }
    }

    /** The gradient of {@code loss} of {@link LogisticRegression} for a given seed, after the forward half ran at the
     * same point. */
    public static final class Backward extends ModelPass<LogisticRegression> {
        final Forward forward;
        final double[] sigmoidOfRow = Rows.make(model.N);
        final double[] sigmoidOfRow1 = Rows.make(model.N);
        final double[] expNegAbsRow1 = Rows.make(model.N);
        final double[] sigmoidRow1 = Rows.make(model.N);
        final double[] expNegAbsRow2 = Rows.make(model.N);
        final double[] sigmoidRow2 = Rows.make(model.N);
        final double[] zAdjRow = Rows.make(model.N);

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public Backward(LogisticRegression model, Forward forward) {
            super(model);
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.dimension());
            int N = model.N, D = model.D, bAt = D;
            double[] X = model.bound("X", model.X), y = model.bound("y", model.y);
            double lambda = model.lambda;
            PackedX packedX = model.packedX();
            double[] z = forward.z;

            // line 15, adjoint of lossSum2, lossSum, z
            double lossSum2Adj = -(seed * (1.0 / N));
            double lossSumAdj = lambda * 0.5 * seed;
            double bAdj = 0.0;
            Arrays.fill(gradient, 0, D, 0.0);
            if (N < 32) {
                for (int n = 0; n < N; n++) {
                    // line 15, z → lossSum2: y[n] * sigmoid(-z[n]) - sigmoid(z[n]) * (1 - y[n])
                    double zAdj = Activation.sigmoid(-z[n]) * (lossSum2Adj * y[n])
                            - Activation.sigmoid(z[n]) * (lossSum2Adj * (1.0 - y[n]));
                    // line 13, b → z: 1, w → z: X[n, d]
                    bAdj += zAdj;
                    Kernels.axpy(zAdj, X, n * D, gradient, 0, D);
                }
            } else {
                double[] sigmoidOfRow = this.sigmoidOfRow, sigmoidOfRow1 = this.sigmoidOfRow1,
                        expNegAbsRow1 = this.expNegAbsRow1, sigmoidRow1 = this.sigmoidRow1,
                        expNegAbsRow2 = this.expNegAbsRow2, sigmoidRow2 = this.sigmoidRow2, zAdjRow = this.zAdjRow;
                for (int block = 0; block < Rows.blocks(N); block++) {
                    int first = 256 * block;
                    int lanes = Math.min(256, N - first);
                    double[][] XRows = packedX.XRows[first / 256];
                    for (int lane = 0; lane < lanes; lane++) {
                        // line 15, z → lossSum2: y[n] * sigmoid(-z[n]) - sigmoid(z[n]) * (1 - y[n])
                        sigmoidOfRow[lane] = -z[first + lane];
                        sigmoidOfRow1[lane] = z[first + lane];
                    }
                    Rows.expNegAbs(sigmoidOfRow, expNegAbsRow1, lanes);
                    Rows.sigmoid(sigmoidOfRow, expNegAbsRow1, sigmoidRow1, lanes);
                    Rows.expNegAbs(sigmoidOfRow1, expNegAbsRow2, lanes);
                    Rows.sigmoid(sigmoidOfRow1, expNegAbsRow2, sigmoidRow2, lanes);
                    for (int lane = 0; lane < lanes; lane++) {
                        double zAdj = sigmoidRow1[lane] * (lossSum2Adj * y[first + lane])
                                - sigmoidRow2[lane] * (lossSum2Adj * (1.0 - y[first + lane]));
                        // line 13, b → z: 1, w → z: X[n, d]
                        bAdj += zAdj;
                        zAdjRow[lane] = zAdj;
                    }
                    Rows.dots(zAdjRow, XRows, D, gradient, 0, 1, lanes);
                }
            }

            // line 15, w → lossSum: 2 * w[d]
            for (int d = 0; d < D; d++) {
                gradient[d] += lossSumAdj * (2.0 * theta[d]);
            }
            gradient[bAt] = bAdj;
        }
    }

    /** Value and gradient of {@code loss} of {@link LogisticRegression} in one sweep. */
    static final class Gradient extends BatchPass<LogisticRegression, Gradient> {
        double loss;
        final double[] negRow = Rows.make(model.N);
        final double[] lossSum2TermsRow = Rows.make(model.N);
        final double[] zRow = Rows.make(model.N);
        final double[] expNegAbsRow = Rows.make(model.N);
        final double[] softplusRow = Rows.make(model.N);
        final double[] softplusRow1 = Rows.make(model.N);
        final double[] sigmoidRow = Rows.make(model.N);
        final double[] sigmoidRow1 = Rows.make(model.N);
        final double[] zSumRow = Rows.make(model.N);
        final double[] zAdjRow = Rows.make(model.N);
        double lossSum2, bAdj;

        Gradient(LogisticRegression model) { super(model); }

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
            int N = model.N, D = model.D, bAt = D;
            double[] X = model.bound("X", model.X), y = model.bound("y", model.y);
            PackedX packedX = model.packedX();

            // line 15, adjoint of lossSum2, lossSum
            double lossSum2Adj = -(1.0 / N);
            double lossSum2 = 0.0, bAdj = 0.0;
            Arrays.fill(gradient, 0, D, 0.0);
            double b = theta[bAt];
            if (N < 32) {
                for (int n = from; n < to; n++) {
                    // line 13: let z[n] = b + sum(d) w[d] * X[n, d]
                    double zSum = Kernels.dot(theta, 0, X, n * D, D);
                    double z = b + zSum;
                    // line 15: output loss = -mean(n) (y[n] * log(p[n]) + (1 - y[n]) * log(1 - p[n])) + lambda / 2 *…
                    double neg = -z;
                    double yHere = y[n];
                    double lossSum2Terms = 1.0 - yHere;
                    lossSum2 -= Activation.softplus(neg) * yHere + Activation.softplus(z) * lossSum2Terms;
                    // line 15, z → lossSum2: y[n] * sigmoid(-z[n]) - sigmoid(z[n]) * (1 - y[n])
                    double zAdj = Activation.sigmoid(neg) * (lossSum2Adj * yHere)
                            - Activation.sigmoid(z) * (lossSum2Adj * lossSum2Terms);
                    // line 13, b → z: 1, w → z: X[n, d]
                    bAdj += zAdj;
                    Kernels.axpy(zAdj, X, n * D, gradient, 0, D);
                }
            } else {
                double[] zSumRow = this.zSumRow, negRow = this.negRow, lossSum2TermsRow = this.lossSum2TermsRow,
                        zRow = this.zRow, expNegAbsRow = this.expNegAbsRow, softplusRow = this.softplusRow,
                        softplusRow1 = this.softplusRow1, sigmoidRow = this.sigmoidRow,
                        sigmoidRow1 = this.sigmoidRow1, zAdjRow = this.zAdjRow;
                for (int block = 0; block < Rows.blocks(to - from); block++) {
                    int first = 256 * block + from;
                    int lanes = Math.min(256, to - first);
                    double[][] XRows = packedX.XRows[first / 256];
                    // line 13
                    for (int lane = 0; lane < lanes; lane++) {
                        zSumRow[lane] = 0.0;
                    }
                    Rows.combine(theta, 0, 1, XRows, D, zSumRow, lanes);
                    for (int lane = 0; lane < lanes; lane++) {
                        double zSum = zSumRow[lane];
                        double z = b + zSum;
                        // line 15
                        negRow[lane] = -z;
                        double yHere = y[first + lane];
                        lossSum2TermsRow[lane] = 1.0 - yHere;
                        zRow[lane] = z;
                    }
                    Rows.expNegAbs(zRow, expNegAbsRow, lanes);
                    Rows.softplus(negRow, expNegAbsRow, softplusRow, lanes);
                    Rows.softplus(zRow, expNegAbsRow, softplusRow1, lanes);
                    Rows.sigmoid(negRow, expNegAbsRow, sigmoidRow, lanes);
                    Rows.sigmoid(zRow, expNegAbsRow, sigmoidRow1, lanes);
                    for (int lane = 0; lane < lanes; lane++) {
                        double yHere = y[first + lane];
                        lossSum2 -= softplusRow[lane] * yHere + softplusRow1[lane] * lossSum2TermsRow[lane];
                        // line 15, z → lossSum2: y[n] * sigmoid(-z[n]) - sigmoid(z[n]) * (1 - y[n])
                        double zAdj = sigmoidRow[lane] * (lossSum2Adj * yHere)
                                - sigmoidRow1[lane] * (lossSum2Adj * lossSum2TermsRow[lane]);
                        // line 13, b → z: 1, w → z: X[n, d]
                        bAdj += zAdj;
                        zAdjRow[lane] = zAdj;
                    }
                    Rows.dots(zAdjRow, XRows, D, gradient, 0, 1, lanes);
                }
            }
            this.lossSum2 = lossSum2;
            this.bAdj = bAdj;
        }

        void finish(double[] theta, double[] gradient) {
            int D = model.D, N = model.N, bAt = D;
            double lambda = model.lambda;

            // line 15, adjoint of lossSum
            double lossSumAdjProduct = lambda * 0.5;
            // line 15: output loss = -mean(n) (y[n] * log(p[n]) + (1 - y[n]) * log(1 - p[n])) + lambda / 2 * sum(d)…
            double lossSum = 0.0;
            for (int d = 0; d < D; d++) {
                double w = theta[d];
                lossSum += Elementary.square(w);
                // line 15, w → lossSum: 2 * w[d]
                gradient[d] += lossSumAdjProduct * (2.0 * w);
            }
            this.loss = lossSumAdjProduct * lossSum - this.lossSum2 / N;
            gradient[bAt] = this.bAdj;
        }

        @Override
        protected Gradient part() { return new Gradient(model); }

        @Override
        protected void add(Gradient part) {
            this.lossSum2 += part.lossSum2;
            this.bAdj += part.bAdj;
        }

        @Override
        protected int step() { return Rows.BLOCK; }
    }
}

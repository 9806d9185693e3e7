package dev.costate.golden;

import dev.costate.runtime.Checks;
import dev.costate.runtime.CompiledModel;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Fingerprint;
import dev.costate.runtime.LastValue;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.ModelPass;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Preparation;
import dev.costate.runtime.Serial;
import dev.costate.runtime.Shape;
import dev.costate.runtime.VectorView;
import java.util.Arrays;
import java.util.Objects;

/**
 * Hares and lynxes: the rates of a differential equation from counts, through the classical Runge-Kutta method.
 *
 * <p>Values and exact gradients, from {@code LotkaVolterra.model}:
 * <pre>
 * name          kind    shape   offset  what
 * T             dim     ≥ 1             counts, one a year
 * S             dim     5               steps of the method a year
 * h             const   scalar
 * count0        data    T × 2           hares, lynxes at the ends of the years
 * logRate       param   4       0       of: births of hares, their deaths by lynxes, deaths of lynxes, their births
 *                                       by hares
 * logStart      param   2       4
 * predicted     output  T × 2           150*T + 6 operations
 * loss          output  scalar          158*T + 6 operations
 * lossGradient  method                  434*T + 12 operations
 * </pre>
 * @serial exclude
 */
@CostateGenerated("LotkaVolterra")
public final class LotkaVolterra extends CompiledModel<LotkaVolterra.Parameters> implements DifferentiableFunction {
    private static final long serialVersionUID = -2143370410082418999L;
    static final int logStartAt = 4;
    final int T, S;
    final transient double h = 0.2;
    double[] count0;
    private transient Forward forwardPass;
    private transient Backward backwardPass;
    private transient ValueOfPredicted predictedPass;
    private transient Forward valuesPass;
    private transient Backward lossGradientPass;
    private final transient LastValue predictedLast = last("predicted", "predictedValue");
    private final transient LastValue lossLast = last("loss", "lossValue");
    private transient PreparedCount0 preparedCount0;

    private LotkaVolterra(int T) {
        super("LotkaVolterra");
        this.T = Checks.atLeast("T", T, 1);
        this.S = 5;
        Checks.count("count0", Shape.of("T × 2", T, 2));
        Checks.count("u0", Shape.of("5*T + 1", Checks.size("5*T + 1", 5L * T + 1L)));
        Checks.count("ahead_v0", Shape.of("5*T", Checks.size("5*T", 5L * T)));
        parameters(ParameterLayout.builder().add("logRate", Shape.of("4", 4)).add("logStart", Shape.of("2", 2)),
                Parameters::new);
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param T counts, one a year */
    public static LotkaVolterra of(int T) { return new LotkaVolterra(T); }

    /** {@return counts, one a year} */
    public int T() { return T; }

    /** {@return steps of the method a year} */
    public int S() { return S; }

    /** {@return this, with a copy bound to {@code count0}: hares, lynxes at the ends of the years}
     * @param values T × 2, row-major */
    public LotkaVolterra count0(double[] values) {
        this.count0 = binding.of(Checks.array("count0", values, Shape.of("T × 2", T, 2)), this.count0);
        preparedCount0 = Preparation.anew(binding.isShared() ? null : preparedCount0);
        return this;
    }

    /** {@return this, with a copy bound to {@code count0}: hares, lynxes at the ends of the years}
     * @param values T × 2 */
    public LotkaVolterra count0(double[][] values) {
        return count0(Checks.array("count0", values, Shape.of("T × 2", T, 2)));
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
            predictedLast.set(forwardPass.predicted);
            lossLast.set(forwardPass.loss);
        }
    }

    /** Computes {@code predicted}.
     * @param theta the parameters
     * @param out receives it, T × 2, row-major */
    public void predicted(double[] theta, double[] out) {
        Checks.result("predicted", out, 2 * T, theta);
        evaluations.begin();
        try (evaluations) {
            predictedPass = predictedPass == null ? new ValueOfPredicted(this) : predictedPass;
            predictedPass.run(theta);
            System.arraycopy(predictedLast.set(predictedPass.predicted), 0, out, 0, 2 * T);
        }
    }

    /** {@return {@code loss}}
     * @param theta the parameters */
    public double loss(double[] theta) {
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            return lossLast.set(valuesPass.loss);
        }
    }

    /** The gradient of loss times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient is overwritten with the derivatives, by logRate, then logStart */
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
     * @param gradient is overwritten with the derivatives, by logRate, then logStart */
    public double lossGradient(double[] theta, double[] gradient) {
        Checks.result("gradient", gradient, dimension(), theta);
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            lossGradientPass = lossGradientPass == null ? new Backward(this, valuesPass) : lossGradientPass;
            lossGradientPass.run(theta, 1.0, gradient);
            return lossLast.set(valuesPass.loss);
        }
    }

    /** Copies {@code predicted} as a method last computed it.
     * @param out receives it, T × 2, row-major */
    public void predictedValue(double[] out) { predictedLast.get(out, 2 * T); }

    /** {@return {@code loss} as a method last computed it} */
    public double lossValue() { return lossLast.get(); }

    @Override
    public double value(double[] theta) { return loss(theta); }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) { return lossGradient(theta, gradient); }

    /** {@return what depends on {@code count0} alone} */
    PreparedCount0 preparedCount0() {
        preparedCount0 = preparedCount0 == null ? new PreparedCount0(this) : preparedCount0;
        preparedCount0.prepare();
        return preparedCount0;
    }

    /** {@return another model over the same data, for another thread} */
    public LotkaVolterra fork() {
        LotkaVolterra copy = new LotkaVolterra(T);
        copy.count0 = count0;
        if (count0 != null) {
            copy.preparedCount0 = preparedCount0();
        }
        binding.share(copy.binding);
        return copy;
    }

    @Override
    protected LotkaVolterra read(Serial data) {
        LotkaVolterra copy = new LotkaVolterra(T);
        data.bind(count0, copy::count0);
        return copy;
    }

    @Override
    protected long fingerprint() { return new Fingerprint().add(T).add(count0).value(); }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView<Parameters> {
        private Parameters(ParameterLayout layout, double[] vector) { super(layout, vector); }

        /** {@return an element of {@code logRate}, 4: of: births of hares, their deaths by lynxes, deaths of lynxes,
         * their births by hares}
         * @param i less than {@code 4} */
        public double logRate(int i) { return vector[Objects.checkIndex(i, 4)]; }

        /** {@return this, with an element of {@code logRate} set}
         * @param i less than {@code 4}
         * @param value what it is from now on */
        public Parameters logRate(int i, double value) { return put(value, Objects.checkIndex(i, 4)); }

        /** {@return a copy of all of {@code logRate}, 4, row-major} */
        public double[] logRate() { return get("logRate"); }

        /** {@return this, with all of {@code logRate} set}
         * @param values row-major */
        public Parameters logRate(double[] values) { return put("logRate", values); }

        /** {@return an element of {@code logStart}, 2}
         * @param i less than {@code 2} */
        public double logStart(int i) { return vector[logStartAt + Objects.checkIndex(i, 2)]; }

        /** {@return this, with an element of {@code logStart} set}
         * @param i less than {@code 2}
         * @param value what it is from now on */
        public Parameters logStart(int i, double value) { return put(value, logStartAt + Objects.checkIndex(i, 2)); }

        /** {@return a copy of all of {@code logStart}, 2, row-major} */
        public double[] logStart() { return get("logStart"); }

        /** {@return this, with all of {@code logStart} set}
         * @param values row-major */
        public Parameters logStart(double[] values) { return put("logStart", values); }
    }

    /** What depends on {@code count0} alone, computed when it is first needed after data was bound. */
    static final class PreparedCount0 extends Preparation<LotkaVolterra> {
        final double[] logCount0 = new double[2 * model.T];

        PreparedCount0(LotkaVolterra model) { super(model); }

        @Override
        protected void run() {
            int T = model.T;
            double[] count0 = model.bound("count0", model.count0), logCount0 = this.logCount0;

            // line 28: output loss = sum(t, i) (log(count0[t, i]) - log(predicted[t, i]))^2
            for (int t = 0; t < T; t++) {
                for (int i = 0; i < 2; i++) {
                    logCount0[2 * t + i] = Math.log(count0[2 * t + i]);
                }
            }
        }
    }

    /** The outputs of {@link LotkaVolterra}, with what its derivatives read. */
    public static final class Forward extends ModelPass<LotkaVolterra> {
        /** {@code predicted}, T × 2. */
        public final double[] predicted = new double[2 * model.T];
        /** {@code loss}, scalar. */
        public double loss;
        final double[] u0 = new double[5 * model.T + 1];
        final double[] u1 = new double[5 * model.T + 1];
        final double[] ahead_v0 = new double[5 * model.T];
        final double[] ahead_v1 = new double[5 * model.T];
        final double[] ahead_v2_0 = new double[5 * model.T];
        final double[] ahead_v2_1 = new double[5 * model.T];
        final double[] ahead_v3_0 = new double[5 * model.T];
        final double[] ahead_v3_1 = new double[5 * model.T];
        double rate0, rate1, rate2, rate3;

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(LotkaVolterra model) { super(model); }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int T = model.T;
            PreparedCount0 preparedCount0 = model.preparedCount0();
            double[] u0 = this.u0, u1 = this.u1, ahead_v0 = this.ahead_v0, ahead_v1 = this.ahead_v1,
                    ahead_v2_0 = this.ahead_v2_0, ahead_v2_1 = this.ahead_v2_1, ahead_v3_0 = this.ahead_v3_0,
                    ahead_v3_1 = this.ahead_v3_1, predicted = this.predicted, logCount0 = preparedCount0.logCount0;

            // line 24: let rate[i] = exp(logRate[i])
            double rate0 = Math.exp(theta[0]);
            this.rate0 = rate0;
            double rate1 = Math.exp(theta[1]);
            this.rate1 = rate1;
            double rate2 = Math.exp(theta[2]);
            this.rate2 = rate2;
            double rate3 = Math.exp(theta[3]);
            this.rate3 = rate3;
            // line 25: let u[0, i] = exp(logStart[i])
            double u0Here = Math.exp(theta[logStartAt]);
            u0[0] = u0Here;
            double u1Here = Math.exp(theta[logStartAt + 1]);
            u1[0] = u1Here;
            int nEnd = Checks.integer(5L * T, "5*T at LotkaVolterra.model:25");
            for (int n = 0; n < nEnd; n++) {
                // line 17: let k1 = rhs(u, p)
                double rk4_k1_0 = (rate0 - rate1 * u1Here) * u0Here;
                double rk4_k1_1 = u1Here * (rate3 * u0Here - rate2);
                // line 14: let v[i] = u[i] + s * k[i]
                double ahead_v0Here = u0Here + 0.1 * rk4_k1_0;
                ahead_v0[n] = ahead_v0Here;
                double ahead_v1Here = u1Here + 0.1 * rk4_k1_1;
                ahead_v1[n] = ahead_v1Here;
                // line 18: let k2 = rhs(ahead(u, k1, h / 2), p)
                double rk4_k2_0 = (rate0 - rate1 * ahead_v1Here) * ahead_v0Here;
                double rk4_k2_1 = ahead_v1Here * (rate3 * ahead_v0Here - rate2);
                // line 14
                double ahead_v2_0Here = u0Here + 0.1 * rk4_k2_0;
                ahead_v2_0[n] = ahead_v2_0Here;
                double ahead_v2_1Here = u1Here + 0.1 * rk4_k2_1;
                ahead_v2_1[n] = ahead_v2_1Here;
                // line 19: let k3 = rhs(ahead(u, k2, h / 2), p)
                double rk4_k3_0 = (rate0 - rate1 * ahead_v2_1Here) * ahead_v2_0Here;
                double rk4_k3_1 = ahead_v2_1Here * (rate3 * ahead_v2_0Here - rate2);
                // line 14
                double ahead_v3_0Here = u0Here + 0.2 * rk4_k3_0;
                ahead_v3_0[n] = ahead_v3_0Here;
                double ahead_v3_1Here = u1Here + 0.2 * rk4_k3_1;
                ahead_v3_1[n] = ahead_v3_1Here;
                // line 20: let k4 = rhs(ahead(u, k3, h), p)
                double rk4_k4_0 = (rate0 - rate1 * ahead_v3_1Here) * ahead_v3_0Here;
                double rk4_k4_1 = ahead_v3_1Here * (rate3 * ahead_v3_0Here - rate2);
                // line 21: let v[i] = u[i] + h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i])
                double rk4_v0 = u0Here + 0.03333333333333333
                        * (rk4_k1_0 + 2.0 * rk4_k2_0 + 2.0 * rk4_k3_0 + rk4_k4_0);
                double rk4_v1 = u1Here + 0.03333333333333333
                        * (rk4_k1_1 + 2.0 * rk4_k2_1 + 2.0 * rk4_k3_1 + rk4_k4_1);
                // line 26: let u[n + 1, i] = rk4(u[n, :], rate)[i] for n in S * T
                u0Here = rk4_v0;
                u0[n + 1] = u0Here;
                u1Here = rk4_v1;
                u1[n + 1] = u1Here;
            }

            // line 28: output loss = sum(t, i) (log(count0[t, i]) - log(predicted[t, i]))^2
            double lossSum = 0.0;
            for (int t = 0; t < T; t++) {
                // line 27: output predicted[t, i] = u[S * (t + 1), i] for t in T
                predicted[2 * t] = u0[5 * t + 5];
                predicted[2 * t + 1] = u1[5 * t + 5];
                // line 28
                for (int i = 0; i < 2; i++) {
                    lossSum += Elementary.square(logCount0[2 * t + i] - Math.log(predicted[2 * t + i]));
                }
            }
            this.loss = lossSum;
        }
    }

    /** The output {@code predicted} alone. */
    static final class ValueOfPredicted extends ModelPass<LotkaVolterra> {
        final double[] predicted = new double[2 * model.T];
        final double[] u0 = new double[5 * model.T + 1];
        final double[] u1 = new double[5 * model.T + 1];

        ValueOfPredicted(LotkaVolterra model) { super(model); }

        void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int T = model.T;
            double[] u0 = this.u0, u1 = this.u1, predicted = this.predicted;

            // line 24: let rate[i] = exp(logRate[i])
            double rate0 = Math.exp(theta[0]);
            double rate1 = Math.exp(theta[1]);
            double rate2 = Math.exp(theta[2]);
            double rate3 = Math.exp(theta[3]);
            // line 25: let u[0, i] = exp(logStart[i])
            double u0Here = Math.exp(theta[logStartAt]);
            u0[0] = u0Here;
            double u1Here = Math.exp(theta[logStartAt + 1]);
            u1[0] = u1Here;
            int nEnd = Checks.integer(5L * T, "5*T at LotkaVolterra.model:25");
            for (int n = 0; n < nEnd; n++) {
                // line 17: let k1 = rhs(u, p)
                double rk4_k1_0 = (rate0 - rate1 * u1Here) * u0Here;
                double rk4_k1_1 = u1Here * (rate3 * u0Here - rate2);
                // line 14: let v[i] = u[i] + s * k[i]
                double ahead_v0 = u0Here + 0.1 * rk4_k1_0;
                double ahead_v1 = u1Here + 0.1 * rk4_k1_1;
                // line 18: let k2 = rhs(ahead(u, k1, h / 2), p)
                double rk4_k2_0 = (rate0 - rate1 * ahead_v1) * ahead_v0;
                double rk4_k2_1 = ahead_v1 * (rate3 * ahead_v0 - rate2);
                // line 14
                double ahead_v2_0 = u0Here + 0.1 * rk4_k2_0;
                double ahead_v2_1 = u1Here + 0.1 * rk4_k2_1;
                // line 19: let k3 = rhs(ahead(u, k2, h / 2), p)
                double rk4_k3_0 = (rate0 - rate1 * ahead_v2_1) * ahead_v2_0;
                double rk4_k3_1 = ahead_v2_1 * (rate3 * ahead_v2_0 - rate2);
                // line 14
                double ahead_v3_0 = u0Here + 0.2 * rk4_k3_0;
                double ahead_v3_1 = u1Here + 0.2 * rk4_k3_1;
                // line 20: let k4 = rhs(ahead(u, k3, h), p)
                double rk4_k4_0 = (rate0 - rate1 * ahead_v3_1) * ahead_v3_0;
                double rk4_k4_1 = ahead_v3_1 * (rate3 * ahead_v3_0 - rate2);
                // line 21: let v[i] = u[i] + h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i])
                double rk4_v0 = u0Here + 0.03333333333333333
                        * (rk4_k1_0 + 2.0 * rk4_k2_0 + 2.0 * rk4_k3_0 + rk4_k4_0);
                double rk4_v1 = u1Here + 0.03333333333333333
                        * (rk4_k1_1 + 2.0 * rk4_k2_1 + 2.0 * rk4_k3_1 + rk4_k4_1);
                // line 26: let u[n + 1, i] = rk4(u[n, :], rate)[i] for n in S * T
                u0Here = rk4_v0;
                u0[n + 1] = u0Here;
                u1Here = rk4_v1;
                u1[n + 1] = u1Here;
            }

            // line 27: output predicted[t, i] = u[S * (t + 1), i] for t in T
            for (int t = 0; t < T; t++) {
                predicted[2 * t] = u0[5 * t + 5];
                predicted[2 * t + 1] = u1[5 * t + 5];
            }
        }
    }

    /** The gradient of {@code loss} of {@link LotkaVolterra} for a given seed, after the forward half ran at the same
     * point. */
    public static final class Backward extends ModelPass<LotkaVolterra> {
        final Forward forward;
        final double[] predictedAdj = new double[2];
        final double[] u1Adj = new double[5 * model.T + 1];
        final double[] u0Adj = new double[5 * model.T + 1];

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public Backward(LotkaVolterra model, Forward forward) {
            super(model);
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.dimension());
            int T = model.T;
            PreparedCount0 preparedCount0 = model.preparedCount0();
            double[] u1Adj = this.u1Adj, u0Adj = this.u0Adj, predicted = forward.predicted,
                    predictedAdj = this.predictedAdj, logCount0 = preparedCount0.logCount0,
                    ahead_v3_0 = forward.ahead_v3_0, ahead_v3_1 = forward.ahead_v3_1, ahead_v2_0 = forward.ahead_v2_0,
                    ahead_v2_1 = forward.ahead_v2_1, ahead_v0 = forward.ahead_v0, ahead_v1 = forward.ahead_v1,
                    u1 = forward.u1, u0 = forward.u0;

            Arrays.fill(u1Adj, 0.0);
            Arrays.fill(u0Adj, 0.0);
            for (int t = 0; t < T; t++) {
                // line 28, adjoint of predicted
                for (int i = 0; i < 2; i++) {
                    double predictedHere = predicted[2 * t + i];
                    predictedAdj[i] = -Elementary.zeroProduct(seed
                            * (2.0 * (logCount0[2 * t + i] - Math.log(predictedHere))),
                            Logarithm.logDx(predictedHere));
                }
                // line 27, u1 → predicted: 1, u0 → predicted: 1
                u1Adj[5 * t + 5] += predictedAdj[1];
                u0Adj[5 * t + 5] += predictedAdj[0];
            }
            double rate2Adj = 0.0, rate3Adj = 0.0, rate1Adj = 0.0, rate0Adj = 0.0;
            double rate1 = forward.rate1, rate3 = forward.rate3, rate2 = forward.rate2, rate0 = forward.rate0,
                    u1Adj1 = u1Adj[5 * T], u0Adj1 = u0Adj[5 * T];
            for (int n = 5 * T - 1; n >= 0; n--) {
                // line 21, rk4_k4_1 → u1: 0.03333333333333333, rk4_k4_0 → u0: 0.03333333333333333
                double rk4_k4_1AdjProduct = 0.03333333333333333 * u1Adj1;
                double rk4_k4_0AdjProduct = 0.03333333333333333 * u0Adj1;
                // line 20, adjoint of ahead_v3_1, ahead_v3_0
                double ahead_v3_0Here = ahead_v3_0[n];
                double ahead_v3_1AdjProduct = rk4_k4_0AdjProduct * ahead_v3_0Here;
                double ahead_v3_1Adj = (rate3 * ahead_v3_0Here - rate2) * rk4_k4_1AdjProduct
                        - rate1 * ahead_v3_1AdjProduct;
                double ahead_v3_1Here = ahead_v3_1[n];
                double ahead_v3_0AdjProduct = rk4_k4_1AdjProduct * ahead_v3_1Here;
                double ahead_v3_0Adj = rk4_k4_0AdjProduct * (rate0 - rate1 * ahead_v3_1Here)
                        + rate3 * ahead_v3_0AdjProduct;
                // line 14, adjoint of rk4_k3_1, rk4_k3_0
                double rk4_k3_1AdjProduct = 0.06666666666666667 * u1Adj1;
                double rk4_k3_1Adj = rk4_k3_1AdjProduct + 0.2 * ahead_v3_1Adj;
                double rk4_k3_0AdjProduct = 0.06666666666666667 * u0Adj1;
                double rk4_k3_0Adj = rk4_k3_0AdjProduct + 0.2 * ahead_v3_0Adj;
                // line 19, adjoint of ahead_v2_1, ahead_v2_0
                double ahead_v2_0Here = ahead_v2_0[n];
                double ahead_v2_1AdjProduct = rk4_k3_0Adj * ahead_v2_0Here;
                double ahead_v2_1Adj = (rate3 * ahead_v2_0Here - rate2) * rk4_k3_1Adj - rate1 * ahead_v2_1AdjProduct;
                double ahead_v2_1Here = ahead_v2_1[n];
                double ahead_v2_0AdjProduct = rk4_k3_1Adj * ahead_v2_1Here;
                double ahead_v2_0Adj = rk4_k3_0Adj * (rate0 - rate1 * ahead_v2_1Here) + rate3 * ahead_v2_0AdjProduct;
                // line 14, adjoint of rk4_k2_1, rk4_k2_0
                double rk4_k2_1Adj = rk4_k3_1AdjProduct + 0.1 * ahead_v2_1Adj;
                double rk4_k2_0Adj = rk4_k3_0AdjProduct + 0.1 * ahead_v2_0Adj;
                // line 18, adjoint of ahead_v1, ahead_v0
                double ahead_v0Here = ahead_v0[n];
                double ahead_v1AdjProduct = rk4_k2_0Adj * ahead_v0Here;
                double ahead_v1Adj = (rate3 * ahead_v0Here - rate2) * rk4_k2_1Adj - rate1 * ahead_v1AdjProduct;
                double ahead_v1Here = ahead_v1[n];
                double ahead_v0AdjProduct = rk4_k2_1Adj * ahead_v1Here;
                double ahead_v0Adj = rk4_k2_0Adj * (rate0 - rate1 * ahead_v1Here) + rate3 * ahead_v0AdjProduct;
                // line 14, adjoint of rk4_k1_1, rk4_k1_0
                double rk4_k1_1Adj = rk4_k4_1AdjProduct + 0.1 * ahead_v1Adj;
                double rk4_k1_0Adj = rk4_k4_0AdjProduct + 0.1 * ahead_v0Adj;
                // line 17, adjoint of rate2, rate3, u1, u0, rate1, rate0
                double u1Here = u1[n];
                double rate2AdjProduct = u1Here * rk4_k1_1Adj;
                rate2Adj -= ahead_v0AdjProduct + (ahead_v3_0AdjProduct + ahead_v2_0AdjProduct) + rate2AdjProduct;
                double u0Here = u0[n];
                rate3Adj += ahead_v2_0Here * ahead_v2_0AdjProduct + ahead_v3_0Here * ahead_v3_0AdjProduct
                        + ahead_v0Here * ahead_v0AdjProduct + rate2AdjProduct * u0Here;
                double u1AdjProduct = u0Here * rk4_k1_0Adj;
                u1Adj1 = u1Adj[n] + (ahead_v1Adj + (ahead_v2_1Adj + (u1Adj1 + ahead_v3_1Adj))
                        + rk4_k1_1Adj * (rate3 * u0Here - rate2) - rate1 * u1AdjProduct);
                u0Adj1 = u0Adj[n] + (ahead_v0Adj + (ahead_v2_0Adj + (u0Adj1 + ahead_v3_0Adj))
                        + rate3 * rate2AdjProduct + rk4_k1_0Adj * (rate0 - rate1 * u1Here));
                rate1Adj -= ahead_v2_1AdjProduct * ahead_v2_1Here + ahead_v3_1AdjProduct * ahead_v3_1Here
                        + ahead_v1AdjProduct * ahead_v1Here + u1Here * u1AdjProduct;
                rate0Adj += u1AdjProduct + (ahead_v1AdjProduct + (ahead_v3_1AdjProduct + ahead_v2_1AdjProduct));
            }

            // line 25, logStart → u1: u1[0]
            gradient[logStartAt + 1] = Elementary.zeroProduct(u1Adj1, u1[0]);
            gradient[logStartAt] = Elementary.zeroProduct(u0Adj1, u0[0]);
            // line 24, logRate → rate3: rate3
            gradient[3] = Elementary.zeroProduct(rate3, rate3Adj);
            gradient[2] = Elementary.zeroProduct(rate2, rate2Adj);
            gradient[1] = Elementary.zeroProduct(rate1, rate1Adj);
            gradient[0] = Elementary.zeroProduct(rate0, rate0Adj);
        }
    }
}

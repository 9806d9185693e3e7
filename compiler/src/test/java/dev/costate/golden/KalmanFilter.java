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
import dev.costate.runtime.Rows;
import dev.costate.runtime.Serial;
import dev.costate.runtime.Shape;
import dev.costate.runtime.VectorView;

/**
 * Position and velocity from noisy positions; the likelihood of the noise falls out of the filter.
 *
 * <p>Values and exact gradients, from {@code KalmanFilter.model}:
 * <pre>
 * name            kind    shape   offset  what
 * T               dim     ≥ 1
 * y               data    T               measured positions
 * dt              data    scalar          the time between two
 * m0              data    2               mean and
 * P0              data    2 × 2           covariance of the first state
 * logQ            param   scalar  0       of the spread of the acceleration
 * logR            param   scalar  1       of the spread of the measurements
 * filtered        output  T × 2           32*T + 12 operations
 * loglik          output  scalar          38*T + 13 operations
 * loglikGradient  method                  84*T + 17 operations
 * </pre>
 * @serial exclude
 */
@CostateGenerated("KalmanFilter")
public final class KalmanFilter extends CompiledModel<KalmanFilter.Parameters> implements DifferentiableFunction {
    private static final long serialVersionUID = -1753064785778519704L;
    static final int logRAt = 1;
    final int T;
    double[] y;
    double dt = 1.0;
    double[] m0, P0;
    private transient Forward forwardPass;
    private transient Backward backwardPass;
    private transient Forward valuesPass;
    private transient Backward loglikGradientPass;
    private final transient LastValue filteredLast = last("filtered", "filteredValue");
    private final transient LastValue loglikLast = last("loglik", "loglikValue");

    private KalmanFilter(int T) {
        super("KalmanFilter");
        this.T = Checks.atLeast("T", T, 1);
        Checks.count("filtered", Shape.of("T × 2", T, 2));
        Checks.count("P00", Shape.of("T + 1", Checks.size("T + 1", T + 1L)));
        parameters(ParameterLayout.builder().add("logQ").add("logR"), Parameters::new);
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param T the size {@code T} */
    public static KalmanFilter of(int T) { return new KalmanFilter(T); }

    /** {@return the size {@code T}} */
    public int T() { return T; }

    /** {@return this, with a copy bound to {@code y}: measured positions}
     * @param values T */
    public KalmanFilter y(double[] values) {
        this.y = binding.of(Checks.array("y", values, Shape.of("T", T)), this.y);
        return this;
    }

    /** {@return this, with a value bound to {@code dt}: the time between two}
     * @param value the value */
    public KalmanFilter dt(double value) {
        this.dt = binding.of(value);
        return this;
    }

    /** {@return this, with a copy bound to {@code m0}: mean and}
     * @param values 2 */
    public KalmanFilter m0(double[] values) {
        this.m0 = binding.of(Checks.array("m0", values, Shape.of("2", 2)), this.m0);
        return this;
    }

    /** {@return this, with a copy bound to {@code P0}: covariance of the first state}
     * @param values 2 × 2, row-major */
    public KalmanFilter P0(double[] values) {
        this.P0 = binding.of(Checks.array("P0", values, Shape.of("2 × 2", 2, 2)), this.P0);
        return this;
    }

    /** {@return this, with a copy bound to {@code P0}: covariance of the first state}
     * @param values 2 × 2 */
    public KalmanFilter P0(double[][] values) { return P0(Checks.array("P0", values, Shape.of("2 × 2", 2, 2))); }

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
            filteredLast.set(forwardPass.filtered);
            loglikLast.set(forwardPass.loglik);
        }
    }

    /** Computes {@code filtered}.
     * @param theta the parameters
     * @param out receives it, T × 2, row-major */
    public void filtered(double[] theta, double[] out) {
        Checks.result("filtered", out, 2 * T, theta);
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            System.arraycopy(filteredLast.set(valuesPass.filtered), 0, out, 0, 2 * T);
        }
    }

    /** {@return {@code loglik}}
     * @param theta the parameters */
    public double loglik(double[] theta) {
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            return loglikLast.set(valuesPass.loglik);
        }
    }

    /** The gradient of loglik times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient is overwritten with the derivatives, by logQ, then logR */
    public void backward(double seed, double[] gradient) {
        Checks.vector("gradient", gradient, dimension());
        double[] point = evaluations.point("backward");
        evaluations.begin();
        try (evaluations) {
            backwardPass = backwardPass == null ? new Backward(this, forwardPass) : backwardPass;
            backwardPass.run(point, seed, gradient);
            loglikLast.set(forwardPass.loglik);
        }
    }

    /** {@return the value, beside the gradient of loglik}
     * @param theta the parameters
     * @param gradient is overwritten with the derivatives, by logQ, then logR */
    public double loglikGradient(double[] theta, double[] gradient) {
        Checks.result("gradient", gradient, dimension(), theta);
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            loglikGradientPass = loglikGradientPass == null ? new Backward(this, valuesPass) : loglikGradientPass;
            loglikGradientPass.run(theta, 1.0, gradient);
            return loglikLast.set(valuesPass.loglik);
        }
    }

    /** Copies {@code filtered} as a method last computed it.
     * @param out receives it, T × 2, row-major */
    public void filteredValue(double[] out) { filteredLast.get(out, 2 * T); }

    /** {@return {@code loglik} as a method last computed it} */
    public double loglikValue() { return loglikLast.get(); }

    @Override
    public double value(double[] theta) { return loglik(theta); }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) { return loglikGradient(theta, gradient); }

    /** {@return another model over the same data, for another thread} */
    public KalmanFilter fork() {
        KalmanFilter copy = new KalmanFilter(T);
        copy.y = y;
        copy.dt = dt;
        copy.m0 = m0;
        copy.P0 = P0;
        binding.share(copy.binding);
        return copy;
    }

    @Override
    protected KalmanFilter read(Serial data) {
        KalmanFilter copy = new KalmanFilter(T);
        data.bind(y, copy::y);
        copy.dt(dt);
        data.bind(m0, copy::m0);
        data.bind(P0, copy::P0);
        return copy;
    }

    @Override
    protected long fingerprint() { return new Fingerprint().add(T).add(y).add(dt).add(m0).add(P0).value(); }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView<Parameters> {
        private Parameters(ParameterLayout layout, double[] vector) { super(layout, vector); }

        /** {@return {@code logQ}: of the spread of the acceleration} */
        public double logQ() { return vector[0]; }

        /** {@return this, with {@code logQ} set}
         * @param value what it is from now on */
        public Parameters logQ(double value) { return put(value, 0); }

        /** {@return {@code logR}: of the spread of the measurements} */
        public double logR() { return vector[logRAt]; }

        /** {@return this, with {@code logR} set}
         * @param value what it is from now on */
        public Parameters logR(double value) { return put(value, logRAt); }
    }

    /** The outputs of {@link KalmanFilter}, with what its derivatives read. */
    public static final class Forward extends ModelPass<KalmanFilter> {
        /** {@code filtered}, T × 2. */
        public final double[] filtered = new double[2 * model.T];
        /** {@code loglik}, scalar. */
        public double loglik;
        final double[] P00 = new double[model.T + 1];
        final double[] P01 = new double[model.T + 1];
        final double[] P10 = new double[model.T + 1];
        /** and its variance */
        final double[] S = new double[model.T];
        final double[] G0 = new double[model.T];
        final double[] G1 = new double[model.T];
        /** the surprise */
        final double[] v = new double[model.T];
        final double[] f0 = new double[model.T];
        final double[] f1 = new double[model.T];
        final double[] logOfRow = Rows.make(model.T);
        final double[] logRow = Rows.make(model.T);
        /** what an acceleration does to it */
        double a0;
        double q, r;

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(KalmanFilter model) { super(model); }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int T = model.T;
            double[] y = model.bound("y", model.y);
            double dt = model.dt;
            double[] m0 = model.bound("m0", model.m0), P0 = model.bound("P0", model.P0), P00 = this.P00,
                    P01 = this.P01, P10 = this.P10, S = this.S, G0 = this.G0, G1 = this.G1, v = this.v, f0 = this.f0,
                    f1 = this.f1, filtered = this.filtered;

            // line 14: let a = [dt^2 / 2, dt]
            double a0 = Elementary.square(dt) * 0.5;
            this.a0 = a0;
            // line 15: let q = exp(logQ)
            double q = Math.exp(theta[0]);
            this.q = q;
            // line 16: let r = exp(logR)
            double r = Math.exp(theta[logRAt]);
            this.r = r;
            // line 19: let P[0, i, j] = P0[i, j]
            double P00Here = P0[0];
            P00[0] = P00Here;
            double P01Here = P0[1];
            P01[0] = P01Here;
            double lastP10 = P0[2];
            P10[0] = lastP10;
            double lastP11 = P0[3];
            // line 18: let m[0, i] = m0[i]
            double lastM_0 = m0[0], lastM1 = m0[1];
            double square = Elementary.square(r);
            double square1 = Elementary.square(q);
            double P00Product = square1 * a0;
            double P00Product1 = a0 * P00Product;
            double P01Product = dt * P00Product;
            double P10Product = dt * square1;
            double P10Product1 = a0 * P10Product;
            double P11Product = dt * P10Product;
            for (int t = 0; t < T; t++) {
                // line 23: let S[t] = P[t, 0, 0] + r^2
                double SHere = square + P00Here;
                S[t] = SHere;
                // line 24: let G[t, i] = P[t, i, 0] / S[t] for i in 2
                double G0Here = P00Here / SHere;
                G0[t] = G0Here;
                // line 26: let F[t, i, j] = P[t, i, j] - G[t, i] * P[t, 0, j] for i in 2, j in 2
                double F00 = P00Here - P00Here * G0Here;
                double F01 = P01Here - G0Here * P01Here;
                // line 24
                double G1Here = lastP10 / SHere;
                G1[t] = G1Here;
                // line 26
                double F10 = lastP10 - P00Here * G1Here;
                double F11 = lastP11 - P01Here * G1Here;
                // line 28: let P[t + 1, i, j] = sum(k, l) A[i, k] * F[t, k, l] * A[j, l] + q^2 * a[i] * a[j]
                double P00Product2 = dt * F10;
                double P00Product3 = dt * F11;
                P00Here = P00Product1 + (F00 + dt * F01 + P00Product2 + dt * P00Product3);
                P00[t + 1] = P00Here;
                double P01Product1 = 0.0 * F00;
                P01Here = P01Product + (P00Product3 + (F01 + P01Product1 + 0.0 * P00Product2));
                P01[t + 1] = P01Here;
                double P10Product2 = 0.0 * F01;
                lastP10 = P10Product1 + (P00Product3 + (F10 + (P01Product1 + dt * P10Product2)));
                P10[t + 1] = lastP10;
                lastP11 = P11Product + (F11 + (P10Product2 + 0.0 * P01Product1 + 0.0 * F10));
            }
            for (int t = 0; t < T; t++) {
                // line 22: let v[t] = y[t] - m[t, 0]
                double vHere = y[t] - lastM_0;
                v[t] = vHere;
                // line 25: let f[t, i] = m[t, i] + G[t, i] * v[t] for i in 2
                double f0Here = lastM_0 + vHere * G0[t];
                f0[t] = f0Here;
                double f1Here = lastM1 + vHere * G1[t];
                f1[t] = f1Here;
                // line 27: let m[t + 1, i] = sum(j) A[i, j] * f[t, j]
                lastM_0 = f0Here + dt * f1Here;
                lastM1 = f1Here + 0.0 * f0Here;
            }

            // line 32: output loglik = -sum(t) (log(2 * pi * S[t]) + v[t]^2 / S[t]) / 2
            double loglikSum = 0.0;
            if (T < 32) {
                for (int t = 0; t < T; t++) {
                    // line 31: output filtered[t, i] = f[t, i]
                    filtered[2 * t] = f0[t];
                    filtered[2 * t + 1] = f1[t];
                    // line 32
                    loglikSum += 0.5 * (Math.log(6.283185307179586 * S[t]) + Elementary.square(v[t]) / S[t]);
                }
            } else {
                double[] logOfRow = this.logOfRow, logRow = this.logRow;
                for (int block = 0; block < Rows.blocks(T); block++) {
                    int first = 256 * block;
                    int lanes = Math.min(256, T - first);
                    for (int lane = 0; lane < lanes; lane++) {
                        // line 31
                        filtered[2 * (first + lane)] = f0[first + lane];
                        filtered[2 * (first + lane) + 1] = f1[first + lane];
                        // line 32
                        logOfRow[lane] = 6.283185307179586 * S[first + lane];
                    }
                    Rows.log(logOfRow, logRow, lanes);
                    for (int lane = 0; lane < lanes; lane++) {
                        loglikSum += 0.5 * (logRow[lane] + Elementary.square(v[first + lane]) / S[first + lane]);
                    }
                }
            }
            this.loglik = -loglikSum;
        }
    }

    /** The gradient of {@code loglik} of {@link KalmanFilter} for a given seed, after the forward half ran at the
     * same point. */
    public static final class Backward extends ModelPass<KalmanFilter> {
        final Forward forward;
        final double[] vAdj = new double[model.T];
        final double[] SAdj = new double[model.T];
        final double[] G1Adj = new double[model.T];
        final double[] G0Adj = new double[model.T];

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public Backward(KalmanFilter model, Forward forward) {
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
            double dt = model.dt;
            double[] S = forward.S, v = forward.v, vAdj = this.vAdj, SAdj = this.SAdj, G1Adj = this.G1Adj,
                    G0 = forward.G0, G1 = forward.G1, G0Adj = this.G0Adj, P00 = forward.P00, P01 = forward.P01,
                    P10 = forward.P10;

            // line 32, adjoint of loglikSum, v, S
            double loglikSumAdj = -seed;
            double vAdjProduct = 0.5 * loglikSumAdj;
            for (int t = 0; t < T; t++) {
                double SHere = S[t];
                double square = Elementary.square(v[t]);
                double divAlong = Elementary.divAlong(vAdjProduct, square, SHere);
                vAdj[t] = 2.0 * v[t] * divAlong;
                SAdj[t] = 6.283185307179586 * Elementary.productNoNan(vAdjProduct,
                        Logarithm.logDx(6.283185307179586 * SHere))
                        - Elementary.productNoNan(divAlong, square / SHere);
            }
            double m_0Adj = 0.0, lastM1Adj = 0.0;
            for (int t = T - 1; t >= 0; t--) {
                // line 27, adjoint of f1
                double f1Adj = Elementary.zeroProduct(dt, m_0Adj) + lastM1Adj;
                // line 25, adjoint of m1, G1, v, G0
                lastM1Adj = f1Adj;
                G1Adj[t] = v[t] * f1Adj;
                double vAdjNow = vAdj[t] + (G0[t] * m_0Adj + G1[t] * f1Adj);
                G0Adj[t] = v[t] * m_0Adj;
                // line 22, adjoint of m_0
                m_0Adj = m_0Adj - vAdjNow;
            }
            double P00Adj = 0.0, P01Adj = 0.0, P10Adj = 0.0, P11Adj = 0.0, qAdj = 0.0, rAdj = 0.0;
            double q = forward.q, a0 = forward.a0;
            double qAdjProduct = 2.0 * q;
            double r = forward.r;
            double rAdjProduct = 2.0 * r;
            for (int t = T - 1; t >= 0; t--) {
                // line 28, adjoint of F01, F10, F11, q
                double F01AdjProduct = Elementary.zeroProduct(dt, P00Adj);
                double F01Adj = F01AdjProduct + P01Adj;
                double F10Adj = F01AdjProduct + P10Adj;
                double F11AdjProduct = Elementary.zeroProduct(dt, P01Adj);
                double F11Adj = Elementary.zeroProduct(dt, P10Adj) + P11Adj + F11AdjProduct
                        + Elementary.zeroProduct(dt, F01AdjProduct);
                double qAdjTerms = qAdjProduct * Elementary.zeroProduct(dt, a0 * P10Adj)
                        + qAdjProduct * Elementary.zeroProduct(dt, Elementary.zeroProduct(dt, P11Adj))
                        + qAdjProduct * (a0 * F11AdjProduct) + qAdjProduct * (a0 * (a0 * P00Adj));
                qAdj += qAdjTerms;
                // line 26, adjoint of P11, G1
                P11Adj = F11Adj;
                double P00Here = P00[t];
                double G1AdjNow = G1Adj[t] - (P00Here * F10Adj + F11Adj * P01[t]);
                // line 24, adjoint of P10
                double divAlong = Elementary.divAlong(G1AdjNow, P10[t], S[t]);
                P10Adj = F10Adj + divAlong;
                // line 26, adjoint of P01, G0
                double G1Here = G1[t], G0Here = G0[t];
                P01Adj = F01Adj - G0Here * F01Adj - F11Adj * G1Here;
                double G0AdjNow = G0Adj[t] - (P00Adj * P00Here + P01[t] * F01Adj);
                // line 24, adjoint of S
                double divAlong1 = Elementary.divAlong(G0AdjNow, P00Here, S[t]);
                double SAdjNow = SAdj[t] - (Elementary.zeroProduct(G0Here, divAlong1)
                        + Elementary.zeroProduct(divAlong, G1Here));
                // line 23, adjoint of P00, r
                P00Adj = divAlong1 + (P00Adj - P00Adj * G0Here - F10Adj * G1Here) + SAdjNow;
                rAdj += rAdjProduct * SAdjNow;
            }

            // line 16, logR → r: r
            gradient[logRAt] = Elementary.zeroProduct(r, rAdj);
            // line 15, logQ → q: q
            gradient[0] = Elementary.zeroProduct(q, qAdj);
        }
    }
}

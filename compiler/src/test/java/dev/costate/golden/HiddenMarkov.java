package dev.costate.golden;

import dev.costate.runtime.Checks;
import dev.costate.runtime.CompiledModel;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Fingerprint;
import dev.costate.runtime.LastValue;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.ModelPass;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Serial;
import dev.costate.runtime.Shape;
import dev.costate.runtime.VectorView;
import java.util.Arrays;
import java.util.Objects;

/**
 * The likelihood of a sequence of symbols that a hidden chain of states emits: the forward algorithm, in logarithms.
 *
 * <p>Values and exact gradients, from {@code HiddenMarkov.model}:
 * <pre>
 * name            kind    shape   offset   what
 * T               dim     ≥ 1              steps
 * K               dim     ≥ 1              states
 * S               dim     ≥ 1              symbols
 * symbol          data    T in S
 * start           param   K       0        logits of the first state
 * move            param   K × K   K        of the next state, for each state
 * emit            param   K × S   K*K + K  of the symbol, for each state
 * loglik          output  scalar           3*K*K*T + K*K + 4*K*S + 5*K*T + 8*K + 7 operations
 * loglikGradient  method                   4*K*K*T + 2*K*K + 6*K*S + 7*K*T + 11*K + 9 operations
 * </pre>
 * @serial exclude
 */
@CostateGenerated("HiddenMarkov")
public final class HiddenMarkov extends CompiledModel<HiddenMarkov.Parameters> implements DifferentiableFunction {
    private static final long serialVersionUID = 6552741859114684689L;
    final int T, K, S;
    int[] symbol;
    private transient Forward forwardPass;
    private transient Backward backwardPass;
    private transient Forward loglikPass;
    private transient Backward loglikGradientPass;
    private final transient LastValue loglikLast = last("loglik", "loglikValue");

    private HiddenMarkov(int T, int K, int S) {
        super("HiddenMarkov");
        this.T = Checks.atLeast("T", T, 1);
        this.K = Checks.atLeast("K", K, 1);
        this.S = Checks.atLeast("S", S, 1);
        Checks.count("logMove", Shape.of("K × K", K, K));
        Checks.count("alpha", Shape.of("T × K", T, K));
        Checks.count("alphaMax", Shape.of("(T - 1) × K", Checks.size("T - 1", T - 1), K));
        Checks.count("logEmit", Shape.of("K × S", K, S));
        parameters(ParameterLayout.builder().add("start", Shape.of("K", K)).add("move", Shape.of("K × K", K, K))
                .add("emit", Shape.of("K × S", K, S)), Parameters::new);
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param T steps
     * @param K states
     * @param S symbols */
    public static HiddenMarkov of(int T, int K, int S) { return new HiddenMarkov(T, K, S); }

    /** {@return steps} */
    public int T() { return T; }

    /** {@return states} */
    public int K() { return K; }

    /** {@return symbols} */
    public int S() { return S; }

    /** {@return this, with a copy bound to {@code symbol}}
     * @param values T, each at least 0 and less than {@code S} */
    public HiddenMarkov symbol(int[] values) {
        this.symbol = binding.of(Checks.indices("symbol", Checks.array("symbol", values, Shape.of("T", T)), S),
                this.symbol);
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
            loglikLast.set(forwardPass.loglik);
        }
    }

    /** {@return {@code loglik}}
     * @param theta the parameters */
    public double loglik(double[] theta) {
        evaluations.begin();
        try (evaluations) {
            loglikPass = loglikPass == null ? new Forward(this) : loglikPass;
            loglikPass.run(theta);
            return loglikLast.set(loglikPass.loglik);
        }
    }

    /** The gradient of loglik times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient is overwritten with the derivatives, by start, then move, then emit */
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
     * @param gradient is overwritten with the derivatives, by start, then move, then emit */
    public double loglikGradient(double[] theta, double[] gradient) {
        Checks.result("gradient", gradient, dimension(), theta);
        evaluations.begin();
        try (evaluations) {
            loglikPass = loglikPass == null ? new Forward(this) : loglikPass;
            loglikPass.run(theta);
            loglikGradientPass = loglikGradientPass == null ? new Backward(this, loglikPass) : loglikGradientPass;
            loglikGradientPass.run(theta, 1.0, gradient);
            return loglikLast.set(loglikPass.loglik);
        }
    }

    /** {@return {@code loglik} as a method last computed it} */
    public double loglikValue() { return loglikLast.get(); }

    @Override
    public double value(double[] theta) { return loglik(theta); }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) { return loglikGradient(theta, gradient); }

    /** {@return another model over the same data, for another thread} */
    public HiddenMarkov fork() {
        HiddenMarkov copy = new HiddenMarkov(T, K, S);
        copy.symbol = symbol;
        binding.share(copy.binding);
        return copy;
    }

    @Override
    protected HiddenMarkov read(Serial data) {
        HiddenMarkov copy = new HiddenMarkov(T, K, S);
        data.bind(symbol, copy::symbol);
        return copy;
    }

    @Override
    protected long fingerprint() { return new Fingerprint().add(T).add(K).add(S).add(symbol).value(); }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView<Parameters> {
        private Parameters(ParameterLayout layout, double[] vector) { super(layout, vector); }

        /** {@return an element of {@code start}, K: logits of the first state}
         * @param i less than {@code K} */
        public double start(int i) { return vector[Objects.checkIndex(i, K)]; }

        /** {@return this, with an element of {@code start} set}
         * @param i less than {@code K}
         * @param value what it is from now on */
        public Parameters start(int i, double value) { return put(value, Objects.checkIndex(i, K)); }

        /** {@return a copy of all of {@code start}, K, row-major} */
        public double[] start() { return get("start"); }

        /** {@return this, with all of {@code start} set}
         * @param values row-major */
        public Parameters start(double[] values) { return put("start", values); }

        /** {@return an element of {@code move}, K × K: of the next state, for each state}
         * @param i less than {@code K}
         * @param j less than {@code K} */
        public double move(int i, int j) {
            return vector[K + Objects.checkIndex(i, K) * K + Objects.checkIndex(j, K)];
        }

        /** {@return this, with an element of {@code move} set}
         * @param i less than {@code K}
         * @param j less than {@code K}
         * @param value what it is from now on */
        public Parameters move(int i, int j, double value) {
            return put(value, K + Objects.checkIndex(i, K) * K + Objects.checkIndex(j, K));
        }

        /** {@return a copy of all of {@code move}, K × K, row-major} */
        public double[] move() { return get("move"); }

        /** {@return this, with all of {@code move} set}
         * @param values row-major */
        public Parameters move(double[] values) { return put("move", values); }

        /** {@return an element of {@code emit}, K × S: of the symbol, for each state}
         * @param i less than {@code K}
         * @param j less than {@code S} */
        public double emit(int i, int j) {
            return vector[K * K + K + Objects.checkIndex(i, K) * S + Objects.checkIndex(j, S)];
        }

        /** {@return this, with an element of {@code emit} set}
         * @param i less than {@code K}
         * @param j less than {@code S}
         * @param value what it is from now on */
        public Parameters emit(int i, int j, double value) {
            return put(value, K * K + K + Objects.checkIndex(i, K) * S + Objects.checkIndex(j, S));
        }

        /** {@return a copy of all of {@code emit}, K × S, row-major} */
        public double[] emit() { return get("emit"); }

        /** {@return this, with all of {@code emit} set}
         * @param values row-major */
        public Parameters emit(double[] values) { return put("emit", values); }
    }

    /** The outputs of {@link HiddenMarkov}, with what its derivatives read. */
    public static final class Forward extends ModelPass<HiddenMarkov> {
        /** {@code loglik}, scalar. */
        public double loglik;
        final double[] logMoveMax = new double[model.K];
        final double[] logMoveSum = new double[model.K];
        final double[] logMove = new double[model.K * model.K];
        final double[] logEmitMax = new double[model.K];
        final double[] logEmitSum = new double[model.K];
        final double[] alpha = new double[model.K * model.T];
        final double[] alphaMax = new double[model.K * model.T - model.K];
        final double[] alphaSum = new double[model.K * model.T - model.K];
        final double[] logEmit = new double[model.K * model.S];
        double logStartMax, logStartSum, loglikMax, loglikSum;

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(HiddenMarkov model) { super(model); }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int K = model.K, S = model.S, T = model.T, moveAt = K, emitAt = K * K + K;
            int[] symbol = model.bound("symbol", model.symbol);
            double[] logMoveMax = this.logMoveMax, logEmitMax = this.logEmitMax, logMoveSum = this.logMoveSum,
                    logEmitSum = this.logEmitSum, logMove = this.logMove, logEmit = this.logEmit, alpha = this.alpha,
                    alphaMax = this.alphaMax, alphaSum = this.alphaSum;

            // line 13: let logStart[k] = logsoftmax(k) start[k]
            double logStartMax = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < K; k++) {
                logStartMax = Math.max(logStartMax, theta[k]);
                // line 14: let logMove[j, k] = logsoftmax(k) move[j, k]
                double logMoveMaxHere = Double.NEGATIVE_INFINITY;
                for (int k1 = 0; k1 < K; k1++) {
                    logMoveMaxHere = Math.max(logMoveMaxHere, theta[moveAt + k * K + k1]);
                }
                logMoveMax[k] = logMoveMaxHere;
                // line 15: let logEmit[k, s] = logsoftmax(s) emit[k, s]
                double logEmitMaxHere = Double.NEGATIVE_INFINITY;
                for (int s = 0; s < S; s++) {
                    logEmitMaxHere = Math.max(logEmitMaxHere, theta[emitAt + k * S + s]);
                }
                logEmitMax[k] = logEmitMaxHere;
                // line 14
                double logMoveSum3 = 0.0, logMoveSum4 = 0.0, logMoveSumHere = 0.0;
                for (int k1 = 0; k1 < K; k1++) {
                    double move = theta[moveAt + k * K + k1];
                    double expDiff = Logarithm.expDiff(move, logMoveMaxHere);
                    logMoveSumHere += expDiff;
                    logMoveSum3 += logMoveMaxHere == move ? 0.0 : expDiff;
                    logMoveSum4 += logMoveMaxHere == move ? 1.0 : 0.0;
                }
                logMoveSum[k] = logMoveSumHere;
                // line 15
                double logEmitSum3 = 0.0, logEmitSum4 = 0.0, logEmitSumHere = 0.0;
                for (int s = 0; s < S; s++) {
                    double emit = theta[emitAt + k * S + s];
                    double expDiff = Logarithm.expDiff(emit, logEmitMaxHere);
                    logEmitSumHere += expDiff;
                    logEmitSum3 += logEmitMaxHere == emit ? 0.0 : expDiff;
                    logEmitSum4 += logEmitMaxHere == emit ? 1.0 : 0.0;
                }
                logEmitSum[k] = logEmitSumHere;
                double log1p = Math.log1p(logMoveSum4 - 1.0 + logMoveSum3);
                // line 14
                for (int k1 = 0; k1 < K; k1++) {
                    logMove[k * K + k1] = theta[moveAt + k * K + k1] - logMoveMaxHere - log1p;
                }
                double log1p1 = Math.log1p(logEmitSum4 - 1.0 + logEmitSum3);
                // line 15
                for (int s = 0; s < S; s++) {
                    logEmit[k * S + s] = theta[emitAt + k * S + s] - logEmitMaxHere - log1p1;
                }
            }

            // line 13
            double logStartSum = 0.0, logStartSum3 = 0.0, logStartSum4 = 0.0;
            for (int k = 0; k < K; k++) {
                double start = theta[k];
                double expDiff = Logarithm.expDiff(start, logStartMax);
                logStartSum += expDiff;
                logStartSum3 += logStartMax == start ? 0.0 : expDiff;
                logStartSum4 += logStartMax == start ? 1.0 : 0.0;
            }
            double log1p = Math.log1p(logStartSum3 + (logStartSum4 - 1.0));
            for (int k = 0; k < K; k++) {
                double logStart = theta[k] - logStartMax - log1p;
                // line 17: let alpha[0, k] = logStart[k] + logEmit[k, symbol[0]]
                alpha[k] = logEmit[k * S + symbol[0]] + logStart;
            }

            // line 18: let alpha[t, k] = logEmit[k, symbol[t]] + logsumexp(j) (alpha[t - 1, j] + logMove[j, k]) for…
            for (int t = 1; t < T; t++) {
                for (int k = 0; k < K; k++) {
                    double alphaMax1 = Double.NEGATIVE_INFINITY;
                    for (int j = 0; j < K; j++) {
                        alphaMax1 = Math.max(alphaMax1, alpha[(t - 1) * K + j] + logMove[j * K + k]);
                    }
                    alphaMax[(t - 1) * K + k] = alphaMax1;
                    double alphaSum2 = 0.0, alphaSum3 = 0.0, alphaSum1 = 0.0;
                    for (int j = 0; j < K; j++) {
                        double alphaSumTerms = alpha[(t - 1) * K + j] + logMove[j * K + k];
                        double expDiff = Logarithm.expDiff(alphaSumTerms, alphaMax1);
                        alphaSum1 += expDiff;
                        alphaSum2 += alphaMax1 == alphaSumTerms ? 0.0 : expDiff;
                        alphaSum3 += alphaMax1 == alphaSumTerms ? 1.0 : 0.0;
                    }
                    alphaSum[(t - 1) * K + k] = alphaSum1;
                    alpha[t * K + k] = alphaMax1 + Math.log1p(alphaSum3 - 1.0 + alphaSum2)
                            + logEmit[k * S + symbol[t]];
                }
            }

            // line 20: output loglik = logsumexp(k) alpha[T - 1, k]
            double loglikMax = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < K; k++) {
                loglikMax = Math.max(loglikMax, alpha[(T - 1) * K + k]);
            }
            double loglikSum = 0.0, loglikSum2 = 0.0, loglikSum3 = 0.0;
            for (int k = 0; k < K; k++) {
                double alpha1 = alpha[(T - 1) * K + k];
                double expDiff = Logarithm.expDiff(alpha1, loglikMax);
                loglikSum += expDiff;
                loglikSum2 += loglikMax == alpha1 ? 0.0 : expDiff;
                loglikSum3 += loglikMax == alpha1 ? 1.0 : 0.0;
            }
            this.loglik = loglikMax + Math.log1p(loglikSum2 + (loglikSum3 - 1.0));
            this.logStartMax = logStartMax;
            this.logStartSum = logStartSum;
            this.loglikMax = loglikMax;
            this.loglikSum = loglikSum;
        }
    }

    /** The gradient of {@code loglik} of {@link HiddenMarkov} for a given seed, after the forward half ran at the
     * same point. */
    public static final class Backward extends ModelPass<HiddenMarkov> {
        final Forward forward;
        final double[] alphaAdj = new double[model.K * model.T];
        final double[] logEmitAdj = new double[model.K * model.S];
        final double[] logMoveAdj = new double[model.K * model.K];

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public Backward(HiddenMarkov model, Forward forward) {
            super(model);
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.dimension());
            int K = model.K, T = model.T, S = model.S, emitAt = K * K + K, moveAt = K;
            int[] symbol = model.bound("symbol", model.symbol);
            double[] alphaAdj = this.alphaAdj, alpha = forward.alpha, logEmitAdj = this.logEmitAdj,
                    logMoveAdj = this.logMoveAdj, alphaMax = forward.alphaMax, alphaSum = forward.alphaSum,
                    logMove = forward.logMove, logEmitMax = forward.logEmitMax, logEmitSum = forward.logEmitSum,
                    logMoveMax = forward.logMoveMax, logMoveSum = forward.logMoveSum;

            // line 20, adjoint of loglikSum, alpha
            double loglikMax = forward.loglikMax;
            double loglikSumAdj = seed * Logarithm.logShiftedDx(forward.loglikSum, loglikMax);
            Arrays.fill(alphaAdj, 0.0);
            for (int k = 0; k < K; k++) {
                alphaAdj[(T - 1) * K + k] += loglikSumAdj * Logarithm.expDiff(alpha[(T - 1) * K + k], loglikMax);
            }
            Arrays.fill(logEmitAdj, 0.0);
            Arrays.fill(logMoveAdj, 0.0);
            for (int t = T - 1; t >= 1; t--) {
                for (int k = 0; k < K; k++) {
                    // line 18, adjoint of logEmit, alphaSum, alpha, logMove
                    double alphaAdjHere = alphaAdj[t * K + k];
                    logEmitAdj[k * S + symbol[t]] += alphaAdjHere;
                    double alphaMax1 = alphaMax[(t - 1) * K + k];
                    double alphaSumAdj = alphaAdjHere * Logarithm.logShiftedDx(alphaSum[(t - 1) * K + k], alphaMax1);
                    for (int j = 0; j < K; j++) {
                        double alphaAdjProduct = Logarithm.expDiff(alpha[(t - 1) * K + j] + logMove[j * K + k],
                                alphaMax1) * alphaSumAdj;
                        alphaAdj[(t - 1) * K + j] += alphaAdjProduct;
                        logMoveAdj[j * K + k] += alphaAdjProduct;
                    }
                }
            }

            // line 13, logStartSum5 → alpha: -log_shifted_dx(logStartSum, logStartMax)
            double logStartSum5Adj = 0.0;
            double logStartMax = forward.logStartMax, logStartSum = forward.logStartSum;
            double logShiftedDx = Logarithm.logShiftedDx(logStartSum, logStartMax);
            for (int k = 0; k < K; k++) {
                // line 17, logEmit → alpha: 1
                double alphaAdjHere = alphaAdj[k];
                logEmitAdj[k * S + symbol[0]] += alphaAdjHere;
                // line 13, logStartSum5 → alpha: -log_shifted_dx(logStartSum, logStartMax)
                logStartSum5Adj -= logShiftedDx * alphaAdjHere;
                // line 15, logEmitSum5 → logEmit: -log_shifted_dx(logEmitSum[k], logEmitMax[k])
                double logEmitMaxHere = logEmitMax[k], logEmitSumHere = logEmitSum[k];
                double logShiftedDx1 = Logarithm.logShiftedDx(logEmitSumHere, logEmitMaxHere);
                double logEmitSum5Adj = 0.0, logEmitSum5Adj1 = 0.0, logEmitSum5Adj2 = 0.0, logEmitSum5Adj3 = 0.0;
                for (int s = 0; s < S - S % 4; s += 4) {
                    logEmitSum5Adj -= logShiftedDx1 * logEmitAdj[k * S + s];
                    logEmitSum5Adj1 -= logShiftedDx1 * logEmitAdj[k * S + s + 1];
                    logEmitSum5Adj2 -= logShiftedDx1 * logEmitAdj[k * S + s + 2];
                    logEmitSum5Adj3 -= logShiftedDx1 * logEmitAdj[k * S + s + 3];
                }
                for (int s = S - S % 4; s < S; s++) {
                    logEmitSum5Adj -= logShiftedDx1 * logEmitAdj[k * S + s];
                }
                logEmitSum5Adj = logEmitSum5Adj + logEmitSum5Adj1 + (logEmitSum5Adj2 + logEmitSum5Adj3);
                // line 14, logMoveSum5 → logMove: -log_shifted_dx(logMoveSum[k], logMoveMax[k])
                double logMoveMaxHere = logMoveMax[k], logMoveSumHere = logMoveSum[k];
                double logShiftedDx2 = Logarithm.logShiftedDx(logMoveSumHere, logMoveMaxHere);
                double logMoveSum5Adj = 0.0, logMoveSum5Adj1 = 0.0, logMoveSum5Adj2 = 0.0, logMoveSum5Adj3 = 0.0;
                for (int k1 = 0; k1 < K - K % 4; k1 += 4) {
                    logMoveSum5Adj -= logShiftedDx2 * logMoveAdj[k * K + k1];
                    logMoveSum5Adj1 -= logShiftedDx2 * logMoveAdj[k * K + k1 + 1];
                    logMoveSum5Adj2 -= logShiftedDx2 * logMoveAdj[k * K + k1 + 2];
                    logMoveSum5Adj3 -= logShiftedDx2 * logMoveAdj[k * K + k1 + 3];
                }
                for (int k1 = K - K % 4; k1 < K; k1++) {
                    logMoveSum5Adj -= logShiftedDx2 * logMoveAdj[k * K + k1];
                }
                logMoveSum5Adj = logMoveSum5Adj + logMoveSum5Adj1 + (logMoveSum5Adj2 + logMoveSum5Adj3);
                // line 15, adjoint of logEmitSum2
                double logEmitSum2Adj = 0.0;
                for (int s = 0; s < S; s++) {
                    double expDiff = Logarithm.expDiff(theta[emitAt + k * S + s], logEmitMaxHere);
                    logEmitSum2Adj -= logEmitSumHere < 2.0 * expDiff ? 0.0 : expDiff * logEmitSum5Adj
                            + logEmitAdj[k * S + s];
                }
                // line 14, adjoint of logMoveSum2
                double logMoveSum2Adj = 0.0;
                for (int k1 = 0; k1 < K; k1++) {
                    double expDiff = Logarithm.expDiff(theta[moveAt + k * K + k1], logMoveMaxHere);
                    logMoveSum2Adj -= logMoveSumHere < 2.0 * expDiff ? 0.0 : expDiff * logMoveSum5Adj
                            + logMoveAdj[k * K + k1];
                }
                // line 15, adjoint of emit
                for (int s = 0; s < S; s++) {
                    double expDiff = Logarithm.expDiff(theta[emitAt + k * S + s], logEmitMaxHere);
                    gradient[emitAt + k * S + s] = logEmitSumHere < 2.0 * expDiff ? logEmitSum2Adj
                            : logEmitSum5Adj * expDiff + logEmitAdj[k * S + s];
                }
                // line 14, adjoint of move
                for (int k1 = 0; k1 < K; k1++) {
                    double expDiff = Logarithm.expDiff(theta[moveAt + k * K + k1], logMoveMaxHere);
                    gradient[moveAt + k * K + k1] = logMoveSumHere < 2.0 * expDiff ? logMoveSum2Adj
                            : logMoveSum5Adj * expDiff + logMoveAdj[k * K + k1];
                }
            }

            // line 13, adjoint of logStartSum2, start
            double logStartSum2Adj = 0.0;
            for (int k = 0; k < K; k++) {
                double expDiff = Logarithm.expDiff(theta[k], logStartMax);
                logStartSum2Adj -= logStartSum < 2.0 * expDiff ? 0.0 : logStartSum5Adj * expDiff + alphaAdj[k];
            }
            for (int k = 0; k < K; k++) {
                double expDiff = Logarithm.expDiff(theta[k], logStartMax);
                gradient[k] = logStartSum < 2.0 * expDiff ? logStartSum2Adj : logStartSum5Adj * expDiff + alphaAdj[k];
            }
        }
    }
}

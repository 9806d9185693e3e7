package dev.costate.golden;

import dev.costate.runtime.Checks;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Evaluations;
import dev.costate.runtime.Fingerprint;
import dev.costate.runtime.Kernels;
import dev.costate.runtime.LastValue;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Serial;
import dev.costate.runtime.Shape;
import dev.costate.runtime.ShapeException;
import dev.costate.runtime.VectorLayout;
import dev.costate.runtime.VectorView;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * The model {@code Affine}.
 *
 * <p>Values and exact gradients, from {@code Affine.model}. An instance
 * belongs to one thread; {@link #fork()} makes another over the same data. Arrays are allocated
 * when a method first needs them, none after that.
 *
 * <p>Inputs:
 * <pre>
 * name      kind   shape        offset   what
 * gradient  data   N × (N + 1)           ends here *&#47; \ u000a &lt;b&gt; &amp; &#64;see
 * scale     data   scalar
 * theta     param  N × (N + 1)  0
 * int       param  scalar       N*N + N
 * </pre>
 * <p>Outputs:
 * <pre>
 * name  shape   what
 * r     N
 * loss  scalar
 * </pre>
 *
 * @serial exclude
 */
@CostateGenerated("Affine")
public final class Affine implements DifferentiableFunction, Serializable {
    private static final long serialVersionUID = 5695362410262871777L;
    final int N;
    final int M;
    double[] gradient_;
    double scale;
    private boolean hasScale;
    private final transient VectorLayout<Parameters> parameters;
    private final transient int parameterCount;
    private final transient Evaluations evaluations;
    private transient boolean shared;
    private transient Forward forwardPass;
    private transient BackwardOfLoss backwardOfLossPass;
    private transient BackwardOfLossWrtGradient backwardOfLossWrtGradientPass;
    private transient Forward valuesPass;
    private transient BackwardOfLoss lossGradientPass;
    private transient BackwardOfLossWrtGradient lossGradientWrtGradientPass;
    private final transient LastValue rLast = new LastValue("Affine", "r", "rValue");
    private final transient LastValue lossLast = new LastValue("Affine", "loss", "lossValue");

    private Affine(int N) {
        this.N = Checks.atLeast("N", N, 1);
        this.M = Checks.size("M", N + 1L);
        Checks.count("gradient", Shape.of("N × (N + 1)", N, Checks.size("N + 1", N + 1L)));
        ParameterLayout layout = ParameterLayout.builder()
                .add("theta", Shape.of("N × (N + 1)", N, Checks.size("N + 1", N + 1L))).add("int").build();
        this.parameters = new VectorLayout<>(layout, Parameters::new);
        this.parameterCount = parameters.size();
        this.evaluations = new Evaluations("Affine", parameterCount);
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param N the size {@code N} */
    public static Affine of(int N) {
        return new Affine(N);
    }

    /** {@return the size {@code N}} */
    public int N() {
        return N;
    }

    /** {@return the size {@code M}} */
    public int M() {
        return M;
    }

    /** {@return this, with a copy bound to {@code gradient}: ends here *&#47; \ u000a &lt;b&gt; &amp; &#64;see}
     * @param values N × (N + 1), row-major */
    public Affine gradient(double[] values) {
        this.gradient_ = Checks.copy(Checks.array("gradient", values,
                Shape.of("N × (N + 1)", N, Checks.size("N + 1", N + 1L))), shared ? null : this.gradient_);
        evaluations.reset();
        return this;
    }

    /** {@return this, with a copy bound to {@code gradient}: ends here *&#47; \ u000a &lt;b&gt; &amp; &#64;see}
     * @param values N × (N + 1) */
    public Affine gradient(double[][] values) {
        this.gradient_ = Checks.array("gradient", values,
                Shape.of("N × (N + 1)", N, Checks.size("N + 1", N + 1L)));
        evaluations.reset();
        return this;
    }

    /** {@return this, with a value bound to {@code scale}}
     * @param value the value */
    public Affine scale(double value) {
        this.scale = value;
        hasScale = true;
        evaluations.reset();
        return this;
    }

    /** {@return how the parameters stand in a flat vector} */
    public VectorLayout<Parameters> parameters() {
        return parameters;
    }

    /** {@return how the derivatives stand in a flat vector} */
    public VectorLayout<LossGradientWrtGradient> lossGradientWrtGradientLayout() {
        ParameterLayout layout = ParameterLayout.builder()
                .add("gradient", Shape.of("N × (N + 1)", N, Checks.size("N + 1", N + 1L))).build();
        return new VectorLayout<>(layout, LossGradientWrtGradient::new);
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
            rLast.set(forwardPass.r);
            lossLast.set(forwardPass.loss);
        }
    }

    /** Computes {@code r}.
     * @param theta the parameters
     * @param out receives it, N, row-major */
    public void r(double[] theta, double[] out) {
        Checks.vector("r", out, N);
        Checks.apart("out", out, "theta", theta);
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            System.arraycopy(rLast.set(valuesPass.r), 0, out, 0, N);
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
     * @param gradient receives the derivatives, by theta, then int; every entry is overwritten */
    public void lossBackward(double seed, double[] gradient) {
        Checks.vector("gradient", gradient, parameterCount);
        double[] point = evaluations.point("lossBackward");
        evaluations.begin();
        try (evaluations) {
            backwardOfLossPass = backwardOfLossPass == null ? new BackwardOfLoss(this, forwardPass)
                    : backwardOfLossPass;
            backwardOfLossPass.run(point, seed, gradient);
            lossLast.set(forwardPass.loss);
        }
    }

    /** Value and gradient of loss.
     * @param theta the parameters
     * @param gradient receives the derivatives, by theta, then int; every entry is overwritten
     * @return the value */
    public double lossGradient(double[] theta, double[] gradient) {
        Checks.vector("gradient", gradient, parameterCount);
        Checks.apart("gradient", gradient, "theta", theta);
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            lossGradientPass = lossGradientPass == null ? new BackwardOfLoss(this, valuesPass) : lossGradientPass;
            lossGradientPass.run(theta, 1.0, gradient);
            return lossLast.set(valuesPass.loss);
        }
    }

    /** The gradient of loss wrt gradient times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient receives the derivatives, by gradient; every entry is overwritten */
    public void lossBackwardWrtGradient(double seed, double[] gradient) {
        Checks.vector("gradient", gradient, N * N + N);
        double[] point = evaluations.point("lossBackwardWrtGradient");
        evaluations.begin();
        try (evaluations) {
            backwardOfLossWrtGradientPass = backwardOfLossWrtGradientPass == null
                    ? new BackwardOfLossWrtGradient(this, forwardPass) : backwardOfLossWrtGradientPass;
            backwardOfLossWrtGradientPass.run(point, seed, gradient);
            lossLast.set(forwardPass.loss);
        }
    }

    /** Value and gradient of loss wrt gradient.
     * @param theta the parameters
     * @param gradient receives the derivatives, by gradient; every entry is overwritten
     * @return the value */
    public double lossGradientWrtGradient(double[] theta, double[] gradient) {
        Checks.vector("gradient", gradient, N * N + N);
        Checks.apart("gradient", gradient, "theta", theta);
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            lossGradientWrtGradientPass = lossGradientWrtGradientPass == null
                    ? new BackwardOfLossWrtGradient(this, valuesPass) : lossGradientWrtGradientPass;
            lossGradientWrtGradientPass.run(theta, 1.0, gradient);
            return lossLast.set(valuesPass.loss);
        }
    }

    /** Copies {@code r} as a method last computed it.
     * @param out receives it, N, row-major */
    public void rValue(double[] out) {
        rLast.get(out, N);
    }

    /** {@return {@code loss} as a method last computed it} */
    public double lossValue() {
        return lossLast.get();
    }

    @Override
    public int dimension() {
        return parameterCount;
    }

    @Override
    public double value(double[] theta) {
        return loss(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
        return lossGradient(theta, gradient);
    }

    /** {@return another model over the same data, for another thread} */
    public Affine fork() {
        Affine copy = new Affine(N);
        copy.gradient_ = gradient_;
        copy.scale = scale;
        copy.hasScale = hasScale;
        shared = true;
        copy.shared = true;
        return copy;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeLong(fingerprint());
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        Serial.check("Affine", fingerprint(), in.readLong());
    }

    private Object readResolve() throws InvalidObjectException {
        try {
            Affine copy = new Affine(N);
            Serial.bind(gradient_, copy::gradient);
            if (hasScale) {
                copy.scale(scale);
            }
            return copy;
        } catch (ShapeException e) {
            throw new InvalidObjectException(e.getMessage());
        }
    }

    private long fingerprint() {
        return new Fingerprint().add(N).add(gradient_).add(scale).add(hasScale).value();
    }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView {
        private Parameters(ParameterLayout layout, double[] vector) {
            super(layout, vector);
        }

        /** {@return an element of {@code theta}, N × (N + 1)}
         * @param i less than {@code N}
         * @param j less than {@code N + 1} */
        public double theta(int i, int j) {
            return vector[Objects.checkIndex(i, N) * (N + 1) + Objects.checkIndex(j, N + 1)];
        }

        /** {@return this, with an element of {@code theta} set}
         * @param i less than {@code N}
         * @param j less than {@code N + 1}
         * @param value what it is from now on */
        public Parameters theta(int i, int j, double value) {
            vector[Objects.checkIndex(i, N) * (N + 1) + Objects.checkIndex(j, N + 1)] = value;
            return this;
        }

        /** {@return a copy of all of {@code theta}, N × (N + 1), row-major} */
        public double[] theta() {
            return layout.slice("theta").get(vector);
        }

        /** {@return this, with all of {@code theta} set}
         * @param values row-major */
        public Parameters theta(double[] values) {
            layout.slice("theta").set(vector, values);
            return this;
        }

        /** {@return {@code int}} */
        public double int_() {
            return vector[N * N + N];
        }

        /** {@return this, with {@code int} set}
         * @param value what it is from now on */
        public Parameters int_(double value) {
            vector[N * N + N] = value;
            return this;
        }
    }

    /** The derivatives by name, in a flat vector that the caller owns. */
    public final class LossGradientWrtGradient extends VectorView {
        private LossGradientWrtGradient(ParameterLayout layout, double[] vector) {
            super(layout, vector);
        }

        /** {@return an element of {@code gradient}, N × (N + 1): ends here *&#47; \ u000a &lt;b&gt; &amp; &#64;see}
         * @param i less than {@code N}
         * @param j less than {@code N + 1} */
        public double gradient(int i, int j) {
            return vector[Objects.checkIndex(i, N) * (N + 1) + Objects.checkIndex(j, N + 1)];
        }

        /** {@return this, with an element of {@code gradient} set}
         * @param i less than {@code N}
         * @param j less than {@code N + 1}
         * @param value what it is from now on */
        public LossGradientWrtGradient gradient(int i, int j, double value) {
            vector[Objects.checkIndex(i, N) * (N + 1) + Objects.checkIndex(j, N + 1)] = value;
            return this;
        }

        /** {@return a copy of all of {@code gradient}, N × (N + 1), row-major} */
        public double[] gradient() {
            return layout.slice("gradient").get(vector);
        }

        /** {@return this, with all of {@code gradient} set}
         * @param values row-major */
        public LossGradientWrtGradient gradient(double[] values) {
            layout.slice("gradient").set(vector, values);
            return this;
        }
    }

    /** The outputs of {@link Affine}, with what its derivatives read. */
    public static final class Forward {
        final Affine model;
        final double[] dot;
        /** {@code r}, N. */
        public final double[] r;
        /** {@code loss}, scalar. */
        public double loss;

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(Affine model) {
            this.model = model;
            dot = new double[model.N];
            r = new double[model.N];
        }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.parameterCount);
            int N = model.N, intAt = N * N + N;
            double[] gradient_ = Checks.bound("Affine", "gradient", model.gradient_);
            double scale = Checks.bound("Affine", "scale", model.scale, model.hasScale);
            double[] dot = this.dot, r = this.r;

            // line 4: gradient[N, M] // \ u000a */ @Deprecated
            this.loss = 0.0;
            for (int i = 0; i < N; i++) {
                // line 8: dot[i] = sum(j) theta[i, j] * gradient[i, j]
                dot[i] = Kernels.dot(theta, i * (N + 1), gradient_, i * (N + 1), N + 1);
                // line 9: r[i] = int * scale * dot[i]
                double r1 = theta[intAt] * scale * dot[i];
                r[i] = r1;
                this.loss += r1 * r1;
            }
        }
    }

    /** The gradient of {@code loss} of {@link Affine} for a given seed, after the forward half ran at the same
     * point. */
    public static final class BackwardOfLoss {
        final Affine model;
        final Forward forward;

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public BackwardOfLoss(Affine model, Forward forward) {
            this.model = model;
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.parameterCount);
            int N = model.N, intAt = N * N + N;
            double[] gradient_ = Checks.bound("Affine", "gradient", model.gradient_);
            double scale = Checks.bound("Affine", "scale", model.scale, model.hasScale);
            double[] r = forward.r, dot = forward.dot;

            Arrays.fill(gradient, 0, N * N + N, 0.0);
            gradient[intAt] = 0.0;
            for (int i = N - 1; i >= 0; i--) {
                double rAdj = seed * (2.0 * r[i]);
                Kernels.axpy(rAdj * scale * theta[intAt], gradient_, i * (N + 1), gradient, i * (N + 1), N + 1);
                gradient[intAt] += rAdj * scale * dot[i];
            }
        }
    }

    /** The gradient of {@code loss} of {@link Affine} for a given seed, after the forward half ran at the same
     * point. */
    public static final class BackwardOfLossWrtGradient {
        final Affine model;
        final Forward forward;

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public BackwardOfLossWrtGradient(Affine model, Forward forward) {
            this.model = model;
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.parameterCount);
            int N = model.N, intAt = N * N + N;
            double scale = Checks.bound("Affine", "scale", model.scale, model.hasScale);
            double[] r = forward.r;

            Arrays.fill(gradient, 0, N * N + N, 0.0);
            for (int i = N - 1; i >= 0; i--) {
                double rAdj = seed * (2.0 * r[i]);
                Kernels.axpy(rAdj * scale * theta[intAt], theta, i * (N + 1), gradient, i * (N + 1), N + 1);
            }
        }
    }
}

package dev.costate.golden;

import dev.costate.runtime.Checks;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Fingerprint;
import dev.costate.runtime.Kernels;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Shape;
import dev.costate.runtime.ShapeException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
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
 */
@CostateGenerated("Affine")
public final class Affine implements DifferentiableFunction, Serializable {
    private static final long serialVersionUID = 5695362410262871777L;
    final int N;
    final int M;
    private final int parameterCount;
    private final double[] point;
    private transient boolean evaluated;
    private transient boolean busy;
    private transient boolean shared;
    double[] gradient_;
    double scale;
    private boolean hasScale;
    private transient Forward forwardPass;
    private transient BackwardOfLoss backwardOfLossPass;
    private transient BackwardOfLossWrtGradient backwardOfLossWrtGradientPass;
    private transient Forward valuesPass;
    private transient BackwardOfLoss lossGradientPass;
    private transient BackwardOfLossWrtGradient lossGradientWrtGradientPass;
    private transient double[] rLast;
    private transient double lossLast;
    private transient boolean lossKnown;

    private Affine(int N) {
        this.N = Checks.atLeast("N", N, 1);
        this.M = Checks.size("M", N + 1L);
        Checks.count("gradient", Shape.of("N × (N + 1)", N, Checks.size("N + 1", N + 1L)));
        this.parameterCount = parameters().layout().size();
        this.point = new double[parameterCount];
    }

    /** A model of these sizes; its data is still to be bound. */
    public static Affine of(int N) {
        return new Affine(N);
    }

    /** The size {@code N}. */
    public int N() {
        return N;
    }

    /** The size {@code M}. */
    public int M() {
        return M;
    }

    /**
     * Binds {@code gradient}, N × (N + 1), row-major, which is copied.
     *
     * <p>ends here *&#47; \ u000a &lt;b&gt; &amp; &#64;see
     */
    public Affine gradient(double[] values) {
        this.gradient_ = Checks.copy(Checks.array("gradient", values,
                Shape.of("N × (N + 1)", N, Checks.size("N + 1", N + 1L))), shared ? null : this.gradient_);
        evaluated = false;
        return this;
    }

    /**
     * Binds {@code gradient}, N × (N + 1), which is copied.
     *
     * <p>ends here *&#47; \ u000a &lt;b&gt; &amp; &#64;see
     */
    public Affine gradient(double[][] values) {
        this.gradient_ = Checks.array("gradient", values,
                Shape.of("N × (N + 1)", N, Checks.size("N + 1", N + 1L)));
        evaluated = false;
        return this;
    }

    /** Binds {@code scale}. */
    public Affine scale(double value) {
        this.scale = value;
        hasScale = true;
        evaluated = false;
        return this;
    }

    /** How the parameters stand in a flat vector. */
    public Layout parameters() {
        return new Layout(this);
    }

    /** How the derivatives stand in a flat vector. */
    public LossGradientWrtGradientLayout lossGradientWrtGradientLayout() {
        return new LossGradientWrtGradientLayout(this);
    }

    private void evaluate(double[] theta) {
        evaluated = false;
        if (forwardPass == null) {
            forwardPass = new Forward(this);
        }
        forwardPass.run(theta);
        System.arraycopy(theta, 0, point, 0, parameterCount);
        evaluated = true;
        rLast = forwardPass.r;
        lossLast = forwardPass.loss;
        lossKnown = true;
    }

    /**
     * Computes all outputs at a point, and keeps what the backward half needs. Methods that
     * compute an output or a derivative at another point leave that as it is.
     */
    public void forward(double[] theta) {
        enter();
        try {
            evaluate(theta);
        } finally {
            busy = false;
        }
    }

    /** Computes {@code r}, N, row-major. */
    public void r(double[] theta, double[] out) {
        Checks.vector("r", out, N);
        Checks.apart("out", out, "theta", theta);
        enter();
        try {
            if (valuesPass == null) {
                valuesPass = new Forward(this);
            }
            valuesPass.run(theta);
            rLast = valuesPass.r;
            System.arraycopy(valuesPass.r, 0, out, 0, N);
        } finally {
            busy = false;
        }
    }

    /** Computes {@code loss}. */
    public double loss(double[] theta) {
        enter();
        try {
            if (valuesPass == null) {
                valuesPass = new Forward(this);
            }
            valuesPass.run(theta);
            lossLast = valuesPass.loss;
            lossKnown = true;
            return valuesPass.loss;
        } finally {
            busy = false;
        }
    }

    /**
     * The gradient of loss times the seed, at the point where the forward half last ran.
     *
     * @param seed what all is multiplied by
     * @param gradient receives the derivatives, by theta, then int; every entry is overwritten
     */
    public void lossBackward(double seed, double[] gradient) {
        Checks.vector("gradient", gradient, parameterCount);
        if (!evaluated) {
            throw new IllegalStateException("Affine: call forward(theta) before lossBackward");
        }
        enter();
        try {
            if (backwardOfLossPass == null) {
                backwardOfLossPass = new BackwardOfLoss(this, forwardPass);
            }
            backwardOfLossPass.run(point, seed, gradient);
            lossLast = forwardPass.loss;
            lossKnown = true;
        } finally {
            busy = false;
        }
    }

    /**
     * Value and gradient of loss.
     *
     * @param gradient receives the derivatives, by theta, then int; every entry is overwritten
     * @return the value
     */
    public double lossGradient(double[] theta, double[] gradient) {
        Checks.vector("gradient", gradient, parameterCount);
        Checks.apart("gradient", gradient, "theta", theta);
        enter();
        try {
            if (valuesPass == null) {
                valuesPass = new Forward(this);
            }
            valuesPass.run(theta);
            if (lossGradientPass == null) {
                lossGradientPass = new BackwardOfLoss(this, valuesPass);
            }
            lossGradientPass.run(theta, 1.0, gradient);
            lossLast = valuesPass.loss;
            lossKnown = true;
            return valuesPass.loss;
        } finally {
            busy = false;
        }
    }

    /**
     * The gradient of loss wrt gradient times the seed, at the point where the forward half last ran.
     *
     * @param seed what all is multiplied by
     * @param gradient receives the derivatives, by gradient; every entry is overwritten
     */
    public void lossBackwardWrtGradient(double seed, double[] gradient) {
        Checks.vector("gradient", gradient, N * N + N);
        if (!evaluated) {
            throw new IllegalStateException("Affine: call forward(theta) before lossBackwardWrtGradient");
        }
        enter();
        try {
            if (backwardOfLossWrtGradientPass == null) {
                backwardOfLossWrtGradientPass = new BackwardOfLossWrtGradient(this, forwardPass);
            }
            backwardOfLossWrtGradientPass.run(point, seed, gradient);
            lossLast = forwardPass.loss;
            lossKnown = true;
        } finally {
            busy = false;
        }
    }

    /**
     * Value and gradient of loss wrt gradient.
     *
     * @param gradient receives the derivatives, by gradient; every entry is overwritten
     * @return the value
     */
    public double lossGradientWrtGradient(double[] theta, double[] gradient) {
        Checks.vector("gradient", gradient, N * N + N);
        Checks.apart("gradient", gradient, "theta", theta);
        enter();
        try {
            if (valuesPass == null) {
                valuesPass = new Forward(this);
            }
            valuesPass.run(theta);
            if (lossGradientWrtGradientPass == null) {
                lossGradientWrtGradientPass = new BackwardOfLossWrtGradient(this, valuesPass);
            }
            lossGradientWrtGradientPass.run(theta, 1.0, gradient);
            lossLast = valuesPass.loss;
            lossKnown = true;
            return valuesPass.loss;
        } finally {
            busy = false;
        }
    }

    /** {@code r} at the point of the last call of any method of it. */
    public void rValue(double[] out) {
        Checks.vector("r", out, N);
        if (rLast == null) {
            throw new IllegalStateException("Affine: nothing has computed r before rValue");
        }
        System.arraycopy(rLast, 0, out, 0, N);
    }

    /** {@code loss} at the point of the last call of any method of it. */
    public double lossValue() {
        if (!lossKnown) {
            throw new IllegalStateException("Affine: nothing has computed loss before lossValue");
        }
        return lossLast;
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

    /** Another model over the same data, for another thread. */
    public Affine fork() {
        final Affine copy = new Affine(N);
        copy.gradient_ = gradient_;
        copy.scale = scale;
        copy.hasScale = hasScale;
        shared = true;
        copy.shared = true;
        return copy;
    }

    private void enter() {
        if (busy) {
            throw Checks.busy("Affine");
        }
        busy = true;
    }

    private Object writeReplace() {
        return new Saved(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("Affine: an object is read by way of Saved");
    }

    /** How the parameters stand in a flat vector: one after the other, each row-major. */
    public static final class Layout {
        private final Affine model;

        private Layout(Affine model) {
            this.model = model;
        }

        /** The length of the vector. */
        public int size() {
            return model.N * model.N + model.N + 1;
        }

        /** Names, shapes and offsets, for those who look them up. */
        public ParameterLayout layout() {
            return ParameterLayout.builder()
                    .add("theta", Shape.of("N × (N + 1)", model.N, Checks.size("N + 1", model.N + 1L)))
                    .add("int")
                    .build();
        }

        /** A view of a vector: reads and writes it, no copy. */
        public Parameters view(double[] vector) {
            Checks.vector("the vector", vector, size());
            return new Parameters(model, vector);
        }

        /** A view of a vector that was stored with the fingerprint of its layout; of another layout it is refused. */
        public Parameters view(double[] vector, long fingerprint) {
            layout().check(vector, fingerprint);
            return new Parameters(model, vector);
        }

        /** A number that tells this layout from others, to be stored with a vector. */
        public long fingerprint() {
            return layout().fingerprint();
        }

        @Override
        public String toString() {
            return layout().toString();
        }
    }

    /** The parameters by name, in a flat vector that the caller owns. */
    public static final class Parameters {
        private final Affine model;
        private final double[] vector;

        private Parameters(Affine model, double[] vector) {
            this.model = model;
            this.vector = vector;
        }

        /** {@code theta}, N × (N + 1). */
        public double theta(int i, int j) {
            return vector[Objects.checkIndex(i, model.N) * (model.N + 1) + Objects.checkIndex(j, model.N + 1)];
        }

        /** Sets {@code theta}. */
        public Parameters theta(int i, int j, double value) {
            vector[Objects.checkIndex(i, model.N) * (model.N + 1) + Objects.checkIndex(j, model.N + 1)] = value;
            return this;
        }

        /** A copy of all of {@code theta}, row-major. */
        public double[] theta() {
            return Arrays.copyOfRange(vector, 0, model.N * model.N + model.N);
        }

        /** Sets all of {@code theta}, row-major. */
        public Parameters theta(double[] values) {
            Checks.vector("theta", values, model.N * model.N + model.N);
            System.arraycopy(values, 0, vector, 0, model.N * model.N + model.N);
            return this;
        }

        /** {@code int}. */
        public double int_() {
            return vector[model.N * model.N + model.N];
        }

        /** Sets {@code int}. */
        public Parameters int_(double value) {
            vector[model.N * model.N + model.N] = value;
            return this;
        }

        @Override
        public String toString() {
            return new Layout(model).layout().describe(vector);
        }
    }

    /** How the derivatives stand in a flat vector: one after the other, each row-major. */
    public static final class LossGradientWrtGradientLayout {
        private final Affine model;

        private LossGradientWrtGradientLayout(Affine model) {
            this.model = model;
        }

        /** The length of the vector. */
        public int size() {
            return model.N * model.N + model.N;
        }

        /** Names, shapes and offsets, for those who look them up. */
        public ParameterLayout layout() {
            return ParameterLayout.builder()
                    .add("gradient", Shape.of("N × (N + 1)", model.N, Checks.size("N + 1", model.N + 1L)))
                    .build();
        }

        /** A view of a vector: reads and writes it, no copy. */
        public LossGradientWrtGradient view(double[] vector) {
            Checks.vector("the vector", vector, size());
            return new LossGradientWrtGradient(model, vector);
        }

        /** A view of a vector that was stored with the fingerprint of its layout; of another layout it is refused. */
        public LossGradientWrtGradient view(double[] vector, long fingerprint) {
            layout().check(vector, fingerprint);
            return new LossGradientWrtGradient(model, vector);
        }

        /** A number that tells this layout from others, to be stored with a vector. */
        public long fingerprint() {
            return layout().fingerprint();
        }

        @Override
        public String toString() {
            return layout().toString();
        }
    }

    /** The derivatives by name, in a flat vector that the caller owns. */
    public static final class LossGradientWrtGradient {
        private final Affine model;
        private final double[] vector;

        private LossGradientWrtGradient(Affine model, double[] vector) {
            this.model = model;
            this.vector = vector;
        }

        /** {@code gradient}, N × (N + 1). ends here *&#47; \ u000a &lt;b&gt; &amp; &#64;see */
        public double gradient(int i, int j) {
            return vector[Objects.checkIndex(i, model.N) * (model.N + 1) + Objects.checkIndex(j, model.N + 1)];
        }

        /** Sets {@code gradient}. */
        public LossGradientWrtGradient gradient(int i, int j, double value) {
            vector[Objects.checkIndex(i, model.N) * (model.N + 1) + Objects.checkIndex(j, model.N + 1)] = value;
            return this;
        }

        /** A copy of all of {@code gradient}, row-major. */
        public double[] gradient() {
            return Arrays.copyOfRange(vector, 0, model.N * model.N + model.N);
        }

        /** Sets all of {@code gradient}, row-major. */
        public LossGradientWrtGradient gradient(double[] values) {
            Checks.vector("gradient", values, model.N * model.N + model.N);
            System.arraycopy(values, 0, vector, 0, model.N * model.N + model.N);
            return this;
        }

        @Override
        public String toString() {
            return new LossGradientWrtGradientLayout(model).layout().describe(vector);
        }
    }

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
    public static final class Forward {
        final Affine model;
        final double[] dot;
        public final double[] r;
        public double loss;

        /** Makes room for what is computed. */
        public Forward(Affine model) {
            this.model = model;
            dot = new double[model.N];
            r = new double[model.N];
        }

        /** Computes at a point. */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.parameterCount);
            Checks.bound("Affine", "gradient", model.gradient_);
            Checks.bound("Affine", "scale", model.hasScale);
            int N = model.N;
            int intAt = N * N + N;
            double[] gradient_ = model.gradient_;
            double scale = model.scale;
            double[] dot = this.dot;
            double[] r = this.r;

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

    /**
     * The gradient of {@code loss} of {@link Affine} for a given seed, after the forward half ran at the same point.
     */
    public static final class BackwardOfLoss {
        final Affine model;
        final Forward forward;

        /** Makes room for what is computed. */
        public BackwardOfLoss(Affine model, Forward forward) {
            this.model = model;
            this.forward = forward;
        }

        /** Computes at a point. */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.parameterCount);
            Checks.bound("Affine", "gradient", model.gradient_);
            Checks.bound("Affine", "scale", model.hasScale);
            int N = model.N;
            int intAt = N * N + N;
            double scale = model.scale;
            double[] gradient_ = model.gradient_;
            double[] r = forward.r;
            double[] dot = forward.dot;

            Arrays.fill(gradient, 0, N * N + N, 0.0);
            gradient[intAt] = 0.0;
            for (int i = N - 1; i >= 0; i--) {
                double rAdj = seed * (2.0 * r[i]);
                Kernels.axpy(rAdj * scale * theta[intAt], gradient_, i * (N + 1), gradient, i * (N + 1), N + 1);
                gradient[intAt] += rAdj * scale * dot[i];
            }
        }
    }

    /**
     * The gradient of {@code loss} of {@link Affine} for a given seed, after the forward half ran at the same point.
     */
    public static final class BackwardOfLossWrtGradient {
        final Affine model;
        final Forward forward;

        /** Makes room for what is computed. */
        public BackwardOfLossWrtGradient(Affine model, Forward forward) {
            this.model = model;
            this.forward = forward;
        }

        /** Computes at a point. */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.parameterCount);
            Checks.bound("Affine", "scale", model.hasScale);
            int N = model.N;
            int intAt = N * N + N;
            double scale = model.scale;
            double[] r = forward.r;

            Arrays.fill(gradient, 0, N * N + N, 0.0);
            for (int i = N - 1; i >= 0; i--) {
                double rAdj = seed * (2.0 * r[i]);
                Kernels.axpy(rAdj * scale * theta[intAt], theta, i * (N + 1), gradient, i * (N + 1), N + 1);
            }
        }
    }

    /** What of an object is written to a stream: its sizes and data, and a fingerprint of them. */
    private static final class Saved implements Serializable {
        private static final long serialVersionUID = 5695362410262871777L;
        private final int N;
        private final double[] gradient_;
        private final double scale;
        private final boolean hasScale;
        private final long fingerprint;

        private Saved(Affine model) {
            this.N = model.N;
            this.gradient_ = model.gradient_;
            this.scale = model.scale;
            this.hasScale = model.hasScale;
            this.fingerprint = fingerprint();
        }

        private long fingerprint() {
            final Fingerprint values = new Fingerprint();
            values.add(N);
            values.add(gradient_);
            values.add(scale);
            values.add(hasScale);
            return values.value();
        }

        private Object readResolve() throws InvalidObjectException {
            if (fingerprint != fingerprint()) {
                throw new InvalidObjectException("Affine: the data that was read is damaged");
            }
            try {
                final Affine model = new Affine(N);
                if (gradient_ != null) {
                    model.gradient(gradient_);
                }
                if (hasScale) {
                    model.scale(scale);
                }
                return model;
            } catch (ShapeException e) {
                throw new InvalidObjectException(e.getMessage());
            }
        }
    }
}

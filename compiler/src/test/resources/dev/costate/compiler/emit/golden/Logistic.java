package dev.costate.golden;

import dev.costate.runtime.Checks;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Fingerprint;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Shape;
import dev.costate.runtime.ShapeException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Binary logistic regression with an L2 penalty.
 *
 * <p>Values and exact gradients, from {@code Logistic.model}. An instance
 * belongs to one thread; {@link #fork()} makes another over the same data. Arrays are allocated
 * when a method first needs them, none after that.
 *
 * <p>Inputs:
 * <pre>
 * name    kind   shape   offset  what
 * X       data   N × D           Observations by features.
 * y       data   N               0 or 1
 * lambda  data   scalar
 * w       param  D       0       Weights.
 * b       param  scalar  D
 * </pre>
 * <p>Outputs:
 * <pre>
 * name  shape   what
 * loss  scalar  What is to be least.
 * </pre>
 */
@CostateGenerated("Logistic")
public final class Logistic implements DifferentiableFunction, Serializable {
    private static final long serialVersionUID = -6220611624969486051L;
    final int N;
    final int D;
    private final int parameterCount;
    private final double[] point;
    private transient boolean evaluated;
    private transient boolean busy;
    private transient boolean shared;
    double[] X;
    double[] y;
    double lambda = 0.1;
    private transient Forward forwardPass;
    private transient Gradient gradientPass;
    private transient Forward lossPass;
    private transient double lossLast;
    private transient boolean lossKnown;

    private Logistic(int N, int D) {
        this.N = Checks.atLeast("N", N, 1);
        this.D = Checks.atLeast("D", D, 1);
        Checks.count("X", Shape.of("N × D", N, D));
        this.parameterCount = parameters().layout().size();
        this.point = new double[parameterCount];
    }

    /** A model of these sizes; its data is still to be bound. */
    public static Logistic of(int N, int D) {
        return new Logistic(N, D);
    }

    /** observations */
    public int N() {
        return N;
    }

    /** The size {@code D}. */
    public int D() {
        return D;
    }

    /**
     * Binds {@code X}, N × D, row-major, which is copied.
     *
     * <p>Observations by features.
     */
    public Logistic X(double[] values) {
        this.X = Checks.copy(Checks.array("X", values, Shape.of("N × D", N, D)), shared ? null : this.X);
        evaluated = false;
        return this;
    }

    /**
     * Binds {@code X}, N × D, which is copied.
     *
     * <p>Observations by features.
     */
    public Logistic X(double[][] values) {
        this.X = Checks.array("X", values, Shape.of("N × D", N, D));
        evaluated = false;
        return this;
    }

    /**
     * Binds {@code y}, N, row-major, which is copied.
     *
     * <p>0 or 1
     */
    public Logistic y(double[] values) {
        this.y = Checks.copy(Checks.array("y", values, Shape.of("N", N)), shared ? null : this.y);
        evaluated = false;
        return this;
    }

    /** Binds {@code lambda}. */
    public Logistic lambda(double value) {
        this.lambda = value;
        evaluated = false;
        return this;
    }

    /** How the parameters stand in a flat vector. */
    public Layout parameters() {
        return new Layout(this);
    }

    private void evaluate(double[] theta) {
        evaluated = false;
        if (forwardPass == null) {
            forwardPass = new Forward(this);
        }
        forwardPass.run(theta);
        System.arraycopy(theta, 0, point, 0, parameterCount);
        evaluated = true;
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

    /**
     * Computes {@code loss}.
     *
     * <p>What is to be least.
     */
    public double loss(double[] theta) {
        enter();
        try {
            if (lossPass == null) {
                lossPass = new Forward(this);
            }
            lossPass.run(theta);
            lossLast = lossPass.loss;
            lossKnown = true;
            return lossPass.loss;
        } finally {
            busy = false;
        }
    }

    /**
     * Value and gradient of loss.
     *
     * @param gradient receives the derivatives, by w, then b; every entry is overwritten
     * @return the value
     */
    public double lossGradient(double[] theta, double[] gradient) {
        Checks.vector("gradient", gradient, parameterCount);
        Checks.apart("gradient", gradient, "theta", theta);
        enter();
        try {
            if (gradientPass == null) {
                gradientPass = new Gradient(this);
            }
            gradientPass.run(theta, gradient);
            lossLast = gradientPass.loss;
            lossKnown = true;
            return gradientPass.loss;
        } finally {
            busy = false;
        }
    }

    /** {@code loss} at the point of the last call of any method of it. */
    public double lossValue() {
        if (!lossKnown) {
            throw new IllegalStateException("Logistic: nothing has computed loss before lossValue");
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
    public Logistic fork() {
        final Logistic copy = new Logistic(N, D);
        copy.X = X;
        copy.y = y;
        copy.lambda = lambda;
        shared = true;
        copy.shared = true;
        return copy;
    }

    private void enter() {
        if (busy) {
            throw Checks.busy("Logistic");
        }
        busy = true;
    }

    private Object writeReplace() {
        return new Saved(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("Logistic: an object is read by way of Saved");
    }

    /** How the parameters stand in a flat vector: one after the other, each row-major. */
    public static final class Layout {
        private final Logistic model;

        private Layout(Logistic model) {
            this.model = model;
        }

        /** The length of the vector. */
        public int size() {
            return model.D + 1;
        }

        /** Names, shapes and offsets, for those who look them up. */
        public ParameterLayout layout() {
            return ParameterLayout.builder()
                    .add("w", Shape.of("D", model.D))
                    .add("b")
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
        private final Logistic model;
        private final double[] vector;

        private Parameters(Logistic model, double[] vector) {
            this.model = model;
            this.vector = vector;
        }

        /** {@code w}, D. Weights. */
        public double w(int i) {
            return vector[Objects.checkIndex(i, model.D)];
        }

        /** Sets {@code w}. */
        public Parameters w(int i, double value) {
            vector[Objects.checkIndex(i, model.D)] = value;
            return this;
        }

        /** A copy of all of {@code w}, row-major. */
        public double[] w() {
            return Arrays.copyOfRange(vector, 0, model.D);
        }

        /** Sets all of {@code w}, row-major. */
        public Parameters w(double[] values) {
            Checks.vector("w", values, model.D);
            System.arraycopy(values, 0, vector, 0, model.D);
            return this;
        }

        /** {@code b}. */
        public double b() {
            return vector[model.D];
        }

        /** Sets {@code b}. */
        public Parameters b(double value) {
            vector[model.D] = value;
            return this;
        }

        @Override
        public String toString() {
            return new Layout(model).layout().describe(vector);
        }
    }

    /**
     * The outputs of {@link Logistic}, with what its derivatives read.
     *
     * <p>Values:
     * <pre>
     * field  shape   what
     * loss   scalar  What is to be least.
     * </pre>
     */
    public static final class Forward {
        final Logistic model;
        public double loss;

        /** Makes room for what is computed. */
        public Forward(Logistic model) {
            this.model = model;
        }

        /** Computes at a point. */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.parameterCount);
            Checks.bound("Logistic", "X", model.X);
            Checks.bound("Logistic", "y", model.y);
            int D = model.D;
            int N = model.N;
            int bAt = D;
            double lambda = model.lambda;
            double[] X = model.X;
            double[] y = model.y;

            // line 14: loss = sum(i) (softplus(z[i]) - y[i] * z[i]) + 0.5 * lambda * sum(j) w[j]^2
            double loss = 0.0;
            for (int j = 0; j < D; j++) {
                loss += 0.5 * lambda * (theta[j] * theta[j]);
            }
            for (int i = 0; i < N; i++) {
                // line 13: z[i] = b + sum(j) w[j] * X[i, j]
                double dot = 0.0;
                int jBlocks = D & ~3;
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
                double z = theta[bAt] + dot;
                // line 14
                loss += Elementary.softplus(z) - y[i] * z;
            }
            this.loss = loss;
        }
    }

    /**
     * Value and gradient of {@code loss} of {@link Logistic} in one sweep.
     *
     * <p>Values:
     * <pre>
     * field  shape   what
     * loss   scalar  What is to be least.
     * </pre>
     */
    public static final class Gradient {
        final Logistic model;
        public double loss;

        /** Makes room for what is computed. */
        public Gradient(Logistic model) {
            this.model = model;
        }

        /** Computes at a point. */
        public void run(double[] theta, double[] gradient) {
            Checks.vector("theta", theta, model.parameterCount);
            Checks.bound("Logistic", "X", model.X);
            Checks.bound("Logistic", "y", model.y);
            int D = model.D;
            int N = model.N;
            int bAt = D;
            double lambda = model.lambda;
            double[] X = model.X;
            double[] y = model.y;

            Arrays.fill(gradient, 0, D, 0.0);
            gradient[bAt] = 0.0;

            // line 14: loss = sum(i) (softplus(z[i]) - y[i] * z[i]) + 0.5 * lambda * sum(j) w[j]^2
            double loss = 0.0;
            for (int j = 0; j < D; j++) {
                loss += 0.5 * lambda * (theta[j] * theta[j]);
                gradient[j] += lambda * theta[j];
            }
            for (int i = 0; i < N; i++) {
                // line 13: z[i] = b + sum(j) w[j] * X[i, j]
                double dot = 0.0;
                int jBlocks = D & ~3;
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
                double z = theta[bAt] + dot;
                // line 14
                loss += Elementary.softplus(z) - y[i] * z;
                // line 14, z → loss: sigmoid(z) - y
                double zAdj = Elementary.sigmoid(z) - y[i];
                gradient[bAt] += zAdj;
                for (int j = 0; j < D; j++) {
                    gradient[j] += zAdj * X[i * D + j];
                }
            }
            this.loss = loss;
        }
    }

    /** What of an object is written to a stream: its sizes and data, and a fingerprint of them. */
    private static final class Saved implements Serializable {
        private static final long serialVersionUID = -6220611624969486051L;
        private final int N;
        private final int D;
        private final double[] X;
        private final double[] y;
        private final double lambda;
        private final long fingerprint;

        private Saved(Logistic model) {
            this.N = model.N;
            this.D = model.D;
            this.X = model.X;
            this.y = model.y;
            this.lambda = model.lambda;
            this.fingerprint = fingerprint();
        }

        private long fingerprint() {
            final Fingerprint values = new Fingerprint();
            values.add(N);
            values.add(D);
            values.add(X);
            values.add(y);
            values.add(lambda);
            return values.value();
        }

        private Object readResolve() throws InvalidObjectException {
            if (fingerprint != fingerprint()) {
                throw new InvalidObjectException("Logistic: the data that was read is damaged");
            }
            try {
                final Logistic model = new Logistic(N, D);
                if (X != null) {
                    model.X(X);
                }
                if (y != null) {
                    model.y(y);
                }
                model.lambda(lambda);
                return model;
            } catch (ShapeException e) {
                throw new InvalidObjectException(e.getMessage());
            }
        }
    }
}

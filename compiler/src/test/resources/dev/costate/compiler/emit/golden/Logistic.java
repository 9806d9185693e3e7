package dev.costate.golden;

import dev.costate.runtime.Checks;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Evaluations;
import dev.costate.runtime.Fingerprint;
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
 *
 * @serial exclude
 */
@CostateGenerated("Logistic")
public final class Logistic implements DifferentiableFunction, Serializable {
    private static final long serialVersionUID = -6220611624969486051L;
    final int N;
    final int D;
    double[] X;
    double[] y;
    double lambda = 0.1;
    private final transient VectorLayout<Parameters> parameters;
    private final transient int parameterCount;
    private final transient Evaluations evaluations;
    private transient boolean shared;
    private transient Forward forwardPass;
    private transient Gradient gradientPass;
    private transient Forward lossPass;
    private final transient LastValue lossLast = new LastValue("Logistic", "loss", "lossValue");

    private Logistic(int N, int D) {
        this.N = Checks.atLeast("N", N, 1);
        this.D = Checks.atLeast("D", D, 1);
        Checks.count("X", Shape.of("N × D", N, D));
        ParameterLayout layout = ParameterLayout.builder().add("w", Shape.of("D", D)).add("b").build();
        this.parameters = new VectorLayout<>(layout, Parameters::new);
        this.parameterCount = parameters.size();
        this.evaluations = new Evaluations("Logistic", parameterCount);
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param N observations
     * @param D the size {@code D} */
    public static Logistic of(int N, int D) {
        return new Logistic(N, D);
    }

    /** {@return observations} */
    public int N() {
        return N;
    }

    /** {@return the size {@code D}} */
    public int D() {
        return D;
    }

    /** {@return this, with a copy bound to {@code X}: Observations by features.}
     * @param values N × D, row-major */
    public Logistic X(double[] values) {
        this.X = Checks.copy(Checks.array("X", values, Shape.of("N × D", N, D)), shared ? null : this.X);
        evaluations.reset();
        return this;
    }

    /** {@return this, with a copy bound to {@code X}: Observations by features.}
     * @param values N × D */
    public Logistic X(double[][] values) {
        this.X = Checks.array("X", values, Shape.of("N × D", N, D));
        evaluations.reset();
        return this;
    }

    /** {@return this, with a copy bound to {@code y}: 0 or 1}
     * @param values N */
    public Logistic y(double[] values) {
        this.y = Checks.copy(Checks.array("y", values, Shape.of("N", N)), shared ? null : this.y);
        evaluations.reset();
        return this;
    }

    /** {@return this, with a value bound to {@code lambda}}
     * @param value the value */
    public Logistic lambda(double value) {
        this.lambda = value;
        evaluations.reset();
        return this;
    }

    /** {@return how the parameters stand in a flat vector} */
    public VectorLayout<Parameters> parameters() {
        return parameters;
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
        }
    }

    /** {@return {@code loss}: What is to be least.}
     * @param theta the parameters */
    public double loss(double[] theta) {
        evaluations.begin();
        try (evaluations) {
            lossPass = lossPass == null ? new Forward(this) : lossPass;
            lossPass.run(theta);
            return lossLast.set(lossPass.loss);
        }
    }

    /** Value and gradient of loss.
     * @param theta the parameters
     * @param gradient receives the derivatives, by w, then b; every entry is overwritten
     * @return the value */
    public double lossGradient(double[] theta, double[] gradient) {
        Checks.vector("gradient", gradient, parameterCount);
        Checks.apart("gradient", gradient, "theta", theta);
        evaluations.begin();
        try (evaluations) {
            gradientPass = gradientPass == null ? new Gradient(this) : gradientPass;
            gradientPass.run(theta, gradient);
            return lossLast.set(gradientPass.loss);
        }
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
    public Logistic fork() {
        Logistic copy = new Logistic(N, D);
        copy.X = X;
        copy.y = y;
        copy.lambda = lambda;
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
        Serial.check("Logistic", fingerprint(), in.readLong());
    }

    private Object readResolve() throws InvalidObjectException {
        try {
            Logistic copy = new Logistic(N, D);
            Serial.bind(X, copy::X);
            Serial.bind(y, copy::y);
            copy.lambda(lambda);
            return copy;
        } catch (ShapeException e) {
            throw new InvalidObjectException(e.getMessage());
        }
    }

    private long fingerprint() {
        return new Fingerprint().add(N).add(D).add(X).add(y).add(lambda).value();
    }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView {
        private Parameters(ParameterLayout layout, double[] vector) {
            super(layout, vector);
        }

        /** {@return an element of {@code w}, D: Weights.}
         * @param i less than {@code D} */
        public double w(int i) {
            return vector[Objects.checkIndex(i, D)];
        }

        /** {@return this, with an element of {@code w} set}
         * @param i less than {@code D}
         * @param value what it is from now on */
        public Parameters w(int i, double value) {
            vector[Objects.checkIndex(i, D)] = value;
            return this;
        }

        /** {@return a copy of all of {@code w}, D, row-major} */
        public double[] w() {
            return layout.slice("w").get(vector);
        }

        /** {@return this, with all of {@code w} set}
         * @param values row-major */
        public Parameters w(double[] values) {
            layout.slice("w").set(vector, values);
            return this;
        }

        /** {@return {@code b}} */
        public double b() {
            return vector[D];
        }

        /** {@return this, with {@code b} set}
         * @param value what it is from now on */
        public Parameters b(double value) {
            vector[D] = value;
            return this;
        }
    }

    /** The outputs of {@link Logistic}, with what its derivatives read. */
    public static final class Forward {
        final Logistic model;
        /** {@code loss}, scalar: What is to be least.. */
        public double loss;

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(Logistic model) {
            this.model = model;
        }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.parameterCount);
            int D = model.D, N = model.N, bAt = D;
            double[] X = Checks.bound("Logistic", "X", model.X);
            double[] y = Checks.bound("Logistic", "y", model.y);
            double lambda = model.lambda;

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

    /** Value and gradient of {@code loss} of {@link Logistic} in one sweep. */
    private static final class Gradient {
        final Logistic model;
        /** What is to be least. */
        double loss;

        Gradient(Logistic model) {
            this.model = model;
        }

        void run(double[] theta, double[] gradient) {
            Checks.vector("theta", theta, model.parameterCount);
            int D = model.D, N = model.N, bAt = D;
            double[] X = Checks.bound("Logistic", "X", model.X);
            double[] y = Checks.bound("Logistic", "y", model.y);
            double lambda = model.lambda;

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
}

package dev.costate.golden;

import dev.costate.runtime.BatchPass;
import dev.costate.runtime.Checks;
import dev.costate.runtime.CompiledModel;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Fingerprint;
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
 * The cost of a clustering: the squared distance of each point from the centre next to it.
 *
 * <p>Values and exact gradients, from {@code KMeans.model}:
 * <pre>
 * name          kind    shape   offset  what
 * N             dim     ≥ 1             points
 * K             dim     ≥ 1             centres
 * D             dim     ≥ 1
 * point         data    N × D
 * centre        param   K × D   0
 * cost          output  scalar          2*D*K*N + K*N operations
 * costGradient  method                  4*D*K*N + K*N + N operations
 * </pre>
 * @serial exclude
 */
@CostateGenerated("KMeans")
public final class KMeans extends CompiledModel<KMeans.Parameters> implements DifferentiableFunction {
    private static final long serialVersionUID = 5988227453196696892L;
    final int N, K, D;
    double[] point;
    transient Parallel parallel;
    private transient Forward forwardPass;
    private transient Backward backwardPass;
    private transient Gradient gradientPass;
    private transient Forward costPass;
    private final transient LastValue costLast = last("cost", "costValue");
    private transient PackedPoint packedPoint;

    private KMeans(int N, int K, int D) {
        super("KMeans");
        this.N = Checks.atLeast("N", N, 1);
        this.K = Checks.atLeast("K", K, 1);
        this.D = Checks.atLeast("D", D, 1);
        Checks.count("point", Shape.of("N × D", N, D));
        Checks.count("costSum2", Shape.of("N × K", N, K));
        parameters(ParameterLayout.builder().add("centre", Shape.of("K × D", K, D)), Parameters::new);
    }

    /** {@return this, whose gradients are computed by several threads from now on}: see {@link Parallel}. Their
     * number makes no difference to results.
     * @param executor runs all but one
     * @param threads how many there are, the calling one among them */
    public KMeans parallel(Executor executor, int threads) {
        this.parallel = new Parallel(executor, threads);
        return this;
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param N points
     * @param K centres
     * @param D the size {@code D} */
    public static KMeans of(int N, int K, int D) { return new KMeans(N, K, D); }

    /** {@return points} */
    public int N() { return N; }

    /** {@return centres} */
    public int K() { return K; }

    /** {@return the size {@code D}} */
    public int D() { return D; }

    /** {@return this, with a copy bound to {@code point}}
     * @param values N × D, row-major */
    public KMeans point(double[] values) {
        this.point = binding.of(Checks.array("point", values, Shape.of("N × D", N, D)), this.point);
        packedPoint = Preparation.anew(binding.isShared() ? null : packedPoint);
        return this;
    }

    /** {@return this, with a copy bound to {@code point}}
     * @param values N × D */
    public KMeans point(double[][] values) { return point(Checks.array("point", values, Shape.of("N × D", N, D))); }

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
            costLast.set(forwardPass.cost);
        }
    }

    /** {@return {@code cost}}
     * @param theta the parameters */
    public double cost(double[] theta) {
        if (parallel != null) {
            return costGradient(theta, parallel.gradient(dimension()));
        }
        evaluations.begin();
        try (evaluations) {
            costPass = costPass == null ? new Forward(this) : costPass;
            costPass.run(theta);
            return costLast.set(costPass.cost);
        }
    }

    /** The gradient of cost times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient is overwritten with the derivatives, by centre */
    public void backward(double seed, double[] gradient) {
        Checks.vector("gradient", gradient, dimension());
        double[] point = evaluations.point("backward");
        evaluations.begin();
        try (evaluations) {
            backwardPass = backwardPass == null ? new Backward(this, forwardPass) : backwardPass;
            backwardPass.run(point, seed, gradient);
            costLast.set(forwardPass.cost);
        }
    }

    /** {@return the value, beside the gradient of cost}
     * @param theta the parameters
     * @param gradient is overwritten with the derivatives, by centre */
    public double costGradient(double[] theta, double[] gradient) {
        Checks.result("gradient", gradient, dimension(), theta);
        evaluations.begin();
        try (evaluations) {
            gradientPass = gradientPass == null ? new Gradient(this) : gradientPass;
            gradientPass.run(theta, gradient);
            return costLast.set(gradientPass.cost);
        }
    }

    /** {@return {@code cost} as a method last computed it} */
    public double costValue() { return costLast.get(); }

    @Override
    public double value(double[] theta) { return cost(theta); }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) { return costGradient(theta, gradient); }

    /** {@return what depends on {@code point} alone} */
    PackedPoint packedPoint() {
        packedPoint = packedPoint == null ? new PackedPoint(this) : packedPoint;
        packedPoint.prepare();
        return packedPoint;
    }

    /** {@return another model over the same data, for another thread} */
    public KMeans fork() {
        KMeans copy = new KMeans(N, K, D);
        copy.point = point;
        if (point != null) {
            copy.packedPoint = packedPoint();
        }
        binding.share(copy.binding);
        return copy;
    }

    @Override
    protected KMeans read(Serial data) {
        KMeans copy = new KMeans(N, K, D);
        data.bind(point, copy::point);
        return copy;
    }

    @Override
    protected long fingerprint() { return new Fingerprint().add(N).add(K).add(D).add(point).value(); }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView<Parameters> {
        private Parameters(ParameterLayout layout, double[] vector) { super(layout, vector); }

        /** {@return an element of {@code centre}, K × D}
         * @param i less than {@code K}
         * @param j less than {@code D} */
        public double centre(int i, int j) { return vector[Objects.checkIndex(i, K) * D + Objects.checkIndex(j, D)]; }

        /** {@return this, with an element of {@code centre} set}
         * @param i less than {@code K}
         * @param j less than {@code D}
         * @param value what it is from now on */
        public Parameters centre(int i, int j, double value) {
            return put(value, Objects.checkIndex(i, K) * D + Objects.checkIndex(j, D));
        }

        /** {@return a copy of all of {@code centre}, K × D, row-major} */
        public double[] centre() { return get("centre"); }

        /** {@return this, with all of {@code centre} set}
         * @param values row-major */
        public Parameters centre(double[] values) { return put("centre", values); }
    }

    /** Rows of {@code point} for each block of 256, packed when they are first needed after data was bound. */
    static final class PackedPoint extends Preparation<KMeans> {
        final double[][][] pointRows = Rows.makeBlocks(model.D, model.N);

        PackedPoint(KMeans model) { super(model); }

        @Override
        protected void run() {
            double[] point = model.bound("point", model.point);

            Rows.packBlocks(point, pointRows);
        }
    }

    /** The outputs of {@link KMeans}, with what its derivatives read. */
    public static final class Forward extends ModelPass<KMeans> {
        /** {@code cost}, scalar. */
        public double cost;
        final double[] costSum2 = new double[model.K * model.N];
        final double[] costMin = new double[model.N];
        final double[] costMinHereRow = Rows.make(model.N);
        final double[] costSum2HereRow = Rows.make(model.N);

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(KMeans model) { super(model); }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int N = model.N, D = model.D, K = model.K;
            double[] point = model.bound("point", model.point);
            PackedPoint packedPoint = model.packedPoint();
            double[] costSum2 = this.costSum2, costMin = this.costMin;

            // line 11: output cost = sum(n) min(k) sum(d) (point[n, d] - centre[k, d])^2
            double costSum = 0.0;
            if (N < 32 || 4096 < (long) D + K) {
                for (int n = 0; n < N; n++) {
                    double costMinHere = Double.POSITIVE_INFINITY;
                    for (int k = 0; k < K; k++) {
                        double costSum2Here = 0.0, costSum2Here1 = 0.0, costSum2Here2 = 0.0, costSum2Here3 = 0.0;
                        for (int d = 0; d < D - D % 4; d += 4) {
                            costSum2Here += Elementary.square(point[n * D + d] - theta[k * D + d]);
                            costSum2Here1 += Elementary.square(point[n * D + d + 1] - theta[k * D + d + 1]);
                            costSum2Here2 += Elementary.square(point[n * D + d + 2] - theta[k * D + d + 2]);
                            costSum2Here3 += Elementary.square(point[n * D + d + 3] - theta[k * D + d + 3]);
                        }
                        for (int d = D - D % 4; d < D; d++) {
                            costSum2Here += Elementary.square(point[n * D + d] - theta[k * D + d]);
                        }
                        costSum2Here = costSum2Here + costSum2Here1 + (costSum2Here2 + costSum2Here3);
                        costSum2[n * K + k] = costSum2Here;
                        costMinHere = Math.min(costMinHere, costSum2Here);
                    }
                    costMin[n] = costMinHere;
                    costSum += costMinHere;
                }
            } else {
                double[] costMinHereRow = this.costMinHereRow, costSum2HereRow = this.costSum2HereRow;
                for (int block = 0; block < Rows.blocks(N); block++) {
                    int first = 256 * block;
                    int lanes = Math.min(256, N - first);
                    double[][] pointRows = packedPoint.pointRows[first / 256];
                    for (int lane = 0; lane < lanes; lane++) {
                        costMinHereRow[lane] = Double.POSITIVE_INFINITY;
                    }
                    for (int k = 0; k < K; k++) {
                        for (int lane = 0; lane < lanes; lane++) {
                            costSum2HereRow[lane] = 0.0;
                        }
                        for (int d = 0; d < D - D % 2; d += 2) {
                            double centre = theta[k * D + d], centre1 = theta[k * D + d + 1];
                            double[] pointRow = pointRows[d], pointRow1 = pointRows[d + 1];
                            for (int lane = 0; lane < lanes; lane++) {
                                costSum2HereRow[lane] = costSum2HereRow[lane]
                                        + Elementary.square(pointRow[lane] - centre)
                                        + Elementary.square(pointRow1[lane] - centre1);
                            }
                        }
                        for (int d = D - D % 2; d < D; d++) {
                            double centre = theta[k * D + d];
                            double[] pointRow = pointRows[d];
                            for (int lane = 0; lane < lanes; lane++) {
                                costSum2HereRow[lane] += Elementary.square(pointRow[lane] - centre);
                            }
                        }
                        for (int lane = 0; lane < lanes; lane++) {
                            costSum2[(first + lane) * K + k] = costSum2HereRow[lane];
                            costMinHereRow[lane] = Math.min(costMinHereRow[lane], costSum2HereRow[lane]);
                        }
                    }
                    for (int lane = 0; lane < lanes; lane++) {
                        costMin[first + lane] = costMinHereRow[lane];
                    }
                    for (int lane = 0; lane < lanes; lane++) {
                        costSum += costMinHereRow[lane];
                    }
                }
            }
            this.cost = costSum;
        }
    }

    /** The gradient of {@code cost} of {@link KMeans} for a given seed, after the forward half ran at the same
     * point. */
    public static final class Backward extends ModelPass<KMeans> {
        final Forward forward;

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public Backward(KMeans model, Forward forward) {
            super(model);
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.dimension());
            int D = model.D, K = model.K, N = model.N;
            double[] point = model.bound("point", model.point), costMin = forward.costMin,
                    costSum2 = forward.costSum2;

            // line 11, centre → costSum2: (point[n, d] - centre[k, d]) * -2
            Arrays.fill(gradient, 0, D * K, 0.0);
            // line 11: output cost = sum(n) min(k) sum(d) (point[n, d] - centre[k, d])^2
            for (int n = 0; n < N; n++) {
                double costMinTies = 0.0;
                double costMinHere = costMin[n];
                for (int k = 0; k < K; k++) {
                    if (costSum2[n * K + k] == costMinHere) {
                        costMinTies += 1.0;
                    }
                }
                for (int k = 0; k < K; k++) {
                    // line 11, adjoint of costSum2, centre
                    double costSum2Here = costSum2[n * K + k];
                    if (!(costMinHere < costSum2Here)) {
                        double costSum2Adj = costMinHere == costSum2Here ? seed / costMinTies
                                : Elementary.productNoNan(seed, costMinHere);
                        if (costSum2Adj != 0.0) {
                            for (int d = 0; d < D; d++) {
                                gradient[k * D + d] -= costSum2Adj * (2.0 * (point[n * D + d] - theta[k * D + d]));
                            }
                        }
                    }
                }
            }
        }
    }

    /** Value and gradient of {@code cost} of {@link KMeans} in one sweep. */
    static final class Gradient extends BatchPass<KMeans, Gradient> {
        double cost;
        final double[] costSum2 = new double[model.K];
        final double[][] costSum2Rows = Rows.make(model.K, (long) model.D + model.K, model.N);
        final double[] costMinRow = Rows.make(model.N);
        final double[] costMinTiesRow = Rows.make(model.N);
        double costSum;

        Gradient(KMeans model) { super(model); }

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
            int D = model.D, K = model.K, N = model.N;
            double[] point = model.bound("point", model.point);
            PackedPoint packedPoint = model.packedPoint();
            double[] costSum2 = this.costSum2;

            double costSum = 0.0;
            Arrays.fill(gradient, 0, D * K, 0.0);
            // line 11: output cost = sum(n) min(k) sum(d) (point[n, d] - centre[k, d])^2
            if (N < 32 || 4096 < (long) D + K) {
                for (int n = from; n < to; n++) {
                    double costMin = Double.POSITIVE_INFINITY;
                    for (int k = 0; k < K; k++) {
                        double costSum2Here = 0.0, costSum2Here1 = 0.0, costSum2Here2 = 0.0, costSum2Here3 = 0.0;
                        for (int d = 0; d < D - D % 4; d += 4) {
                            costSum2Here += Elementary.square(point[n * D + d] - theta[k * D + d]);
                            costSum2Here1 += Elementary.square(point[n * D + d + 1] - theta[k * D + d + 1]);
                            costSum2Here2 += Elementary.square(point[n * D + d + 2] - theta[k * D + d + 2]);
                            costSum2Here3 += Elementary.square(point[n * D + d + 3] - theta[k * D + d + 3]);
                        }
                        for (int d = D - D % 4; d < D; d++) {
                            costSum2Here += Elementary.square(point[n * D + d] - theta[k * D + d]);
                        }
                        costSum2Here = costSum2Here + costSum2Here1 + (costSum2Here2 + costSum2Here3);
                        costSum2[k] = costSum2Here;
                        costMin = Math.min(costMin, costSum2Here);
                    }
                    costSum += costMin;
                    double costMinTies = 0.0;
                    for (int k = 0; k < K; k++) {
                        if (costMin == costSum2[k]) {
                            costMinTies += 1.0;
                        }
                    }
                    for (int k = 0; k < K; k++) {
                        // line 11, adjoint of costSum2, centre
                        if (!(costMin < costSum2[k])) {
                            double costSum2Adj = costMin == costSum2[k] ? 1.0 / costMinTies : costMin;
                            if (costSum2Adj != 0.0) {
                                for (int d = 0; d < D; d++) {
                                    gradient[k * D + d] -= costSum2Adj
                                            * (2.0 * (point[n * D + d] - theta[k * D + d]));
                                }
                            }
                        }
                    }
                }
            } else {
                double[] costMinRow = this.costMinRow;
                double[][] costSum2Rows = this.costSum2Rows;
                double[] costMinTiesRow = this.costMinTiesRow;
                for (int block = 0; block < Rows.blocks(to - from); block++) {
                    int first = 256 * block + from;
                    int lanes = Math.min(256, to - first);
                    double[][] pointRows = packedPoint.pointRows[first / 256];
                    for (int lane = 0; lane < lanes; lane++) {
                        costMinRow[lane] = Double.POSITIVE_INFINITY;
                    }
                    for (int k = 0; k < K; k++) {
                        double[] costSum2Row = costSum2Rows[k];
                        for (int lane = 0; lane < lanes; lane++) {
                            costSum2Row[lane] = 0.0;
                        }
                        for (int d = 0; d < D - D % 2; d += 2) {
                            double centre = theta[k * D + d], centre1 = theta[k * D + d + 1];
                            double[] pointRow = pointRows[d], pointRow1 = pointRows[d + 1];
                            for (int lane = 0; lane < lanes; lane++) {
                                costSum2Row[lane] = costSum2Row[lane] + Elementary.square(pointRow[lane] - centre)
                                        + Elementary.square(pointRow1[lane] - centre1);
                            }
                        }
                        for (int d = D - D % 2; d < D; d++) {
                            double centre = theta[k * D + d];
                            double[] pointRow = pointRows[d];
                            for (int lane = 0; lane < lanes; lane++) {
                                costSum2Row[lane] += Elementary.square(pointRow[lane] - centre);
                            }
                        }
                        for (int lane = 0; lane < lanes; lane++) {
                            costMinRow[lane] = Math.min(costMinRow[lane], costSum2Row[lane]);
                        }
                    }
                    for (int lane = 0; lane < lanes; lane++) {
                        costMinTiesRow[lane] = 0.0;
                    }
                    for (int lane = 0; lane < lanes; lane++) {
                        costSum += costMinRow[lane];
                    }
                    for (int k = 0; k < K; k++) {
                        double[] costSum2Row = costSum2Rows[k];
                        for (int lane = 0; lane < lanes; lane++) {
                            if (costMinRow[lane] == costSum2Row[lane]) {
                                costMinTiesRow[lane] += 1.0;
                            }
                        }
                    }
                    for (int k = 0; k < K; k++) {
                        double[] costSum2Row = costSum2Rows[k];
                        for (int lane = 0; lane < lanes; lane++) {
                            if (!(costMinRow[lane] < costSum2Row[lane])) {
                                double costSum2Adj = costMinRow[lane] == costSum2Row[lane]
                                        ? 1.0 / costMinTiesRow[lane] : costMinRow[lane];
                                // line 11, adjoint of costSum2, centre
                                if (costSum2Adj != 0.0) {
                                    for (int d = 0; d < D; d++) {
                                        gradient[k * D + d] -= costSum2Adj
                                                * (2.0 * (point[(first + lane) * D + d] - theta[k * D + d]));
                                    }
                                }
                            }
                        }
                    }
                }
            }
            this.costSum = costSum;
        }

        void finish(double[] theta, double[] gradient) {
            // line 11: output cost = sum(n) min(k) sum(d) (point[n, d] - centre[k, d])^2
            this.cost = this.costSum;
        }

        @Override
        protected Gradient part() { return new Gradient(model); }

        @Override
        protected void add(Gradient part) { this.costSum += part.costSum; }

        @Override
        protected int step() { return Rows.BLOCK; }
    }
}

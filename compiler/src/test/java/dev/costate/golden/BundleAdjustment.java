package dev.costate.golden;

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
import dev.costate.runtime.Serial;
import dev.costate.runtime.Shape;
import dev.costate.runtime.VectorView;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Where cameras stood and points are, from what the cameras saw.
 *
 * <p>Values and exact gradients, from {@code BundleAdjustment.model}:
 * <pre>
 * name          kind    shape   offset  what
 * C             dim     ≥ 1             cameras
 * P             dim     ≥ 1             points
 * O             dim     ≥ 1             observations: a camera sees a point
 * view          data    O in C
 * track         data    O in P
 * seen          data    O × 2           where in the picture
 * camera        param   C × 11  0       rotation (3), place (3), focal length, centre of the picture (2), distortion
 *                                       (2)
 * point         param   P × 3   11*C
 * residual      output  O × 2           58*O operations
 * cost          output  scalar          62*O operations
 * costGradient  method                  194*O operations
 * </pre>
 * @serial exclude
 */
@CostateGenerated("BundleAdjustment")
public final class BundleAdjustment extends CompiledModel<BundleAdjustment.Parameters>
        implements DifferentiableFunction {
    private static final long serialVersionUID = 8039518484661518177L;
    final int C, P, O;
    int[] view, track;
    double[] seen;
    transient Parallel parallel;
    private transient Forward forwardPass;
    private transient Backward backwardPass;
    private transient Gradient gradientPass;
    private transient Forward valuesPass;
    private final transient LastValue residualLast = last("residual", "residualValue");
    private final transient LastValue costLast = last("cost", "costValue");

    private BundleAdjustment(int C, int P, int O) {
        super("BundleAdjustment");
        this.C = Checks.atLeast("C", C, 1);
        this.P = Checks.atLeast("P", P, 1);
        this.O = Checks.atLeast("O", O, 1);
        Checks.count("seen", Shape.of("O × 2", O, 2));
        parameters(ParameterLayout.builder().add("camera", Shape.of("C × 11", C, 11))
                .add("point", Shape.of("P × 3", P, 3)), Parameters::new);
    }

    /** {@return this, whose gradients are computed by several threads from now on}: see {@link Parallel}. Their
     * number makes no difference to results.
     * @param executor runs all but one
     * @param threads how many there are, the calling one among them */
    public BundleAdjustment parallel(Executor executor, int threads) {
        this.parallel = new Parallel(executor, threads);
        return this;
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param C cameras
     * @param P points
     * @param O observations: a camera sees a point */
    public static BundleAdjustment of(int C, int P, int O) { return new BundleAdjustment(C, P, O); }

    /** {@return cameras} */
    public int C() { return C; }

    /** {@return points} */
    public int P() { return P; }

    /** {@return observations: a camera sees a point} */
    public int O() { return O; }

    /** {@return this, with a copy bound to {@code view}}
     * @param values O, each at least 0 and less than {@code C} */
    public BundleAdjustment view(int[] values) {
        this.view = binding.of(Checks.indices("view", Checks.array("view", values, Shape.of("O", O)), C), this.view);
        return this;
    }

    /** {@return this, with a copy bound to {@code track}}
     * @param values O, each at least 0 and less than {@code P} */
    public BundleAdjustment track(int[] values) {
        this.track = binding.of(Checks.indices("track", Checks.array("track", values, Shape.of("O", O)), P),
                this.track);
        return this;
    }

    /** {@return this, with a copy bound to {@code seen}: where in the picture}
     * @param values O × 2, row-major */
    public BundleAdjustment seen(double[] values) {
        this.seen = binding.of(Checks.array("seen", values, Shape.of("O × 2", O, 2)), this.seen);
        return this;
    }

    /** {@return this, with a copy bound to {@code seen}: where in the picture}
     * @param values O × 2 */
    public BundleAdjustment seen(double[][] values) {
        return seen(Checks.array("seen", values, Shape.of("O × 2", O, 2)));
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
            residualLast.set(forwardPass.residual);
            costLast.set(forwardPass.cost);
        }
    }

    /** Computes {@code residual}.
     * @param theta the parameters
     * @param out receives it, O × 2, row-major */
    public void residual(double[] theta, double[] out) {
        Checks.result("residual", out, 2 * O, theta);
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            System.arraycopy(residualLast.set(valuesPass.residual), 0, out, 0, 2 * O);
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
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            return costLast.set(valuesPass.cost);
        }
    }

    /** The gradient of cost times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient is overwritten with the derivatives, by camera, then point */
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
     * @param gradient is overwritten with the derivatives, by camera, then point */
    public double costGradient(double[] theta, double[] gradient) {
        Checks.result("gradient", gradient, dimension(), theta);
        evaluations.begin();
        try (evaluations) {
            gradientPass = gradientPass == null ? new Gradient(this) : gradientPass;
            gradientPass.run(theta, gradient);
            return costLast.set(gradientPass.cost);
        }
    }

    /** Copies {@code residual} as a method last computed it.
     * @param out receives it, O × 2, row-major */
    public void residualValue(double[] out) { residualLast.get(out, 2 * O); }

    /** {@return {@code cost} as a method last computed it} */
    public double costValue() { return costLast.get(); }

    @Override
    public double value(double[] theta) { return cost(theta); }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) { return costGradient(theta, gradient); }

    /** {@return another model over the same data, for another thread} */
    public BundleAdjustment fork() {
        BundleAdjustment copy = new BundleAdjustment(C, P, O);
        copy.view = view;
        copy.track = track;
        copy.seen = seen;
        binding.share(copy.binding);
        return copy;
    }

    @Override
    protected BundleAdjustment read(Serial data) {
        BundleAdjustment copy = new BundleAdjustment(C, P, O);
        data.bind(view, copy::view);
        data.bind(track, copy::track);
        data.bind(seen, copy::seen);
        return copy;
    }

    @Override
    protected long fingerprint() {
        return new Fingerprint().add(C).add(P).add(O).add(view).add(track).add(seen).value();
    }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView<Parameters> {
        private Parameters(ParameterLayout layout, double[] vector) { super(layout, vector); }

        /** {@return an element of {@code camera}, C × 11: rotation (3), place (3), focal length, centre of the
         * picture (2), distortion (2)}
         * @param i less than {@code C}
         * @param j less than {@code 11} */
        public double camera(int i, int j) {
            return vector[Objects.checkIndex(i, C) * 11 + Objects.checkIndex(j, 11)];
        }

        /** {@return this, with an element of {@code camera} set}
         * @param i less than {@code C}
         * @param j less than {@code 11}
         * @param value what it is from now on */
        public Parameters camera(int i, int j, double value) {
            return put(value, Objects.checkIndex(i, C) * 11 + Objects.checkIndex(j, 11));
        }

        /** {@return a copy of all of {@code camera}, C × 11, row-major} */
        public double[] camera() { return get("camera"); }

        /** {@return this, with all of {@code camera} set}
         * @param values row-major */
        public Parameters camera(double[] values) { return put("camera", values); }

        /** {@return an element of {@code point}, P × 3}
         * @param i less than {@code P}
         * @param j less than {@code 3} */
        public double point(int i, int j) {
            return vector[11 * C + Objects.checkIndex(i, P) * 3 + Objects.checkIndex(j, 3)];
        }

        /** {@return this, with an element of {@code point} set}
         * @param i less than {@code P}
         * @param j less than {@code 3}
         * @param value what it is from now on */
        public Parameters point(int i, int j, double value) {
            return put(value, 11 * C + Objects.checkIndex(i, P) * 3 + Objects.checkIndex(j, 3));
        }

        /** {@return a copy of all of {@code point}, P × 3, row-major} */
        public double[] point() { return get("point"); }

        /** {@return this, with all of {@code point} set}
         * @param values row-major */
        public Parameters point(double[] values) { return put("point", values); }
    }

    /** The outputs of {@link BundleAdjustment}, with what its derivatives read. */
    public static final class Forward extends ModelPass<BundleAdjustment> {
        /** {@code residual}, O × 2. */
        public final double[] residual = new double[2 * model.O];
        /** {@code cost}, scalar. */
        public double cost;
        final double[] project_d0 = new double[model.O];
        final double[] project_d1 = new double[model.O];
        final double[] project_d2 = new double[model.O];
        final double[] rotate_θ2 = new double[model.O];
        final double[] rotate_θ = new double[model.O];
        final double[] rotate_u0 = new double[model.O];
        final double[] rotate_u1 = new double[model.O];
        final double[] rotate_u2 = new double[model.O];
        final double[] rotate_c0 = new double[model.O];
        final double[] rotate_c1 = new double[model.O];
        final double[] rotate_c2 = new double[model.O];
        final double[] rotate_y0 = new double[model.O];
        final double[] rotate_y1 = new double[model.O];
        final double[] rotate_y2 = new double[model.O];
        final double[] project_u0 = new double[model.O];
        final double[] project_u1 = new double[model.O];
        final double[] project_s = new double[model.O];

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(BundleAdjustment model) { super(model); }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int O = model.O, C = model.C, pointAt = 11 * C;
            int[] view = model.bound("view", model.view), track = model.bound("track", model.track);
            double[] seen = model.bound("seen", model.seen), project_d0 = this.project_d0,
                    project_d1 = this.project_d1, project_d2 = this.project_d2, rotate_θ2 = this.rotate_θ2,
                    rotate_θ = this.rotate_θ, rotate_u0 = this.rotate_u0, rotate_u1 = this.rotate_u1,
                    rotate_u2 = this.rotate_u2, rotate_c0 = this.rotate_c0, rotate_c1 = this.rotate_c1,
                    rotate_c2 = this.rotate_c2, rotate_y0 = this.rotate_y0, rotate_y1 = this.rotate_y1,
                    rotate_y2 = this.rotate_y2, project_u0 = this.project_u0, project_u1 = this.project_u1,
                    project_s = this.project_s, residual = this.residual;

            // line 36: output cost = sum(o, i) residual[o, i]^2 / 2
            double costSum = 0.0;
            for (int o = 0; o < O; o++) {
                // line 28: let d[i] = x[i] - cam[3 + i]
                double project_d0Here = theta[pointAt + 3 * track[o]] - theta[11 * view[o] + 3];
                project_d0[o] = project_d0Here;
                double project_d1Here = theta[pointAt + 3 * track[o] + 1] - theta[11 * view[o] + 4];
                project_d1[o] = project_d1Here;
                double project_d2Here = theta[pointAt + 3 * track[o] + 2] - theta[11 * view[o] + 5];
                project_d2[o] = project_d2Here;
                // line 19: let θ2 = dot(r, r)
                double rotate_θ2Sum = Kernels.dot(theta, 11 * view[o], theta, 11 * view[o], 3);
                rotate_θ2[o] = rotate_θ2Sum;
                // line 20: let θ = sqrt(θ2)
                double rotate_θHere = Math.sqrt(rotate_θ2Sum);
                rotate_θ[o] = rotate_θHere;
                // line 21: let u[i] = r[i] / θ
                double camera = theta[11 * view[o]];
                double rotate_u0Here = camera / rotate_θHere;
                rotate_u0[o] = rotate_u0Here;
                double camera1 = theta[11 * view[o] + 1];
                double rotate_u1Here = camera1 / rotate_θHere;
                rotate_u1[o] = rotate_u1Here;
                double camera2 = theta[11 * view[o] + 2];
                double rotate_u2Here = camera2 / rotate_θHere;
                rotate_u2[o] = rotate_u2Here;
                // line 22: let c = cross(u, x)
                double rotate_c0Here = project_d2Here * rotate_u1Here - project_d1Here * rotate_u2Here;
                rotate_c0[o] = rotate_c0Here;
                double rotate_c1Here = rotate_u2Here * project_d0Here - project_d2Here * rotate_u0Here;
                rotate_c1[o] = rotate_c1Here;
                double rotate_c2Here = project_d1Here * rotate_u0Here - rotate_u1Here * project_d0Here;
                rotate_c2[o] = rotate_c2Here;
                // line 24: cross(r, x)[i]
                double array2_0 = 0.0, array2_1 = 0.0, array2_2 = 0.0, chosen = 0.0, chosen1 = 0.0, chosen2 = 0.0;
                if (!(rotate_θ2Sum > 0.0)) {
                    array2_0 = camera1 * project_d2Here - camera2 * project_d1Here;
                    array2_1 = camera2 * project_d0Here - camera * project_d2Here;
                    array2_2 = camera * project_d1Here - camera1 * project_d0Here;
                    // line 23: let y[i] = if θ2 > 0 then x[i] * cos(θ) + c[i] * sin(θ) + u[i] * dot(u, x) * (1 - cos…
                    chosen = project_d0Here + array2_0;
                    chosen1 = project_d1Here + array2_1;
                    chosen2 = project_d2Here + array2_2;
                } else {
                    // line 23
                    double sin = Math.sin(rotate_θHere);
                    double cos = Math.cos(rotate_θHere);
                    double rotate_y0Terms = rotate_u2Here * project_d2Here
                            + (project_d1Here * rotate_u1Here + rotate_u0Here * project_d0Here);
                    double rotate_y0Product = 2.0 * Elementary.square(Math.sin(0.5 * rotate_θHere));
                    chosen = rotate_c0Here * sin + project_d0Here * cos
                            + rotate_u0Here * rotate_y0Terms * rotate_y0Product;
                    chosen1 = sin * rotate_c1Here + project_d1Here * cos
                            + rotate_y0Product * (rotate_u1Here * rotate_y0Terms);
                    chosen2 = sin * rotate_c2Here + project_d2Here * cos
                            + rotate_y0Product * (rotate_u2Here * rotate_y0Terms);
                }
                rotate_y0[o] = chosen;
                rotate_y1[o] = chosen1;
                rotate_y2[o] = chosen2;
                // line 30: let u = [y[0] / y[2], y[1] / y[2]]
                double project_u0Here = chosen / chosen2;
                project_u0[o] = project_u0Here;
                double project_u1Here = chosen1 / chosen2;
                project_u1[o] = project_u1Here;
                // line 31: let s = dot(u, u)
                double project_sHere = Elementary.square(project_u1Here) + Elementary.square(project_u0Here);
                project_s[o] = project_sHere;
                // line 32: let p[i] = cam[7 + i] + cam[6] * (1 + cam[9] * s + cam[10] * s^2) * u[i]
                double project_p0Product = (Elementary.square(project_sHere) * theta[11 * view[o] + 10]
                        + (1.0 + project_sHere * theta[11 * view[o] + 9])) * theta[11 * view[o] + 6];
                double project_p0 = project_u0Here * project_p0Product + theta[11 * view[o] + 7];
                double project_p1 = project_u1Here * project_p0Product + theta[11 * view[o] + 8];
                // line 35: output residual[o, i] = project(camera[view[o], :], point[track[o], :])[i] - seen[o, i]
                residual[2 * o] = project_p0 - seen[2 * o];
                residual[2 * o + 1] = project_p1 - seen[2 * o + 1];
                // line 36
                for (int i = 0; i < 2; i++) {
                    costSum += 0.5 * Elementary.square(residual[2 * o + i]);
                }
            }
            this.cost = costSum;
        }
    }

    /** The gradient of {@code cost} of {@link BundleAdjustment} for a given seed, after the forward half ran at the
     * same point. */
    public static final class Backward extends ModelPass<BundleAdjustment> {
        final Forward forward;
        final double[] residualAdj = new double[2];

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public Backward(BundleAdjustment model, Forward forward) {
            super(model);
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.dimension());
            int C = model.C, P = model.P, O = model.O, pointAt = 11 * C;
            int[] view = model.bound("view", model.view), track = model.bound("track", model.track);
            double[] residualAdj = this.residualAdj, residual = forward.residual, project_u1 = forward.project_u1,
                    project_u0 = forward.project_u0, project_s = forward.project_s, rotate_y1 = forward.rotate_y1,
                    rotate_y2 = forward.rotate_y2, rotate_y0 = forward.rotate_y0, rotate_θ2 = forward.rotate_θ2,
                    rotate_θ = forward.rotate_θ, rotate_u2 = forward.rotate_u2, rotate_u1 = forward.rotate_u1,
                    rotate_u0 = forward.rotate_u0, project_d1 = forward.project_d1, project_d2 = forward.project_d2,
                    project_d0 = forward.project_d0, rotate_c1 = forward.rotate_c1, rotate_c2 = forward.rotate_c2,
                    rotate_c0 = forward.rotate_c0;

            Arrays.fill(gradient, 0, 11 * C, 0.0);
            Arrays.fill(gradient, pointAt, pointAt + 3 * P, 0.0);
            double residualAdjProduct = 0.5 * seed;
            for (int o = 0; o < O; o++) {
                // line 36, residual → cost: residual[o, i]
                for (int i = 0; i < 2; i++) {
                    residualAdj[i] = residualAdjProduct * (2.0 * residual[2 * o + i]);
                }
                // line 32, adjoint of camera, project_s
                double residualAdj1 = residualAdj[1];
                gradient[11 * view[o] + 8] += residualAdj1;
                double residualAdj0 = residualAdj[0];
                gradient[11 * view[o] + 7] += residualAdj0;
                double project_u1Here = project_u1[o], project_u0Here = project_u0[o], project_sHere = project_s[o];
                double square = Elementary.square(project_sHere);
                double camera = theta[11 * view[o] + 6];
                double cameraAdjProduct = project_u0Here * residualAdj0;
                double cameraAdjProduct1 = Elementary.zeroProduct(camera, cameraAdjProduct);
                double cameraAdjProduct2 = project_u1Here * residualAdj1;
                double cameraAdjProduct3 = Elementary.zeroProduct(camera, cameraAdjProduct2);
                gradient[11 * view[o] + 10] += square * cameraAdjProduct1 + square * cameraAdjProduct3;
                double camera1 = theta[11 * view[o] + 10], camera2 = theta[11 * view[o] + 9];
                double project_sAdjProduct = 2.0 * project_sHere;
                double project_sAdj = Elementary.zeroProduct(camera2, cameraAdjProduct1)
                        + Elementary.zeroProduct(camera1, cameraAdjProduct1) * project_sAdjProduct
                        + (Elementary.zeroProduct(camera2, cameraAdjProduct3)
                        + project_sAdjProduct * Elementary.zeroProduct(camera1, cameraAdjProduct3));
                gradient[11 * view[o] + 9] += project_sHere * cameraAdjProduct1 + project_sHere * cameraAdjProduct3;
                double cameraAdjTerms = square * camera1 + (1.0 + project_sHere * camera2);
                gradient[11 * view[o] + 6] += cameraAdjTerms * cameraAdjProduct + cameraAdjTerms * cameraAdjProduct2;
                // line 31, adjoint of project_u1, project_u0
                double project_u1AdjProduct = cameraAdjTerms * camera;
                double project_u1Adj = project_u1AdjProduct * residualAdj1 + project_sAdj * (2.0 * project_u1Here);
                double project_u0Adj = project_u1AdjProduct * residualAdj0 + project_sAdj * (2.0 * project_u0Here);
                // line 30, adjoint of rotate_y1, rotate_y2, rotate_y0
                double divAlong = Elementary.divAlong(project_u1Adj, rotate_y1[o], rotate_y2[o]);
                double divAlong1 = Elementary.divAlong(project_u0Adj, rotate_y0[o], rotate_y2[o]);
                double rotate_y2Adj = -(Elementary.zeroProduct(project_u0Here, divAlong1)
                        + Elementary.zeroProduct(project_u1Here, divAlong));
                // line 23, adjoint of rotate_c2, project_d2, rotate_c1, project_d0, project_d1, rotate_c0, rotate_u0…
                double rotate_c2Adj = 0.0;
                boolean rotate_c2AdjCondition = rotate_θ2[o] > 0.0;
                double array2_2Adj = 0.0, project_d2Adj = 0.0, rotate_c1Adj = 0.0, array2_1Adj = 0.0,
                        project_d0Adj = 0.0, project_d1Adj = 0.0, rotate_c0Adj = 0.0, array2_0Adj = 0.0,
                        rotate_u0Adj = 0.0, chosen = 0.0, rotate_u2Adj = 0.0, rotate_u1Adj = 0.0, rotate_θAdj = 0.0;
                if (rotate_c2AdjCondition) {
                    double rotate_θHere = rotate_θ[o];
                    double sin = Math.sin(rotate_θHere);
                    rotate_c2Adj = sin * rotate_y2Adj;
                    double rotate_u2Here = rotate_u2[o];
                    double cos = Math.cos(rotate_θHere);
                    double project_d2AdjProduct = 0.5 * rotate_θHere;
                    double sin1 = Math.sin(project_d2AdjProduct);
                    double project_d2AdjProduct1 = 2.0 * Elementary.square(sin1);
                    double project_d2AdjProduct2 = project_d2AdjProduct1 * rotate_y2Adj;
                    double project_d2AdjProduct3 = rotate_u2Here * project_d2AdjProduct2;
                    project_d2Adj = rotate_u2Here * project_d2AdjProduct3 + cos * rotate_y2Adj;
                    rotate_c1Adj = sin * divAlong;
                    double rotate_u1Here = rotate_u1[o], rotate_u0Here = rotate_u0[o];
                    double project_d0AdjProduct = project_d2AdjProduct1 * divAlong;
                    double project_d0AdjProduct1 = rotate_u1Here * project_d0AdjProduct;
                    project_d0Adj = rotate_u0Here * project_d0AdjProduct1 + rotate_u0Here * project_d2AdjProduct3;
                    project_d1Adj = rotate_u1Here * project_d0AdjProduct1 + cos * divAlong;
                    rotate_c0Adj = sin * divAlong1;
                    double project_d1Here = project_d1[o], project_d2Here = project_d2[o],
                            project_d0Here = project_d0[o];
                    double rotate_u0AdjTerms = rotate_u2Here * project_d2Here
                            + (project_d1Here * rotate_u1Here + rotate_u0Here * project_d0Here);
                    double rotate_u0AdjProduct = project_d2AdjProduct1 * divAlong1;
                    double rotate_u0AdjProduct1 = rotate_u0Here * rotate_u0AdjProduct;
                    rotate_u0Adj = project_d0Here * project_d0AdjProduct1 + project_d0Here * project_d2AdjProduct3
                            + (project_d0Here * rotate_u0AdjProduct1 + rotate_u0AdjTerms * rotate_u0AdjProduct);
                    chosen = cos * divAlong1 + rotate_u0Here * rotate_u0AdjProduct1;
                    project_d1Adj += rotate_u1Here * rotate_u0AdjProduct1 + rotate_u1Here * project_d2AdjProduct3;
                    rotate_u2Adj = project_d2Here * project_d0AdjProduct1
                            + (project_d2Here * project_d2AdjProduct3 + rotate_u0AdjTerms * project_d2AdjProduct2)
                            + project_d2Here * rotate_u0AdjProduct1;
                    project_d2Adj += rotate_u2Here * rotate_u0AdjProduct1 + rotate_u2Here * project_d0AdjProduct1;
                    rotate_u1Adj = project_d1Here * project_d0AdjProduct1 + rotate_u0AdjTerms * project_d0AdjProduct
                            + project_d1Here * project_d2AdjProduct3 + project_d1Here * rotate_u0AdjProduct1;
                    double rotate_θAdjProduct = 2.0 * sin1;
                    double cos1 = Math.cos(project_d2AdjProduct);
                    double rotate_θAdjTerms = Elementary.zeroProduct(cos, rotate_c1[o] * divAlong)
                            + 0.5 * Elementary.zeroProduct(2.0 * (rotate_u1Here * rotate_u0AdjTerms * divAlong)
                            * rotate_θAdjProduct, cos1) - Elementary.zeroProduct(sin, project_d1Here * divAlong);
                    double rotate_θAdjTerms1 = Elementary.zeroProduct(cos, rotate_c2[o] * rotate_y2Adj)
                            + 0.5 * Elementary.zeroProduct(cos1,
                            rotate_θAdjProduct * (2.0 * (rotate_u2Here * rotate_u0AdjTerms * rotate_y2Adj)))
                            - Elementary.zeroProduct(sin, project_d2Here * rotate_y2Adj);
                    double rotate_θAdjTerms2 = Elementary.zeroProduct(cos, rotate_c0[o] * divAlong1)
                            + 0.5 * Elementary.zeroProduct(cos1,
                            rotate_θAdjProduct * (2.0 * (rotate_u0Here * rotate_u0AdjTerms * divAlong1)))
                            - Elementary.zeroProduct(sin, project_d0Here * divAlong1);
                    rotate_θAdj = rotate_θAdjTerms + rotate_θAdjTerms1 + rotate_θAdjTerms2;
                    project_d0Adj += chosen;
                } else {
                    array2_2Adj = rotate_y2Adj;
                    project_d2Adj = rotate_y2Adj;
                    array2_1Adj = divAlong;
                    project_d1Adj = divAlong;
                    array2_0Adj = divAlong1;
                    chosen = divAlong1;
                    project_d0Adj = chosen;
                    // line 24, adjoint of project_d0, camera, project_d1, project_d2
                    double camera3 = theta[11 * view[o] + 1], camera4 = theta[11 * view[o] + 2];
                    project_d0Adj += Elementary.zeroProduct(camera4, array2_1Adj)
                            - Elementary.zeroProduct(camera3, array2_2Adj);
                    double project_d1Here = project_d1[o], project_d2Here = project_d2[o];
                    gradient[11 * view[o]] += project_d1Here * array2_2Adj - project_d2Here * array2_1Adj;
                    double camera5 = theta[11 * view[o]];
                    project_d1Adj += Elementary.zeroProduct(camera5, array2_2Adj)
                            - Elementary.zeroProduct(camera4, array2_0Adj);
                    project_d2Adj += Elementary.zeroProduct(camera3, array2_0Adj)
                            - Elementary.zeroProduct(camera5, array2_1Adj);
                    double project_d0Here = project_d0[o];
                    gradient[11 * view[o] + 2] += project_d0Here * array2_1Adj - project_d1Here * array2_0Adj;
                    gradient[11 * view[o] + 1] += project_d2Here * array2_0Adj - project_d0Here * array2_2Adj;
                }
                // line 22, adjoint of rotate_u0, project_d0, project_d1, rotate_u1, rotate_u2, project_d2
                if (rotate_c2Adj != 0.0) {
                    double project_d1Here = project_d1[o];
                    rotate_u0Adj += project_d1Here * rotate_c2Adj;
                    double rotate_u1Here = rotate_u1[o];
                    project_d0Adj -= rotate_u1Here * rotate_c2Adj;
                    double rotate_u0Here = rotate_u0[o];
                    project_d1Adj += rotate_u0Here * rotate_c2Adj;
                    double project_d0Here = project_d0[o];
                    rotate_u1Adj -= project_d0Here * rotate_c2Adj;
                }
                if (rotate_c1Adj != 0.0) {
                    double project_d2Here = project_d2[o];
                    rotate_u0Adj -= project_d2Here * rotate_c1Adj;
                    double rotate_u2Here = rotate_u2[o];
                    project_d0Adj += rotate_u2Here * rotate_c1Adj;
                    double project_d0Here = project_d0[o];
                    rotate_u2Adj += project_d0Here * rotate_c1Adj;
                    double rotate_u0Here = rotate_u0[o];
                    project_d2Adj -= rotate_u0Here * rotate_c1Adj;
                }
                if (rotate_c0Adj != 0.0) {
                    double rotate_u2Here = rotate_u2[o];
                    project_d1Adj -= rotate_u2Here * rotate_c0Adj;
                    double project_d1Here = project_d1[o];
                    rotate_u2Adj -= project_d1Here * rotate_c0Adj;
                    double rotate_u1Here = rotate_u1[o];
                    project_d2Adj += rotate_u1Here * rotate_c0Adj;
                    double project_d2Here = project_d2[o];
                    rotate_u1Adj += project_d2Here * rotate_c0Adj;
                }
                // line 21, adjoint of camera, rotate_θ
                if (rotate_u2Adj != 0.0) {
                    double rotate_θHere = rotate_θ[o], camera3 = theta[11 * view[o] + 2];
                    double divAlong2 = Elementary.divAlong(rotate_u2Adj, camera3, rotate_θHere);
                    gradient[11 * view[o] + 2] += divAlong2;
                    double rotate_u2Here = rotate_u2[o];
                    rotate_θAdj -= Elementary.zeroProduct(rotate_u2Here, divAlong2);
                }
                if (rotate_u1Adj != 0.0) {
                    double rotate_θHere = rotate_θ[o], camera3 = theta[11 * view[o] + 1];
                    double divAlong2 = Elementary.divAlong(rotate_u1Adj, camera3, rotate_θHere);
                    gradient[11 * view[o] + 1] += divAlong2;
                    double rotate_u1Here = rotate_u1[o];
                    rotate_θAdj -= Elementary.zeroProduct(rotate_u1Here, divAlong2);
                }
                if (rotate_u0Adj != 0.0) {
                    double rotate_θHere = rotate_θ[o], camera3 = theta[11 * view[o]];
                    double divAlong2 = Elementary.divAlong(rotate_u0Adj, camera3, rotate_θHere);
                    gradient[11 * view[o]] += divAlong2;
                    double rotate_u0Here = rotate_u0[o];
                    rotate_θAdj -= Elementary.zeroProduct(rotate_u0Here, divAlong2);
                }
                // line 20, rotate_θ2 → rotate_θ: norm_root_dx(rotate_θ2[o])
                double rotate_θ2Adj = 0.0;
                if (rotate_θAdj != 0.0) {
                    rotate_θ2Adj = Elementary.zeroProduct(rotate_θAdj, Elementary.normRootDx(rotate_θ2[o]));
                }
                // line 28, adjoint of point, camera
                gradient[pointAt + 3 * track[o] + 2] += project_d2Adj;
                gradient[11 * view[o] + 5] -= project_d2Adj;
                gradient[pointAt + 3 * track[o] + 1] += project_d1Adj;
                gradient[11 * view[o] + 4] -= project_d1Adj;
                gradient[pointAt + 3 * track[o]] += project_d0Adj;
                gradient[11 * view[o] + 3] -= project_d0Adj;
                // line 19, camera → rotate_θ2: 2 * camera[view[o], i]
                if (rotate_θ2Adj != 0.0) {
                    for (int i = 0; i < 3; i++) {
                        gradient[11 * view[o] + i] += Elementary.zeroProduct(rotate_θ2Adj,
                                2.0 * theta[11 * view[o] + i]);
                    }
                }
            }
        }
    }

    /** Value and gradient of {@code cost} of {@link BundleAdjustment} in one sweep. */
    static final class Gradient extends BatchPass<BundleAdjustment, Gradient> {
        double cost;
        final double[] residual = new double[2];
        double costSum;

        Gradient(BundleAdjustment model) { super(model); }

        void run(double[] theta, double[] gradient) {
            if (model.parallel == null) {
                run(theta, gradient, 0, model.O);
            } else {
                model.parallel.run(this, theta, gradient, model.O);
            }
            finish(theta, gradient);
        }

        @Override
        protected void run(double[] theta, double[] gradient, int from, int to) {
            Checks.vector("theta", theta, model.dimension());
            int C = model.C, P = model.P, pointAt = 11 * C;
            int[] view = model.bound("view", model.view), track = model.bound("track", model.track);
            double[] seen = model.bound("seen", model.seen), residual = this.residual;

            Arrays.fill(gradient, 0, 11 * C, 0.0);
            Arrays.fill(gradient, pointAt, pointAt + 3 * P, 0.0);
            double costSum = 0.0;
            for (int o = from; o < to; o++) {
                // line 28: let d[i] = x[i] - cam[3 + i]
                double project_d0 = theta[pointAt + 3 * track[o]] - theta[11 * view[o] + 3];
                double project_d1 = theta[pointAt + 3 * track[o] + 1] - theta[11 * view[o] + 4];
                double project_d2 = theta[pointAt + 3 * track[o] + 2] - theta[11 * view[o] + 5];
                // line 19: let θ2 = dot(r, r)
                double rotate_θ2Sum = Kernels.dot(theta, 11 * view[o], theta, 11 * view[o], 3);
                // line 20: let θ = sqrt(θ2)
                double rotate_θ = Math.sqrt(rotate_θ2Sum);
                // line 21: let u[i] = r[i] / θ
                double camera = theta[11 * view[o]];
                double rotate_u0 = camera / rotate_θ;
                double camera1 = theta[11 * view[o] + 1];
                double rotate_u1 = camera1 / rotate_θ;
                double camera2 = theta[11 * view[o] + 2];
                double rotate_u2 = camera2 / rotate_θ;
                // line 22: let c = cross(u, x)
                double rotate_c0 = project_d2 * rotate_u1 - project_d1 * rotate_u2;
                double rotate_c1 = rotate_u2 * project_d0 - project_d2 * rotate_u0;
                double rotate_c2 = project_d1 * rotate_u0 - rotate_u1 * project_d0;
                // line 24: cross(r, x)[i]
                double array2_0 = 0.0, array2_1 = 0.0, array2_2 = 0.0, rotate_y0 = 0.0, rotate_y1 = 0.0,
                        rotate_y2 = 0.0;
                if (!(rotate_θ2Sum > 0.0)) {
                    array2_0 = camera1 * project_d2 - camera2 * project_d1;
                    array2_1 = camera2 * project_d0 - camera * project_d2;
                    array2_2 = camera * project_d1 - camera1 * project_d0;
                    // line 23: let y[i] = if θ2 > 0 then x[i] * cos(θ) + c[i] * sin(θ) + u[i] * dot(u, x) * (1 - cos…
                    rotate_y0 = project_d0 + array2_0;
                    rotate_y1 = project_d1 + array2_1;
                    rotate_y2 = project_d2 + array2_2;
                } else {
                    // line 23
                    double sin = Math.sin(rotate_θ);
                    double cos = Math.cos(rotate_θ);
                    double rotate_y0Terms = rotate_u2 * project_d2
                            + (project_d1 * rotate_u1 + rotate_u0 * project_d0);
                    double rotate_y0Product = rotate_u0 * rotate_y0Terms;
                    double rotate_y0Product1 = 0.5 * rotate_θ;
                    double sin1 = Math.sin(rotate_y0Product1);
                    double rotate_y0Product2 = 2.0 * Elementary.square(sin1);
                    rotate_y0 = rotate_c0 * sin + project_d0 * cos + rotate_y0Product * rotate_y0Product2;
                    double rotate_y1Product = rotate_u1 * rotate_y0Terms;
                    rotate_y1 = sin * rotate_c1 + project_d1 * cos + rotate_y0Product2 * rotate_y1Product;
                    double rotate_y2Product = rotate_u2 * rotate_y0Terms;
                    rotate_y2 = sin * rotate_c2 + project_d2 * cos + rotate_y0Product2 * rotate_y2Product;
                }
                // line 30: let u = [y[0] / y[2], y[1] / y[2]]
                double project_u0 = rotate_y0 / rotate_y2;
                double project_u1 = rotate_y1 / rotate_y2;
                // line 31: let s = dot(u, u)
                double project_s = Elementary.square(project_u1) + Elementary.square(project_u0);
                // line 32: let p[i] = cam[7 + i] + cam[6] * (1 + cam[9] * s + cam[10] * s^2) * u[i]
                double square = Elementary.square(project_s);
                double camera3 = theta[11 * view[o] + 10], camera4 = theta[11 * view[o] + 9];
                double project_p0Terms = square * camera3 + (1.0 + project_s * camera4);
                double camera5 = theta[11 * view[o] + 6];
                double project_p0Product = project_p0Terms * camera5;
                double project_p0 = project_u0 * project_p0Product + theta[11 * view[o] + 7];
                double project_p1 = project_u1 * project_p0Product + theta[11 * view[o] + 8];
                // line 35: output residual[o, i] = project(camera[view[o], :], point[track[o], :])[i] - seen[o, i]
                double residual0 = project_p0 - seen[2 * o];
                residual[0] = residual0;
                double residual1 = project_p1 - seen[2 * o + 1];
                residual[1] = residual1;
                // line 32, adjoint of camera, project_s
                gradient[11 * view[o] + 8] += residual1;
                gradient[11 * view[o] + 7] += residual0;
                double cameraAdjProduct = project_u0 * residual0;
                double cameraAdjProduct1 = Elementary.zeroProduct(camera5, cameraAdjProduct);
                double cameraAdjProduct2 = project_u1 * residual1;
                double cameraAdjProduct3 = Elementary.zeroProduct(camera5, cameraAdjProduct2);
                gradient[11 * view[o] + 10] += square * cameraAdjProduct1 + square * cameraAdjProduct3;
                double project_sAdjProduct = 2.0 * project_s;
                double project_sAdj = Elementary.zeroProduct(camera4, cameraAdjProduct1)
                        + project_sAdjProduct * Elementary.zeroProduct(camera3, cameraAdjProduct1)
                        + (Elementary.zeroProduct(camera4, cameraAdjProduct3)
                        + project_sAdjProduct * Elementary.zeroProduct(camera3, cameraAdjProduct3));
                gradient[11 * view[o] + 9] += project_s * cameraAdjProduct1 + project_s * cameraAdjProduct3;
                gradient[11 * view[o] + 6] += project_p0Terms * cameraAdjProduct
                        + project_p0Terms * cameraAdjProduct2;
                // line 31, adjoint of project_u1, project_u0
                double project_u1Adj = project_p0Product * residual1 + 2.0 * project_u1 * project_sAdj;
                double project_u0Adj = project_p0Product * residual0 + 2.0 * project_u0 * project_sAdj;
                // line 30, adjoint of rotate_y1, rotate_y2, rotate_y0
                double divAlong = Elementary.divAlong(project_u1Adj, rotate_y1, rotate_y2);
                double divAlong1 = Elementary.divAlong(project_u0Adj, rotate_y0, rotate_y2);
                double rotate_y2Adj = -(Elementary.zeroProduct(project_u0, divAlong1)
                        + Elementary.zeroProduct(project_u1, divAlong));
                // line 23, adjoint of rotate_c2, project_d2, rotate_c1, project_d0, project_d1, rotate_c0, rotate_u0…
                double rotate_c2Adj = 0.0, array2_2Adj = 0.0, project_d2Adj = 0.0, rotate_c1Adj = 0.0,
                        array2_1Adj = 0.0, project_d0Adj = 0.0, project_d1Adj = 0.0, rotate_c0Adj = 0.0,
                        array2_0Adj = 0.0, rotate_u0Adj = 0.0, chosen = 0.0, rotate_u2Adj = 0.0, rotate_u1Adj = 0.0,
                        rotate_θAdj = 0.0;
                if (rotate_θ2Sum > 0.0) {
                    double sin = Math.sin(rotate_θ);
                    rotate_c2Adj = sin * rotate_y2Adj;
                    double cos = Math.cos(rotate_θ);
                    double project_d2AdjProduct = 0.5 * rotate_θ;
                    double sin1 = Math.sin(project_d2AdjProduct);
                    double project_d2AdjProduct1 = 2.0 * Elementary.square(sin1);
                    double project_d2AdjProduct2 = project_d2AdjProduct1 * rotate_y2Adj;
                    double project_d2AdjProduct3 = rotate_u2 * project_d2AdjProduct2;
                    project_d2Adj = rotate_u2 * project_d2AdjProduct3 + cos * rotate_y2Adj;
                    rotate_c1Adj = sin * divAlong;
                    double project_d0AdjProduct = project_d2AdjProduct1 * divAlong;
                    double project_d0AdjProduct1 = rotate_u1 * project_d0AdjProduct;
                    project_d0Adj = rotate_u0 * project_d0AdjProduct1 + rotate_u0 * project_d2AdjProduct3;
                    project_d1Adj = rotate_u1 * project_d0AdjProduct1 + cos * divAlong;
                    rotate_c0Adj = sin * divAlong1;
                    double rotate_u0AdjTerms = rotate_u2 * project_d2
                            + (project_d1 * rotate_u1 + rotate_u0 * project_d0);
                    double rotate_u0AdjProduct = project_d2AdjProduct1 * divAlong1;
                    double rotate_u0AdjProduct1 = rotate_u0 * rotate_u0AdjProduct;
                    rotate_u0Adj = project_d0 * project_d0AdjProduct1 + project_d0 * project_d2AdjProduct3
                            + (project_d0 * rotate_u0AdjProduct1 + rotate_u0AdjTerms * rotate_u0AdjProduct);
                    chosen = cos * divAlong1 + rotate_u0 * rotate_u0AdjProduct1;
                    project_d1Adj += rotate_u1 * rotate_u0AdjProduct1 + rotate_u1 * project_d2AdjProduct3;
                    rotate_u2Adj = project_d2 * project_d0AdjProduct1
                            + (project_d2 * project_d2AdjProduct3 + rotate_u0AdjTerms * project_d2AdjProduct2)
                            + project_d2 * rotate_u0AdjProduct1;
                    project_d2Adj += rotate_u2 * rotate_u0AdjProduct1 + rotate_u2 * project_d0AdjProduct1;
                    rotate_u1Adj = project_d1 * project_d0AdjProduct1 + rotate_u0AdjTerms * project_d0AdjProduct
                            + project_d1 * project_d2AdjProduct3 + project_d1 * rotate_u0AdjProduct1;
                    double rotate_θAdjProduct = rotate_u0 * rotate_u0AdjTerms;
                    double rotate_θAdjProduct1 = rotate_u1 * rotate_u0AdjTerms;
                    double rotate_θAdjProduct2 = rotate_u2 * rotate_u0AdjTerms;
                    double rotate_θAdjProduct3 = 2.0 * sin1;
                    double cos1 = Math.cos(project_d2AdjProduct);
                    double rotate_θAdjTerms = Elementary.zeroProduct(cos, rotate_c1 * divAlong)
                            + 0.5 * Elementary.zeroProduct(cos1,
                            rotate_θAdjProduct3 * (2.0 * (rotate_θAdjProduct1 * divAlong)))
                            - Elementary.zeroProduct(sin, project_d1 * divAlong);
                    double rotate_θAdjTerms1 = Elementary.zeroProduct(cos, rotate_c2 * rotate_y2Adj)
                            + 0.5 * Elementary.zeroProduct(cos1,
                            rotate_θAdjProduct3 * (2.0 * (rotate_θAdjProduct2 * rotate_y2Adj)))
                            - Elementary.zeroProduct(sin, project_d2 * rotate_y2Adj);
                    double rotate_θAdjTerms2 = Elementary.zeroProduct(cos, rotate_c0 * divAlong1)
                            + 0.5 * Elementary.zeroProduct(cos1,
                            rotate_θAdjProduct3 * (2.0 * (rotate_θAdjProduct * divAlong1)))
                            - Elementary.zeroProduct(sin, project_d0 * divAlong1);
                    rotate_θAdj = rotate_θAdjTerms + rotate_θAdjTerms1 + rotate_θAdjTerms2;
                    project_d0Adj += chosen;
                } else {
                    array2_2Adj = rotate_y2Adj;
                    project_d2Adj = rotate_y2Adj;
                    array2_1Adj = divAlong;
                    project_d1Adj = divAlong;
                    array2_0Adj = divAlong1;
                    chosen = divAlong1;
                    project_d0Adj = chosen;
                    // line 24, adjoint of project_d0, camera, project_d1, project_d2
                    project_d0Adj += Elementary.zeroProduct(camera2, array2_1Adj)
                            - Elementary.zeroProduct(camera1, array2_2Adj);
                    gradient[11 * view[o]] += project_d1 * array2_2Adj - project_d2 * array2_1Adj;
                    project_d1Adj += Elementary.zeroProduct(camera, array2_2Adj)
                            - Elementary.zeroProduct(camera2, array2_0Adj);
                    project_d2Adj += Elementary.zeroProduct(camera1, array2_0Adj)
                            - Elementary.zeroProduct(camera, array2_1Adj);
                    gradient[11 * view[o] + 2] += project_d0 * array2_1Adj - project_d1 * array2_0Adj;
                    gradient[11 * view[o] + 1] += project_d2 * array2_0Adj - project_d0 * array2_2Adj;
                }
                // line 22, adjoint of rotate_u0, project_d0, project_d1, rotate_u1, rotate_u2, project_d2
                if (rotate_c2Adj != 0.0) {
                    rotate_u0Adj += project_d1 * rotate_c2Adj;
                    project_d0Adj -= rotate_u1 * rotate_c2Adj;
                    project_d1Adj += rotate_u0 * rotate_c2Adj;
                    rotate_u1Adj -= project_d0 * rotate_c2Adj;
                }
                if (rotate_c1Adj != 0.0) {
                    rotate_u0Adj -= project_d2 * rotate_c1Adj;
                    project_d0Adj += rotate_u2 * rotate_c1Adj;
                    rotate_u2Adj += project_d0 * rotate_c1Adj;
                    project_d2Adj -= rotate_u0 * rotate_c1Adj;
                }
                if (rotate_c0Adj != 0.0) {
                    project_d1Adj -= rotate_u2 * rotate_c0Adj;
                    rotate_u2Adj -= project_d1 * rotate_c0Adj;
                    project_d2Adj += rotate_u1 * rotate_c0Adj;
                    rotate_u1Adj += project_d2 * rotate_c0Adj;
                }
                // line 21, adjoint of camera, rotate_θ
                if (rotate_u2Adj != 0.0) {
                    double divAlong2 = Elementary.divAlong(rotate_u2Adj, camera2, rotate_θ);
                    gradient[11 * view[o] + 2] += divAlong2;
                    rotate_θAdj -= Elementary.zeroProduct(rotate_u2, divAlong2);
                }
                if (rotate_u1Adj != 0.0) {
                    double divAlong2 = Elementary.divAlong(rotate_u1Adj, camera1, rotate_θ);
                    gradient[11 * view[o] + 1] += divAlong2;
                    rotate_θAdj -= Elementary.zeroProduct(rotate_u1, divAlong2);
                }
                if (rotate_u0Adj != 0.0) {
                    double divAlong2 = Elementary.divAlong(rotate_u0Adj, camera, rotate_θ);
                    gradient[11 * view[o]] += divAlong2;
                    rotate_θAdj -= Elementary.zeroProduct(rotate_u0, divAlong2);
                }
                // line 20, rotate_θ2 → rotate_θ: norm_root_dx(rotate_θ2[o])
                double rotate_θ2Adj = 0.0;
                if (rotate_θAdj != 0.0) {
                    rotate_θ2Adj = Elementary.zeroProduct(Elementary.normRootDx(rotate_θ2Sum), rotate_θAdj);
                }
                // line 28, adjoint of point, camera
                gradient[pointAt + 3 * track[o] + 2] += project_d2Adj;
                gradient[11 * view[o] + 5] -= project_d2Adj;
                gradient[pointAt + 3 * track[o] + 1] += project_d1Adj;
                gradient[11 * view[o] + 4] -= project_d1Adj;
                gradient[pointAt + 3 * track[o]] += project_d0Adj;
                gradient[11 * view[o] + 3] -= project_d0Adj;
                // line 36: output cost = sum(o, i) residual[o, i]^2 / 2
                for (int i = 0; i < 2; i++) {
                    costSum += 0.5 * Elementary.square(residual[i]);
                }
                // line 19, camera → rotate_θ2: 2 * camera[view[o], i]
                if (rotate_θ2Adj != 0.0) {
                    for (int i = 0; i < 3; i++) {
                        gradient[11 * view[o] + i] += Elementary.zeroProduct(rotate_θ2Adj,
                                2.0 * theta[11 * view[o] + i]);
                    }
                }
            }
            this.costSum = costSum;
        }

        void finish(double[] theta, double[] gradient) {
            // line 36: output cost = sum(o, i) residual[o, i]^2 / 2
            this.cost = this.costSum;
        }

        @Override
        protected Gradient part() { return new Gradient(model); }

        @Override
        protected void add(Gradient part) { this.costSum += part.costSum; }
    }
}

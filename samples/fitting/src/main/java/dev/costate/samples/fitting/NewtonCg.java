package dev.costate.samples.fitting;

import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.HessianProduct;
import java.util.Arrays;

/**
 * Newton's method in a trust region, each step by conjugate gradients on products with the Hessian (Steihaug 1983), so
 * that no matrix is made or factored: Nocedal and Wright, <i>Numerical Optimization</i>, algorithms 4.1 and 7.2.
 * Variables are measured by their own size.
 */
final class NewtonCg {
    private static final int MOST_STEPS = 2000;
    private static final double FIRST_RADIUS = 0.1;

    /** How far the residual of a step falls; below, the next products say more. */
    private static final double ENOUGH = 1e-6;

    /** A predicted fall below this part of the value is lost in its rounding. */
    private static final double BELOW_ROUNDING = 1e-13;

    /** Where a step has become as small as this part of the variables, the digits are found. */
    private static final double STILL = 1e-12;

    private final DifferentiableFunction function;
    private final HessianProduct hessian;
    private final int n;
    private final double[] scale;
    private final double[] step;
    private final double[] product;
    private final double[] scaled;
    private int products;

    NewtonCg(DifferentiableFunction function, HessianProduct hessian) {
        this.function = function;
        this.hessian = hessian;
        this.n = function.dimension();
        this.scale = new double[n];
        this.step = new double[n];
        this.product = new double[n];
        this.scaled = new double[n];
    }

    /** The point of a minimum. */
    double[] minimise(double[] start) {
        double[] x = start.clone();
        double[] trial = new double[n];
        double[] gradient = new double[n];
        double[] trialGradient = new double[n];
        double value = function.valueAndGradient(x, gradient);
        double radius = FIRST_RADIUS;
        for (int k = 0; k < MOST_STEPS; k++) {
            Arrays.setAll(scale, i -> x[i] == 0 ? 1 : Math.abs(x[i]));
            hessian.at(x);
            double predicted = step(gradient, radius);
            Arrays.setAll(trial, i -> x[i] + scale[i] * step[i]);
            double trialValue = function.valueAndGradient(trial, trialGradient);
            double length = Math.sqrt(dot(step, step));
            double ratio = (value - trialValue) / predicted;
            boolean refines = predicted <= BELOW_ROUNDING * Math.abs(value);
            if (refines || ratio > 0.75) {
                radius = Math.max(radius, 2 * length);
            } else if (!(ratio > 0.25)) {
                radius = 0.25 * length;
            }
            if (refines || ratio > 1e-4) {
                boolean still = isStill(x, trial);
                System.arraycopy(trial, 0, x, 0, n);
                System.arraycopy(trialGradient, 0, gradient, 0, n);
                value = trialValue;
                if (still) {
                    return x;
                }
            }
        }
        return x;
    }

    /** How many products with the Hessian were computed. */
    int products() {
        return products;
    }

    /** Finds a step no longer than the radius, and returns by how much the quadratic model falls. */
    private double step(double[] gradient, double radius) {
        double[] residual = new double[n];
        Arrays.setAll(residual, i -> -scale[i] * gradient[i]);
        double[] direction = residual.clone();
        Arrays.fill(step, 0);
        double square = dot(residual, residual);
        double enough = square * ENOUGH * ENOUGH;
        double fall = 0;
        for (int k = 0; k < 10 * n && square > enough; k++) {
            apply(direction);
            double curvature = dot(direction, product);
            double toBoundary = toBoundary(direction, radius);
            boolean ends = !(curvature > 0) || square / curvature >= toBoundary;
            double along = ends ? toBoundary : square / curvature;
            fall += along * dot(residual, direction) - 0.5 * along * along * curvature;
            for (int i = 0; i < n; i++) {
                step[i] += along * direction[i];
                residual[i] -= along * product[i];
            }
            if (ends) {
                break;
            }
            double next = dot(residual, residual);
            for (int i = 0; i < n; i++) {
                direction[i] = residual[i] + next / square * direction[i];
            }
            square = next;
        }
        return fall;
    }

    /** How far along the direction the step reaches the radius. */
    private double toBoundary(double[] direction, double radius) {
        double a = dot(direction, direction);
        double b = dot(step, direction);
        double c = dot(step, step) - radius * radius;
        return (Math.sqrt(Math.max(0, b * b - a * c)) - b) / a;
    }

    private void apply(double[] direction) {
        Arrays.setAll(scaled, i -> scale[i] * direction[i]);
        hessian.apply(scaled, product);
        products++;
        for (int i = 0; i < n; i++) {
            product[i] *= scale[i];
        }
    }

    private boolean isStill(double[] x, double[] trial) {
        for (int i = 0; i < n; i++) {
            if (Math.abs(trial[i] - x[i]) > STILL * Math.abs(trial[i])) {
                return false;
            }
        }
        return true;
    }

    private static double dot(double[] v, double[] w) {
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += v[i] * w[i];
        }
        return sum;
    }
}

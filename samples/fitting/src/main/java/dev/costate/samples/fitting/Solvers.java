package dev.costate.samples.fitting;

import dev.costate.hipparchus.NewtonObjective;
import dev.costate.hipparchus.Residuals;
import org.hipparchus.linear.QRDecomposer;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.vector.constrained.LinearEqualityConstraint;
import org.hipparchus.optim.nonlinear.vector.constrained.SQPOptimizerS;
import org.hipparchus.optim.nonlinear.vector.constrained.SQPOption;
import org.hipparchus.optim.nonlinear.vector.leastsquares.GaussNewtonOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer.Optimum;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;

/** The solvers of Hipparchus, set for many digits. */
final class Solvers {
    private static final double TOLERANCE = 1e-15;
    /** Relative changes of parameters below this one count as none. */
    private static final double STILL = 1e-13;

    private static final int MOST_REFINEMENTS = 50;
    private static final int MOST_ITERATIONS = 1000;

    private Solvers() {}

    /**
     * Levenberg and Marquardt's method, from residuals and Jacobian. It compares sums of squares, which say nothing of
     * steps below some 1e-8; Gauss and Newton's, which compares nothing, finds the digits that are left.
     */
    static Optimum leastSquares(Problem problem, double[] start) {
        Residuals residuals = new Residuals(problem.residuals());
        Optimum near = new LevenbergMarquardtOptimizer()
                .withCostRelativeTolerance(TOLERANCE)
                .withParameterRelativeTolerance(TOLERANCE)
                .withOrthoTolerance(TOLERANCE)
                .optimize(residuals.problem(start));
        return new GaussNewtonOptimizer()
                .withDecomposer(new QRDecomposer(0))
                .optimize(residuals
                        .builder(near.getPoint().toArray())
                        .checkerPair((iteration, before, now) ->
                                iteration >= MOST_REFINEMENTS || agree(before.getPointRef(), now.getPointRef()))
                        .build());
    }

    /**
     * Sequential quadratic programming, from gradient and Hessian, with the first parameter held: a point of its
     * profile. It asks for a Hessian that is positive definite on its way, and for a constraint.
     */
    static double[] profile(Problem problem, double[] start, double first) {
        double[] direction = new double[start.length];
        direction[0] = 1;
        SQPOption option = new SQPOption();
        option.setUseFunHessian(true);
        option.setEps(1e-12);
        return new SQPOptimizerS()
                .optimize(
                        new ObjectiveFunction(new NewtonObjective(problem.loss())),
                        new LinearEqualityConstraint(new double[][] {direction}, new double[] {first}),
                        new InitialGuess(start),
                        new MaxIter(MOST_ITERATIONS),
                        option)
                .getX()
                .toArray();
    }

    private static boolean agree(double[] before, double[] now) {
        for (int i = 0; i < now.length; i++) {
            if (Math.abs(now[i] - before[i]) > STILL * Math.abs(now[i])) {
                return false;
            }
        }
        return true;
    }
}

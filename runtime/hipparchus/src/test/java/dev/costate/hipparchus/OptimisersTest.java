package dev.costate.hipparchus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.DifferentiableVectorFunction;
import dev.costate.runtime.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.OptimizationData;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer.Formula;
import org.hipparchus.optim.nonlinear.vector.constrained.SQPOptimizerS;
import org.hipparchus.optim.nonlinear.vector.constrained.SQPOption;
import org.hipparchus.optim.nonlinear.vector.leastsquares.GaussNewtonOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.junit.jupiter.api.Test;

class OptimisersTest {
    private static final double[] START = {-1.2, 1};
    private static final double[] MINIMUM = {1, 1};

    @Test
    void levenbergMarquardtFindsTheMinimum() {
        Residuals residuals = new Residuals(new Rosenbrock());
        var optimum = new LevenbergMarquardtOptimizer().optimize(residuals.problem(START));
        assertThat(optimum.getPoint().toArray()).containsExactly(MINIMUM, within(1e-10));
        assertThat(optimum.getJacobian().getRow(0)).containsExactly(new double[] {-20, 10}, within(1e-8));
        assertThat(residuals.evaluations()).isBetween(5, optimum.getEvaluations());
    }

    @Test
    void gaussNewtonFindsTheMinimum() {
        var problem = new Residuals(new Rosenbrock())
                .builder(START)
                .lazyEvaluation(true)
                .checkerPair((iteration, before, now) -> before.getPoint()[0] == now.getPoint()[0])
                .build();
        assertThat(new GaussNewtonOptimizer().optimize(problem).getPoint().toArray())
                .containsExactly(MINIMUM, within(1e-12));
    }

    @Test
    void conjugateGradientsFindTheMinimum() {
        ScalarObjective objective = new ScalarObjective(new Rosenbrock());
        var optimum = new NonLinearConjugateGradientOptimizer(
                        Formula.POLAK_RIBIERE, new SimpleValueChecker(1e-14, 1e-14))
                .optimize(
                        objective.value(),
                        objective.gradient(),
                        GoalType.MINIMIZE,
                        new InitialGuess(START),
                        new MaxEval(10_000));
        assertThat(optimum.getPoint()).containsExactly(MINIMUM, within(1e-5));
    }

    /** On the unit circle the minimum is where (x, y) = (0.78641515, 0.61769831). */
    @Test
    void sequentialQuadraticProgrammingFindsTheMinimumOnACircle() {
        assertThat(onTheCircle()).containsExactly(new double[] {0.78641515, 0.61769831}, within(1e-6));
    }

    @Test
    void sequentialQuadraticProgrammingKeepsToAnInequality() {
        assertThat(onTheCircle(Constraints.atLeast(new Height(), 0.5)))
                .containsExactly(new double[] {0.78641515, 0.61769831}, within(1e-6));
        assertThat(onTheCircle(Constraints.atLeast(new Height(), 0.7)))
                .containsExactly(new double[] {Math.sqrt(1 - 0.7 * 0.7), 0.7}, within(1e-5));
    }

    private static double[] onTheCircle(OptimizationData... constraints) {
        SQPOption option = new SQPOption();
        option.setUseFunHessian(true);
        option.setEps(1e-12);
        List<OptimizationData> data = new ArrayList<>(List.of(constraints));
        data.add(new ObjectiveFunction(new NewtonObjective(new Rosenbrock())));
        data.add(Constraints.equal(new Circle(), 1));
        data.add(new InitialGuess(new double[] {0.6, 0.8}));
        data.add(new MaxIter(200));
        data.add(option);
        return new SQPOptimizerS()
                .optimize(data.toArray(OptimizationData[]::new))
                .getX()
                .toArray();
    }

    @Test
    void computesEachPointOnce() {
        ScalarObjective objective = new ScalarObjective(new Rosenbrock());
        double[] x = START.clone();
        assertThat(objective.value(x)).isCloseTo(24.2, within(1e-12));
        double[] gradient = objective.gradient(x);
        assertThat(gradient).containsExactly(new double[] {-215.6, -88}, within(1e-12));
        gradient[0] = 0;
        assertThat(objective.gradient(x)[0]).isNotZero();
        assertThat(objective.evaluations()).isEqualTo(1);
        x[1] = 2;
        assertThat(objective.value(x)).isCloseTo(100 * 0.56 * 0.56 + 2.2 * 2.2, within(1e-12));
        assertThat(objective.evaluations()).isEqualTo(2);
    }

    @Test
    void keepsNothingOfAnEvaluationThatFailed() {
        Failing failing = new Failing();
        ScalarObjective objective = new ScalarObjective(failing);
        double[] x = {3};
        assertThat(objective.value(x)).isEqualTo(3);
        failing.fails = true;
        double[] y = {4};
        assertThatThrownBy(() -> objective.value(y)).hasMessage("failed");
        assertThatThrownBy(() -> objective.value(y)).hasMessage("failed");
        assertThatThrownBy(() -> objective.gradient(x)).hasMessage("failed");
        failing.fails = false;
        assertThat(objective.value(y)).isEqualTo(4);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Constraints.equal(new Circle(), 1, 2))
                .isInstanceOf(ShapeException.class)
                .hasMessage("values: expected 1 values, got 2");
        assertThatThrownBy(() -> new Residuals(new Large()))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith(
                        "the Jacobian: 100000 × 100000 = 10000000000 values are more than an array can hold");
    }

    /** x² + y². */
    private static final class Circle implements DifferentiableVectorFunction {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void value(double[] x, double[] out) {
            out[0] = x[0] * x[0] + x[1] * x[1];
        }

        @Override
        public void valueAndJacobian(double[] x, double[] value, double[] jacobian) {
            value(x, value);
            jacobian[0] = 2 * x[0];
            jacobian[1] = 2 * x[1];
        }
    }

    /** y. */
    private static final class Height implements DifferentiableVectorFunction {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void value(double[] x, double[] out) {
            out[0] = x[1];
        }

        @Override
        public void valueAndJacobian(double[] x, double[] value, double[] jacobian) {
            value(x, value);
            jacobian[0] = 0;
            jacobian[1] = 1;
        }
    }

    private static final class Failing implements DifferentiableFunction {
        private boolean fails;

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double value(double[] x) {
            return valueAndGradient(x, new double[1]);
        }

        @Override
        public double valueAndGradient(double[] x, double[] gradient) {
            gradient[0] = 1;
            if (fails) {
                throw new ArithmeticException("failed");
            }
            return x[0];
        }
    }

    private static final class Large implements DifferentiableVectorFunction {
        @Override
        public int dimension() {
            return 100_000;
        }

        @Override
        public int outputs() {
            return 100_000;
        }

        @Override
        public void value(double[] x, double[] out) {
            throw new AssertionError();
        }

        @Override
        public void valueAndJacobian(double[] x, double[] value, double[] jacobian) {
            throw new AssertionError();
        }
    }
}

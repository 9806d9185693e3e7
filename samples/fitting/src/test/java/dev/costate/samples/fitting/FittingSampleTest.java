package dev.costate.samples.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer.Optimum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FittingSampleTest {
    private static final double DIGITS = 9;
    private static final double RELATIVE = 1e-9;

    /** Those on which Hipparchus' quadratic programming comes through from the near start. */
    private static final List<String> CONVEX = List.of(
            "Misra1a",
            "Chwirut2",
            "Chwirut1",
            "Gauss2",
            "DanWood",
            "Misra1b",
            "Misra1c",
            "Roszman1",
            "BoxBOD",
            "Rat42",
            "Eckerle4");

    static List<Problem> problems() {
        return Problem.all();
    }

    static List<Problem> convex() {
        return Problem.all().stream()
                .filter(problem -> CONVEX.contains(problem.data().name()))
                .toList();
    }

    /** That every digit of the data is right. */
    @ParameterizedTest
    @MethodSource("problems")
    void leavesTheCertifiedSumOfSquares(Problem problem) {
        Dataset data = problem.data();
        if (isLanczos1(problem)) {
            // Its residuals are of some 1e-13, less than the digits that the certified parameters lack.
            double found = problem.loss().value(fit(problem, 0).getPoint().toArray());
            assertThat(found).isCloseTo(data.residualSumOfSquares(), withinPercentage(1));
        } else {
            assertThat(problem.loss().value(data.solution()) / data.residualSumOfSquares())
                    .isCloseTo(1, within(RELATIVE));
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void fitsByLeastSquaresFromBothStarts(Problem problem) {
        Dataset data = problem.data();
        for (int start = 0; start < 2; start++) {
            Optimum fit = fit(problem, start);
            assertThat(Digits.ofSolution(data, fit.getPoint().toArray())).isGreaterThan(DIGITS);
            assertThat(Digits.of(StandardErrors.of(fit), data.standardErrors()))
                    .isGreaterThan(isLanczos1(problem) ? 2 : DIGITS);
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void fitsByNewtonFromBothStarts(Problem problem) {
        for (int start = 0; start < 2; start++) {
            NewtonCg newton = new NewtonCg(problem.loss(), problem.curvature());
            double[] found = newton.minimise(problem.data().start(start));
            assertThat(Digits.ofSolution(problem.data(), found)).isGreaterThan(DIGITS);
        }
    }

    /** Where the first parameter is held at its certified value, the others find theirs. */
    @ParameterizedTest
    @MethodSource("convex")
    void fitsBySequentialQuadraticProgramming(Problem problem) {
        Dataset data = problem.data();
        double[] found = Solvers.profile(problem, data.start(1), data.solution()[0]);
        assertThat(Digits.ofSolution(data, found)).isGreaterThan(7);
    }

    /** One standard error away from the best value the sum of squares rises by about s². */
    @Test
    void profilesAParameter() {
        Problem problem = problems().get(0);
        Dataset data = problem.data();
        double[] best = data.solution();
        double away = best[0] + data.standardErrors()[0];
        double[] found = Solvers.profile(problem, data.start(1), away);
        double variance = data.residualSumOfSquares() / (data.observations() - best.length);
        assertThat(found[0]).isCloseTo(away, withinPercentage(1e-8));
        assertThat(problem.loss().value(found) - data.residualSumOfSquares()).isCloseTo(variance, withinPercentage(10));
    }

    @Test
    void drawsThePictureOfTheReadme() throws IOException {
        assertThat(Path.of("fitting.svg")).hasContent(Picture.of(FittingSample.pictured()));
        assertThat(Files.readString(Path.of("README.md"))).contains("(fitting.svg)");
    }

    private static boolean isLanczos1(Problem problem) {
        return problem.data().name().equals("Lanczos1");
    }

    private static Optimum fit(Problem problem, int start) {
        return Solvers.leastSquares(problem, problem.data().start(start));
    }
}

package dev.costate.samples.fitting;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer.Optimum;

/**
 * Fits all problems from both starts by least squares and by Newton's method, and tells how many certified digits came
 * out.
 */
public final class FittingSample {
    private static final List<String> PICTURED = List.of("Thurber", "Gauss3", "ENSO", "Hahn1", "Rat43", "Roszman1");

    private FittingSample() {}

    /** Fits, prints, and draws the picture that the property {@code costate.picture} names; takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        report(System.out);
        Path picture = Path.of(System.getProperty("costate.picture", "target/fitting.svg"));
        Files.writeString(picture, Picture.of(pictured()));
    }

    /** The problems of the picture. */
    static List<Problem> pictured() {
        return Problem.all().stream()
                .filter(problem -> PICTURED.contains(problem.data().name()))
                .toList();
    }

    private static void report(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n%-10s %4s %2s   %-19s   %-19s   %-19s%n",
                "",
                "n",
                "p",
                "Levenberg–Marquardt",
                "standard errors",
                "Newton–CG");
        out.printf(Locale.ROOT, "%-20s %-19s   %-19s   %-19s%n", "certified digits", "start 1   start 2", "", "");
        for (Problem problem : Problem.all()) {
            Dataset data = problem.data();
            out.printf(
                    Locale.ROOT,
                    "%-10s %4d %2d",
                    data.name(),
                    data.observations(),
                    problem.loss().dimension());
            Optimum[] optima = {
                Solvers.leastSquares(problem, data.start(0)), Solvers.leastSquares(problem, data.start(1))
            };
            out.printf(Locale.ROOT, "   %7.1f   %7.1f  ", digits(problem, optima[0]), digits(problem, optima[1]));
            out.printf(
                    Locale.ROOT,
                    "   %7.1f   %7.1f  ",
                    errorDigits(problem, optima[0]),
                    errorDigits(problem, optima[1]));
            out.printf(Locale.ROOT, "   %7.1f   %7.1f%n", newton(problem, 0), newton(problem, 1));
        }
    }

    private static double digits(Problem problem, Optimum optimum) {
        return Digits.ofSolution(problem.data(), optimum.getPoint().toArray());
    }

    private static double errorDigits(Problem problem, Optimum optimum) {
        return Digits.of(StandardErrors.of(optimum), problem.data().standardErrors());
    }

    private static double newton(Problem problem, int start) {
        double[] found = new NewtonCg(problem.loss(), problem.curvature())
                .minimise(problem.data().start(start));
        return Digits.ofSolution(problem.data(), found);
    }
}

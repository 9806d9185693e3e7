package dev.costate.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.runtime.GradientReport.Outcome;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GradientCheckTest {
    /** What a test writes a function as: the value, and the gradient if there is an array for it. */
    private interface Formula {
        double at(double[] x, double[] g);
    }

    private static DifferentiableFunction function(int dimension, Formula formula) {
        return new DifferentiableFunction() {
            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public double value(double[] x) {
                return formula.at(x, new double[dimension]);
            }

            @Override
            public double valueAndGradient(double[] x, double[] gradient) {
                return formula.at(x, gradient);
            }
        };
    }

    /** x₀ f′ and the like: sums of one smooth function of each variable. */
    private static Formula each(Kernel f, Kernel derivative) {
        return (x, g) -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += f.at(x[i]);
                g[i] = derivative.at(x[i]);
            }
            return sum;
        };
    }

    private interface Kernel {
        double at(double x);
    }

    private static double rosenbrock(double[] x, double[] g) {
        double u = x[1] - x[0] * x[0];
        g[0] = -400 * x[0] * u - 2 * (1 - x[0]);
        g[1] = 200 * u;
        return 100 * u * u + (1 - x[0]) * (1 - x[0]);
    }

    private static double product(double[] x, double[] g) {
        double p = 1;
        for (int i = 0; i < x.length; i++) {
            g[i] = 1;
            for (int j = 0; j < x.length; j++) {
                g[i] *= j == i ? 1 : x[j];
            }
            p *= x[i];
        }
        return p;
    }

    private static double logSumExp(double[] x, double[] g) {
        double max = Kernels.max(x, 0, x.length);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            g[i] = Math.exp(x[i] - max);
            sum += g[i];
        }
        for (int i = 0; i < x.length; i++) {
            g[i] /= sum;
        }
        return max + Math.log(sum);
    }

    private static double chain(double[] x, double[] g) {
        double s = 0;
        for (double value : x) {
            s = Math.sin(s + value);
        }
        double[] states = new double[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            states[i + 1] = Math.sin(states[i] + x[i]);
        }
        double adjoint = 1;
        for (int i = x.length - 1; i >= 0; i--) {
            adjoint *= Math.cos(states[i] + x[i]);
            g[i] = adjoint;
        }
        return s;
    }

    private static final Map<String, Formula> SMOOTH = Map.ofEntries(
            Map.entry("squares", each(x -> x * x, x -> 2 * x)),
            Map.entry("exp", each(Math::exp, Math::exp)),
            Map.entry("sin", each(Math::sin, Math::cos)),
            Map.entry("fast sin", each(x -> Math.sin(40 * x), x -> 40 * Math.cos(40 * x))),
            Map.entry("softplus", each(Activation::softplus, Activation::sigmoid)),
            Map.entry("log cosh", each(Trigonometry::logCosh, Math::tanh)),
            Map.entry("narrow bump", each(x -> 1 / (1 + 1e4 * x * x), x -> -2e4 * x / Math.pow(1 + 1e4 * x * x, 2))),
            Map.entry("gelu", each(Activation::gelu, Activation::geluDx)),
            Map.entry("log Φ", each(Special::logNormcdf, Special::logNormcdfDx)),
            Map.entry("constant", each(x -> 3, x -> 0)),
            Map.entry("large constant", each(x -> 1e9 + x, x -> 1)),
            Map.entry("cubes far away", each(x -> Math.pow(x + 1000, 3), x -> 3 * Math.pow(x + 1000, 2))),
            Map.entry("product", GradientCheckTest::product),
            Map.entry("log-sum-exp", GradientCheckTest::logSumExp),
            Map.entry("chain of sines", GradientCheckTest::chain),
            Map.entry("Rosenbrock", (x, g) -> {
                Arrays.fill(g, 0);
                return rosenbrock(x, g);
            }));

    private static double[] point(int n) {
        return new Random(7).doubles(n, -1.5, 1.5).toArray();
    }

    @TestFactory
    Stream<DynamicTest> raisesNoFalseAlarm() {
        return SMOOTH.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    GradientReport report = GradientCheck.check(function(6, entry.getValue()), point(6));
                    assertThat(report.passed()).as(report.toString()).isTrue();
                    assertThat(report.count(Outcome.PASSED))
                            .as(report.toString())
                            .isEqualTo(9);
                }));
    }

    @TestFactory
    Stream<DynamicTest> findsEveryGrossError() {
        Map<String, Consumer<double[]>> mutations = Map.of(
                "sign", g -> g[2] = -g[2],
                "factor 2", g -> g[2] *= 2,
                "half", g -> g[2] /= 2,
                "zero", g -> g[2] = 0,
                "a thousandth", g -> g[2] *= 1.001,
                "swapped",
                        g -> {
                            double t = g[2];
                            g[2] = g[3];
                            g[3] = t;
                        });
        return Stream.of("squares", "exp", "sin", "softplus", "product", "log-sum-exp", "chain of sines")
                .flatMap(name -> mutations.entrySet().stream()
                        .map(mutation -> DynamicTest.dynamicTest(name + ": " + mutation.getKey(), () -> {
                            DifferentiableFunction wrong = function(6, (x, g) -> {
                                double value = requireNonNull(SMOOTH.get(name)).at(x, g);
                                mutation.getValue().accept(g);
                                return value;
                            });
                            GradientReport report = GradientCheck.check(wrong, point(6));
                            assertThat(report.passed()).as(report.toString()).isFalse();
                            assertThat(report.findings(Outcome.FAILED))
                                    .extracting(GradientReport.Finding::name)
                                    .contains("x[2]");
                        })));
    }

    @Test
    void findsAGradientThatIsNotCleared() {
        DifferentiableFunction adding = function(2, (x, g) -> {
            g[0] += 2 * x[0];
            g[1] += 1;
            return x[0] * x[0] + x[1];
        });
        GradientReport report = GradientCheck.check(adding, new double[] {1, 2});
        assertThat(report.passed()).isFalse();
        assertThat(report.broken()).anyMatch(line -> line.contains("x[0] has 3.0 after 2.0"));
    }

    @Test
    void findsStateThatOutlivesACallAndAPointThatIsWrittenTo() {
        double[] state = new double[1];
        DifferentiableFunction remembering = function(1, (x, g) -> {
            g[0] = 2 * x[0] + state[0];
            state[0] = x[0] == 1 ? 0 : 1;
            return x[0] * x[0];
        });
        assertThat(GradientCheck.check(remembering, new double[] {1}).broken())
                .anyMatch(line -> line.startsWith("a call after one at another point"));
        DifferentiableFunction writing = function(1, (x, g) -> {
            double value = x[0];
            g[0] = 1;
            x[0] = 5;
            return value;
        });
        assertThat(GradientCheck.check(writing, new double[] {1}).broken())
                .contains("computing the derivative changes the point");
    }

    @Test
    void acceptsAnySubgradientAtAKinkAndNothingElse() {
        for (double slope : new double[] {0, 0.3, 1}) {
            DifferentiableFunction relu = function(1, (x, g) -> {
                g[0] = x[0] == 0 ? slope : Elementary.step(x[0]);
                return Activation.relu(x[0]) + Math.exp(0.0);
            });
            GradientReport report = GradientCheck.check(relu, new double[] {0});
            assertThat(report.passed()).as(report.toString()).isTrue();
            assertThat(report.toString()).contains("kink at x[0]");
        }
        DifferentiableFunction wrong = function(1, (x, g) -> {
            g[0] = x[0] == 0 ? -0.1 : Elementary.step(x[0]);
            return Activation.relu(x[0]);
        });
        assertThat(GradientCheck.check(wrong, new double[] {0}).passed()).isFalse();
    }

    @Test
    void doesNotJudgeWhatValuesDoNotTell() {
        DifferentiableFunction edge = function(1, (x, g) -> {
            g[0] = 0.5 / Math.sqrt(x[0]);
            return Math.sqrt(x[0]);
        });
        GradientReport report = GradientCheck.check(edge, new double[] {1e-30});
        assertThat(report.count(Outcome.FAILED)).isZero();
        assertThat(report.passed()).isFalse();
    }

    /** Of many variables a sample of every parameter is tried, and the report names the parameter and the subscript. */
    @Test
    void namesTheWorstVariableOfALargeModel() {
        ParameterLayout layout = ParameterLayout.builder()
                .add("w", Shape.of("D × K", 100, 30))
                .add("b", Shape.of("K", 30))
                .add("s")
                .build();
        int wrong = layout.slice("b").offset() + 29;
        DifferentiableFunction model = function(layout.size(), (x, g) -> {
            double value = requireNonNull(SMOOTH.get("sin")).at(x, g);
            g[wrong] *= 2;
            return value;
        });
        GradientReport report = GradientCheck.of(layout).withSeed(3).at(model, point(layout.size()));
        assertThat(report.passed()).isFalse();
        assertThat(report.findings()).hasSizeLessThan(60);
        assertThat(report.toString())
                .contains("worst b[29]: gradient")
                .contains("ratio 2")
                .contains("seed 3")
                .containsPattern("b: 1 of \\d+ derivatives tried failed");
        assertThatThrownBy(report::requirePassed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(report.toString());
    }

    @Test
    void asksForOneLength() {
        DifferentiableFunction model = function(2, requireNonNull(SMOOTH.get("sin")));
        assertThatThrownBy(() -> GradientCheck.check(model, new double[3]))
                .isInstanceOf(ShapeException.class)
                .hasMessage("point: expected 2 values, got 3");
    }

    /** What is wrong on purpose is what the report says is likely. */
    @TestFactory
    Stream<DynamicTest> saysWhatIsLikelyWrong() {
        Map<String, Consumer<double[]>> mistakes = Map.of(
                "the sign", g -> scale(g, -1),
                "a factor of 2", g -> scale(g, 2),
                "a factor of N = 17: a sum where there is a mean", g -> scale(g, 17),
                "a factor of 1 / N = 1 / 17: a mean where there is a sum", g -> scale(g, 1.0 / 17),
                "a factor of the number of values of w = 6", g -> scale(g, 6),
                "a path from w to the value is missing", g -> scale(g, 0),
                "one of several paths from w", g -> Arrays.setAll(g, i -> g[i] + 1 + i * i),
                "a transpose: each derivative by w",
                        g -> {
                            double[] right = g.clone();
                            for (int i = 0; i < 2; i++) {
                                for (int j = 0; j < 3; j++) {
                                    g[j * 2 + i] = right[i * 3 + j];
                                }
                            }
                        });
        ParameterLayout layout =
                ParameterLayout.builder().add("w", Shape.of("H × D", 2, 3)).build();
        return mistakes.entrySet().stream()
                .map(mistake -> DynamicTest.dynamicTest(mistake.getKey(), () -> {
                    DifferentiableFunction wrong = function(6, (x, g) -> {
                        double value = requireNonNull(SMOOTH.get("exp")).at(x, g);
                        mistake.getValue().accept(g);
                        return value;
                    });
                    GradientReport report =
                            GradientCheck.of(layout).withSizes(Map.of("N", 17)).at(wrong, point(6));
                    assertThat(report.passed()).isFalse();
                    assertThat(report.likely()).singleElement().asString().startsWith(mistake.getKey());
                    assertThat(report.toString()).contains("likely " + mistake.getKey());
                }));
    }

    private static void scale(double[] g, double factor) {
        Arrays.setAll(g, i -> factor * g[i]);
    }

    /** Two functions of three variables, linear in the first, with all forms of their derivative. */
    private static void curves(double[] x, double[] out) {
        out[0] = x[0] * Math.sin(x[1]) + x[2];
        out[1] = Math.exp(x[1] * x[2]);
    }

    private static void jacobian(double[] x, double[] j) {
        double e = Math.exp(x[1] * x[2]);
        double[] all = {Math.sin(x[1]), x[0] * Math.cos(x[1]), 1, 0, x[2] * e, x[1] * e};
        System.arraycopy(all, 0, j, 0, 6);
    }

    private static final ParameterLayout THREE =
            ParameterLayout.builder().add("x", Shape.of("", 3)).build();
    private static final ParameterLayout TWO =
            ParameterLayout.builder().add("r", Shape.of("", 2)).build();

    private static Differential.Product times(boolean adjoint, double factor) {
        return (x, vector, result) -> {
            double[] j = new double[6];
            jacobian(x, j);
            j[5] *= factor;
            Arrays.fill(result, 0);
            for (int k = 0; k < 6; k++) {
                result[adjoint ? k % 3 : k / 3] += j[k] * vector[adjoint ? k / 3 : k % 3];
            }
        };
    }

    @Test
    void checksProductsAndMatrices() {
        Differential.Weighted f = Differential.values(2, GradientCheckTest::curves);
        SparsePattern pattern =
                SparsePattern.of(Shape.of("", 2, 3), new int[] {0, 0, 0, 1, 1}, new int[] {0, 1, 2, 1, 2});
        Differential.Function sparse = (x, values) -> {
            double[] j = new double[6];
            jacobian(x, j);
            pattern.gather(j, values);
        };
        for (double factor : new double[] {1, 3}) {
            for (Differential d : new Differential[] {
                Differential.matrix(THREE, TWO, f, (x, j) -> {
                    jacobian(x, j);
                    j[5] *= factor;
                }),
                Differential.transposed(THREE, TWO, f, (x, t) -> {
                    double[] j = new double[6];
                    jacobian(x, j);
                    Arrays.setAll(t, k -> j[k % 2 * 3 + k / 2] * (k == 5 ? factor : 1));
                }),
                Differential.sparse(
                        THREE,
                        TWO,
                        f,
                        (x, values) -> {
                            sparse.at(x, values);
                            values[4] *= factor;
                        },
                        pattern),
                Differential.product(THREE, TWO, f, times(false, factor)),
                Differential.adjoint(THREE, TWO, f, times(true, factor))
            }) {
                GradientReport report = GradientCheck.check(d, new double[] {0.7, -0.4, 1.1});
                assertThat(report.passed()).as(report.toString()).isEqualTo(factor == 1);
                if (factor != 1) {
                    assertThat(report.toString()).contains("worst r[1] by x[2]", "ratio 3", "likely a factor of ");
                }
            }
        }
    }

    /** A method that takes a vector and is not linear in it. */
    @Test
    void asksProductsToBeLinear() {
        Differential.Product wrong = (x, v, result) -> result[0] = Math.abs(v[0]) * 2 * x[0];
        Differential d = Differential.product(
                ParameterLayout.builder().add("x").build(),
                ParameterLayout.builder().add("y").build(),
                Differential.value(x -> x[0] * x[0]),
                wrong);
        assertThat(GradientCheck.check(d, new double[] {1.5}).broken())
                .anyMatch(line -> line.startsWith("the derivative is not linear in the vector that it takes"));
    }

    /** Second derivatives, whole, their diagonal and their lower triangle, from values alone. */
    @Test
    void checksSecondDerivativesFromValues() {
        Differential.Weighted slopes = Differential.slopes(x -> x[0] * x[0] * x[1] + Math.exp(x[1]));
        ParameterLayout two =
                ParameterLayout.builder().add("x", Shape.of("", 2)).build();
        SparsePattern lower = SparsePattern.of(Shape.of("", 2, 2), new int[] {0, 1, 1}, new int[] {0, 0, 1});
        Differential.Function hessian = (x, h) -> {
            double[] all = {2 * x[1], 2 * x[0], 2 * x[0], Math.exp(x[1])};
            System.arraycopy(all, 0, h, 0, 4);
        };
        Differential.Function triangle = (x, h) -> {
            double[] all = {2 * x[1], 2 * x[0], Math.exp(x[1])};
            System.arraycopy(all, 0, h, 0, 3);
        };
        Differential.Function diagonal = (x, h) -> {
            h[0] = 2 * x[1];
            h[1] = Math.exp(x[1]);
        };
        for (Differential d : new Differential[] {
            Differential.matrix(two, two, slopes, hessian),
            Differential.symmetric(two, slopes, triangle, lower),
            Differential.diagonal(two, slopes, diagonal)
        }) {
            GradientReport report = GradientCheck.check(d, new double[] {0.7, -0.4});
            assertThat(report.passed()).as(report.toString()).isTrue();
            assertThat(report.count(Outcome.INCONCLUSIVE)).isZero();
        }
    }

    /** Down to where the error is as small as rounding. */
    @Test
    void theRemainderTellsAWrongDerivative() {
        for (double error : new double[] {-2, 1, 0.1, 1e-3, 1e-5}) {
            double g = Math.cos(0.7) * (1 + error);
            assertThat(new RemainderTest(t -> Math.sin(0.7 + t), g, 1).failed())
                    .as("error %s", error)
                    .isTrue();
        }
        assertThat(new RemainderTest(t -> Math.sin(0.7 + t), Math.cos(0.7), 1).failed())
                .isFalse();
    }

    /** What is computed badly leaves rounding behind, which is no mistake. */
    @Test
    void theRemainderTakesNoRoundingForAMistake() {
        for (double x : new double[] {0.3, 0.7, 1.1, 2.3}) {
            RemainderTest test = new RemainderTest(t -> (1e9 + Math.sin(x + t)) - 1e9, Math.cos(x), 1);
            assertThat(test.failed()).as("x = %s", x).isFalse();
        }
    }

    @Test
    void theRemainderTakesNoKinkForAMistake() {
        for (double distance : new double[] {0.1, 0.01, 0.0079, 1e-4}) {
            assertThat(new RemainderTest(t -> Math.abs(t - distance), -1, 1).failed())
                    .isFalse();
            assertThat(new RemainderTest(t -> Math.abs(t - distance) + t * t, -1, 1).failed())
                    .isFalse();
        }
        assertThat(new RemainderTest(t -> 3 * t, 3, 1).failed()).isFalse();
        assertThat(new RemainderTest(t -> 3 * t, 2, 1).failed()).isTrue();
    }

    @Test
    void formsOfOneDerivativeAgree() {
        ParameterLayout two =
                ParameterLayout.builder().add("x", Shape.of("", 2)).build();
        Differential.Weighted f = Differential.values(2, (x, out) -> {
            out[0] = x[0] * x[1];
            out[1] = x[1];
        });
        Differential forward = Differential.product(two, two, f, (x, v, out) -> {
            out[0] = x[1] * v[0] + x[0] * v[1];
            out[1] = v[1];
        });
        Differential reverse = Differential.adjoint(two, two, f, (x, u, out) -> {
            out[0] = x[1] * u[0];
            out[1] = x[0] * u[0] + u[1];
        });
        Differential transposed = Differential.adjoint(two, two, f, (x, u, out) -> {
            out[0] = x[1] * u[0] + x[0] * u[1];
            out[1] = u[1];
        });
        double[] x = {2, 3};
        assertThat(CrossCheck.of(forward, reverse, x, 1).passed()).isTrue();
        assertThat(IntStream.range(0, 8)
                        .allMatch(seed ->
                                CrossCheck.of(forward, transposed, x, seed).passed()))
                .isFalse();
    }
}

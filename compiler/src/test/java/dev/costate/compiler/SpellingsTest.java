package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However a formula is spelt, its value and gradient are exact to some units of rounding. */
@Tag("slow")
class SpellingsTest {
    private static final Path FILE = Path.of("src/test/resources/oracle/spellings.tsv");
    private static final double UNIT = 0x1p-53;

    /** What no law is for: docs/numerics.md says what these lose, and why. */
    private static final Set<String> WITHOUT_LAW =
            Set.of("beta_logpdf", "binomial_logit_logpmf", "negbin_logpmf", "poisson_logpmf", "quadform2_solve");

    /** A function, the units of rounding that are allowed for its value and derivatives, and what it is at points. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Function(
            String name, String[] arguments, double[] units, List<String> spellings, List<Point> points) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Point(double[] at, double value, double[] gradient, double condition, double[] conditions) {}

    private static List<Function> functions() throws IOException {
        List<Function> functions = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            String[] f = line.split("\t", -1);
            if (f[0].equals("function")) {
                functions.add(new Function(
                        f[1],
                        f[2].split(" "),
                        numbers(f[3]),
                        Arrays.asList(f).subList(4, f.length),
                        new ArrayList<>()));
            } else if (f[0].equals("point")) {
                Point point =
                        new Point(numbers(f[1]), numbers(f[2])[0], numbers(f[3]), numbers(f[4])[0], numbers(f[5]));
                functions.get(functions.size() - 1).points.add(point);
            }
        }
        return functions;
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void valuesAndGradientsAreExact() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Function function : functions()) {
            for (String spelling : function.spellings) {
                if (!WITHOUT_LAW.contains(function.name)) {
                    all.assertThat(wrong(function, spelling))
                            .as(function.name + " as " + spelling)
                            .isEmpty();
                }
            }
        }
        all.assertAll();
    }

    private static Map<String, String> wrong(Function function, String spelling) {
        String text = "model Spelling\nparam " + String.join("\nparam ", function.arguments) + "\noutput result = "
                + spelling + "\nderive gradient of result\n";
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Spelling.model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        ModelInstance model = LoadedModel.load(result).create(Map.of());
        Map<String, String> wrong = new LinkedHashMap<>();
        for (Point point : function.points) {
            for (int k = 0; k < point.at.length; k++) {
                model.set(function.arguments[k], point.at[k]);
            }
            String at = Arrays.toString(point.at);
            check(wrong, at, model.output("result")[0], point.value, function.units[0] * (1 + point.condition));
            Map<String, double[]> gradient = model.gradient("gradient of result");
            for (int k = 0; k < point.at.length; k++) {
                String argument = function.arguments[k];
                check(
                        wrong,
                        "by " + argument + " at " + at,
                        requireNonNull(gradient.get(argument))[0],
                        point.gradient[k],
                        function.units[1] * (1 + point.conditions[k]));
            }
        }
        return wrong;
    }

    private static void check(Map<String, String> wrong, String what, double got, double exact, double units) {
        boolean right = Double.isInfinite(exact)
                ? got == exact
                : Math.abs(got - exact) <= units * UNIT * Math.abs(exact) + Double.MIN_VALUE;
        if (!right) {
            wrong.put(what, got + ", not " + exact);
        }
    }

    /** Sums of exponentials in all the ways they are written, where each exponential over- or underflows. */
    @Test
    void sumsOfExponentialsDoNotOverflow() {
        String text = """
                model Sums
                dim K
                data w[K]
                param z[K]
                param x
                param y
                let total = sum(k) exp(z[k])
                output loss = log(mean(k) exp(z[k])) + log(sum(k) w[k] * exp(z[k])) + log(0.5 * total)
                  + exp(x) / (exp(x) + exp(y)) + log(0.25 * exp(x) + 0.75 * exp(y)) + log(exp(x) / (exp(x) + exp(y)))
                  + exp(y) / (1 + exp(x) + exp(y))
                derive gradient of loss
                """;
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Sums.model", text), ModelCompiler.Options.of(""));
        ModelInstance model = LoadedModel.load(result).create(Map.of("K", 3));
        double[] w = {2, 0, 1};
        double[] z = {-1, 3, 0.5};
        double[] gradient = null;
        // All formulas but the last are unchanged by a common shift but for the shift itself; the last is then 1/(1 +
        // e^(x - y)).
        for (double shift : new double[] {40, 1000, 1e6}) {
            model.set("w", w).set("x", shift - 1).set("y", shift + 1);
            model.set("z", z[0] + shift, z[1] + shift, z[2] + shift);
            double value = model.output("loss")[0];
            double expected = 4 * shift
                    + Math.log((Math.exp(-1) + Math.exp(3) + Math.exp(0.5)) / 3)
                    + Math.log(2 * Math.exp(-1) + Math.exp(0.5))
                    + Math.log(0.5 * (Math.exp(-1) + Math.exp(3) + Math.exp(0.5)))
                    + 1 / (1 + Math.exp(2))
                    + Math.log(0.25 * Math.exp(-1) + 0.75 * Math.exp(1))
                    - Math.log1p(Math.exp(2))
                    + 1 / (1 + Math.exp(-2));
            assertThat(value).isCloseTo(expected, within(1e-14 * expected));
            double[] all = DoubleStream.concat(
                            Arrays.stream(model.gradient("gradient of loss").get("z")), Arrays.stream(new double[] {
                                requireNonNull(
                                        model.gradient("gradient of loss").get("x"))[0],
                                requireNonNull(
                                        model.gradient("gradient of loss").get("y"))[0]
                            }))
                    .toArray();
            gradient = gradient == null ? all : gradient;
            assertThat(all).containsExactly(gradient, within(1e-9));
            assertThat(Arrays.stream(all).sum()).isCloseTo(4, within(1e-9));
        }
    }
}

package dev.costate.compiler.library;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps on equations with known solutions, the order in which errors fall, and derivatives through many steps. */
class RungeKuttaTest {
    /** y' = y cos t with y(0) = p, whose solution is p exp(sin t), beside its own square. */
    private static final String MODEL = """
            model Test
            import RungeKutta
            dim N
            fn slope(t, y[2]) = [y[0] * cos(t), 2 * y[1] * cos(t)]
            param p
            let y[0, k] = if k == 0 then p else p^2 for k in 2
            """;

    private static LoadedModel load(String equations) {
        String text = MODEL + equations + "output end = y[N, 0]\noutput other = y[N, 1]\nderive gradient of end\n"
                + "derive hessian of other\n";
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Test.model", text), ModelCompiler.Options.of(""));
        assertThat(result.diagnostics()).isEmpty();
        return LoadedModel.load(result);
    }

    private static LoadedModel steps(String function) {
        return load("let y[n + 1, k] = " + function + "(slope, 2 * n / N, y[n, :], 2 / N)[k] for n in N\n");
    }

    private static LoadedModel pair() {
        return load("""
                data h
                let (u[n, k], e[n, k]) = one(n * h, y[n, :], h, k) for n in N, k in 2
                fn one(t, v[2], h, k) -> (next, off) {
                  let (z, error) = rk45_step(slope, t, v, h)
                  let next       = z[k]
                  let off        = error[k]
                }
                let y[n + 1, k] = u[n, k] for n in N, k in 2
                output worst = max(n, k) abs(e[n, k])
                """);
    }

    @ParameterizedTest
    @CsvSource({"rk2_step, 2", "rk4_step, 4"})
    void errorsFallByTheOrder(String function, int order) {
        LoadedModel model = steps(function);
        double exact = 1.5 * Math.exp(Math.sin(2));
        double coarse = model.create(Map.of("N", 20)).set("p", 1.5).output("end")[0] - exact;
        double fine = model.create(Map.of("N", 40)).set("p", 1.5).output("end")[0] - exact;
        assertThat(Math.log(Math.abs(coarse / fine)) / Math.log(2)).isCloseTo(order, within(0.35));
        Map<String, double[]> gradient =
                model.create(Map.of("N", 200)).set("p", 1.5).gradient("gradient of end");
        assertThat(requireNonNull(gradient.get("p"))[0])
                .isCloseTo(Math.exp(Math.sin(2)), within(order == 2 ? 1e-3 : 1e-8));
    }

    /** Of one step the error falls as the sixth power of its length, and what it is said to be as the fifth. */
    @Test
    void thePairTellsItsError() {
        ModelInstance one = pair().create(Map.of("N", 1)).set("p", 1);
        double[] miss = new double[2];
        double[] told = new double[2];
        for (int k = 0; k < 2; k++) {
            double h = k == 0 ? 0.2 : 0.1;
            one.set("h", h);
            miss[k] = Math.abs(one.output("end")[0] - Math.exp(Math.sin(h)));
            told[k] = one.output("worst")[0];
            assertThat(miss[k]).isLessThan(told[k]);
        }
        assertThat(Math.log(miss[0] / miss[1]) / Math.log(2)).isCloseTo(6, within(0.5));
        assertThat(Math.log(told[0] / told[1]) / Math.log(2)).isCloseTo(5, within(0.5));
    }

    @Test
    void derivativesAreThoseOfTheSteps() {
        Map<String, double[]> inputs = Map.of("p", new double[] {0.7});
        Agreement.of("rk4", steps("rk4_step"), Map.of("N", 5), inputs, 1e-12)
                .values()
                .derivatives();
        Map<String, double[]> both = Map.of("p", new double[] {0.7}, "h", new double[] {0.3});
        Agreement.of("rk45", pair(), Map.of("N", 3), both, 1e-12).values().derivatives();
    }
}

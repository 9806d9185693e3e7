package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.RandomNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Names do not tell things apart, scopes do: a model in which parameters of nested functions, quantities of blocks and
 * tables of libraries are called alike is the one in which they have names of their own. Long runs:
 * {@code -Dcostate.random.models=5000 -Dcostate.random.seed=1}.
 */
@Tag("slow")
class CollidingNamesTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 20);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 60_000);
    private static final double TOLERANCE = 1e-12;

    @Test
    void meanWhatTheyMeanWithNamesOfTheirOwn() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MODELS; seed++) {
            RandomNames colliding = RandomNames.of(seed, true);
            RandomNames apart = RandomNames.of(seed, false);
            try {
                hold(agreement(seed, colliding), agreement(seed, apart));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + colliding + "\n" + apart, e);
            }
        }
    }

    /** An element of one array is handed to a function whose own array bears that name. */
    @Test
    void ofParametersAreOfTheirFunctions() {
        SourceFile source = new SourceFile("V.model", """
                model V
                data p[3] in 3
                data q[3] in 3
                param x[3]
                fn inner(x[n], t[m], j, i) = x[(2 + j - t[i]) mod 3]
                fn outer(x[n], t[m], u[m], i) = inner(x, u, t[i], i)
                output y = sum(i in 3) outer(x, p, q, i)
                derive gradient of y
                """);
        Map<String, double[]> inputs =
                Map.of("p", new double[] {0, 1, 2}, "q", new double[] {2, 1, 0}, "x", new double[] {1, 10, 100});
        Agreement agreement = Agreement.of(
                        "V", ModelCompiler.compile(source, ModelCompiler.Options.of("")), Map.of(), inputs, TOLERANCE)
                .values()
                .derivatives();
        agreement.compare("y", agreement.compiled().output("y"), new double[] {111});
        agreement.compare("x", only(agreement.compiled().gradient("gradient of y")), new double[] {1, 1, 1});
    }

    private static void hold(Agreement colliding, Agreement apart) {
        for (Tensor output : colliding.model().outputs()) {
            String name = output.name();
            colliding.compare(
                    name, colliding.compiled().output(name), apart.compiled().output(name));
            String clause = "gradient of " + name;
            colliding.compare(
                    clause,
                    only(colliding.compiled().gradient(clause)),
                    only(apart.compiled().gradient(clause)));
        }
    }

    private static double[] only(Map<String, double[]> gradient) {
        assertThat(gradient).hasSize(1);
        return gradient.values().iterator().next();
    }

    private static Agreement agreement(long seed, RandomNames names) {
        ModelCompiler.Options options = ModelCompiler.Options.of("").withLibraries(names.finder());
        ModelCompiler.Result result = ModelCompiler.compile(names.source(), options);
        assertThat(result.hasErrors()).as("%s%n%s", result.diagnostics(), names).isFalse();
        List<String> inputs = requireNonNull(result.model()).inputs().stream()
                .filter(t -> t.role() != Tensor.Role.CONST)
                .map(Tensor::name)
                .toList();
        return Agreement.of("seed " + seed, result, Map.of(), names.inputs(inputs), TOLERANCE)
                .values()
                .derivatives();
    }
}

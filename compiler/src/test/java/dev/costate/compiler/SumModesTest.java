package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Batches;
import dev.costate.compiler.testing.RandomCases;
import dev.costate.compiler.testing.RandomIndexModel;
import dev.costate.compiler.testing.RandomModel;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sums in each order: the errors of values, gradients and scattered sums against exact sums, at terms that cancel all
 * but a few digits; and random models against the interpreter, whose values are the same beside any derivative.
 */
@Tag("slow")
class SumModesTest {
    private static final double UNIT = 0x1p-53;
    private static final int TERMS = 10_000;
    private static final int GROUPS = 3;
    private static final int RANDOM_MODELS = Integer.getInteger("costate.random.models", 8);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 80_000);

    /** The terms are products with 1, so that they are exact, in the value and in each derivative. */
    private static final String MODEL = """
            model Terms
            dim N
            dim K
            data x[N]
            data g[N] in K
            param a
            param w[K]
            let    part[k] = sum(i where g[i] == k) x[i] * w[k]
            output alone = a * sum(i) x[i]
            output loss = sum(i) a * x[i] + sum(k) part[k]
            output nested = sum(i in N / 100, j in 100) a * x[100 * i + j]
            output bent = sum(i) x[i] * w[g[i]]
            derive gradient of loss
            derive gradient of nested
            derive gradient of bent
            """;

    /** How far a sum of n terms may be off in units of Σ|x|, beside one rounding of the result. */
    private static double bound(SumMode mode, int n) {
        return switch (mode) {
            case NAIVE, BLOCKED -> n * UNIT;
            case PAIRWISE -> (128 + Math.log(n / 128.0) / Math.log(2)) * UNIT;
            case COMPENSATED -> 2.0 * n * UNIT * UNIT;
        };
    }

    private static double[] terms(Random random) {
        double[] terms = new double[TERMS];
        for (int i = 0; i < TERMS; i += 2) {
            terms[i] = Math.scalb(random.nextDouble() - 0.5, random.nextInt(50));
            terms[i + 1] = -terms[i] + Math.scalb(random.nextDouble(), -10);
        }
        for (int i = TERMS - 1; i > 0; i--) {
            int k = random.nextInt(i + 1);
            double term = terms[i];
            terms[i] = terms[k];
            terms[k] = term;
        }
        return terms;
    }

    private static double worst(SumMode mode, String what, double found, double[] terms) {
        double exact = Arrays.stream(terms)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue();
        double size = Arrays.stream(terms).map(Math::abs).sum();
        double error = Math.abs(found - exact);
        assertThat(error)
                .as("%s: %s", mode, what)
                .isLessThanOrEqualTo(bound(mode, terms.length) * size + 3 * UNIT * Math.abs(exact));
        return error / size;
    }

    private static ModelInstance compiled(SumMode mode, String text, Map<String, Integer> dims) {
        SourceFile source = new SourceFile("Terms.model", text);
        return LoadedModel.load(ModelCompiler.compile(
                        source, ModelCompiler.Options.of("").withSum(mode)))
                .create(dims);
    }

    @ParameterizedTest
    @EnumSource(SumMode.class)
    void errorsAreWithinTheirBound(SumMode mode) {
        Random random = new Random(7);
        double[] x = terms(random);
        double[] groups = random.ints(TERMS, 0, GROUPS).asDoubleStream().toArray();
        ModelInstance model = compiled(mode, MODEL, Map.of("N", TERMS, "K", GROUPS));
        model.set("x", x).set("g", groups).set("a", 1).set("w", 1, 1, 1);

        double worst = worst(mode, "alone", model.output("alone")[0], x);
        worst = Math.max(worst, worst(mode, "nested", model.output("nested")[0], x));
        worst = Math.max(worst, worst(mode, "bent", model.output("bent")[0], x));
        Map<String, double[]> ofLoss = model.gradient("gradient of loss");
        worst = Math.max(worst, worst(mode, "∂loss/∂a", requireNonNull(ofLoss.get("a"))[0], x));
        worst(
                mode,
                "∂nested/∂a",
                requireNonNull(model.gradient("gradient of nested").get("a"))[0],
                x);
        for (String clause : new String[] {"gradient of loss", "gradient of bent"}) {
            double[] byGroup = requireNonNull(model.gradient(clause).get("w"));
            for (int k = 0; k < GROUPS; k++) {
                int group = k;
                double[] own = IntStream.range(0, TERMS)
                        .filter(i -> groups[i] == group)
                        .mapToDouble(i -> x[i])
                        .toArray();
                worst = Math.max(worst, worst(mode, clause + ", w[" + k + "]", byGroup[k], own));
            }
        }
        boolean careful = mode == SumMode.COMPENSATED;
        assertThat(worst < UNIT / 100)
                .as("the data tells the modes apart: %s", worst)
                .isEqualTo(careful);
    }

    /** Neumaier's example, in which the plain algorithm of Kahan gives 0; and what has no error that could be added. */
    @Test
    void whatCancelsAndWhatIsInfinite() {
        String text = "model Terms\nparam x[4]\noutput s = sum(i) x[i]\nderive gradient of s\n";
        ModelInstance model = compiled(SumMode.COMPENSATED, text, Map.of());
        double inf = Double.POSITIVE_INFINITY;
        double max = Double.MAX_VALUE;
        assertThat(model.set("x", 1, 1e100, 1, -1e100).output("s")).containsExactly(2);
        assertThat(model.set("x", 1, inf, 1, 1).output("s")).containsExactly(inf);
        assertThat(model.set("x", max, max, -max, 1).output("s")).containsExactly(inf);
        assertThat(model.set("x", 1, inf, -inf, 1).output("s")).containsExactly(Double.NaN);
        assertThat(model.set("x", 1, Double.NaN, 1, 1).output("s")).containsExactly(Double.NaN);
    }

    /** Threads take the sums of ranges, which are added in the order of the ranges. */
    @ParameterizedTest
    @EnumSource(SumMode.class)
    void threadsShareSums(SumMode mode) {
        Random random = new Random(9);
        double[] x = terms(random);
        double[] groups = random.ints(TERMS, 0, GROUPS).asDoubleStream().toArray();
        String text = MODEL.replaceAll(
                "(?m)^output (alone|loss|nested).*\n|^derive gradient of (loss|nested).*\n|^let.*\n", "");
        ModelInstance model = compiled(mode, text, Map.of("N", TERMS, "K", GROUPS));
        model.set("x", x).set("g", groups).set("a", 1).set("w", 1, 1, 1);
        Executor inPlace = Runnable::run;
        Reflection.call(
                model.object().getClass(),
                model.object(),
                "parallel",
                new Class<?>[] {Executor.class, int.class},
                new Object[] {inPlace, 3});
        double[] byGroup = requireNonNull(model.gradient("gradient of bent").get("w"));
        for (int k = 0; k < GROUPS; k++) {
            int group = k;
            double[] own = IntStream.range(0, TERMS)
                    .filter(i -> groups[i] == group)
                    .mapToDouble(i -> x[i])
                    .toArray();
            worst(mode, "w[" + k + "]", byGroup[k], own);
        }
    }

    @Test
    void randomModels() {
        List<SumMode> all = List.of(SumMode.values());
        Batches.Options modes = (seed, plain) -> plain.withSum(all.get((int) (seed % all.size())));
        new Batches(1e-11, RandomModel::of).hold(FIRST_SEED, RANDOM_MODELS, modes, (seed, agreement) -> {});
        new Batches(1e-11, RandomIndexModel::of).hold(FIRST_SEED, RANDOM_MODELS, modes, (seed, agreement) -> {});
        new Batches(1e-11, RandomCases::of).hold(FIRST_SEED, RANDOM_MODELS, modes, (seed, agreement) -> {});
    }
}

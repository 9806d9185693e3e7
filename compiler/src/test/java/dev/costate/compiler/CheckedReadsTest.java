package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads that are checked at run time, in branches that share them: where one is needed and out of range there is an
 * exception, in the interpreter and in the Java, and where it is not needed there is none, nor a NaN.
 */
class CheckedReadsTest {
    private static final String INPUTS = """
            model R
            dim N
            data n : int
            data at[N] in N
            data y[N]
            param x[N]
            param b
            """;

    private static final String[] CONDITIONS = {"y[i] > 0", "y[i] > 1", "b > 0", "i > 0 and y[i] > 0", "not (y[i] > 1)"
    };

    /** What several branches have in common, large enough to be shared between equations, or small. */
    private static final String[] COMMON = {
        "exp(sin(x[at[i] + n] * b) + cos(b) * tanh(b))",
        "x[at[i] + n]",
        "tanh(x[n] * b) * cos(x[at[i]] + b)",
        "x[(at[i] + 2) div n] * b",
        "(sum(k) x[k] * x[n])"
    };

    private final Random random = new Random();
    private final StringBuilder text = new StringBuilder(INPUTS);

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private String term(String common) {
        String value = pick(common, common + " * x[i]", "sin(" + common + ")", pick(COMMON));
        String other = pick("b", "x[i]", "(if " + pick(CONDITIONS) + " then " + common + " else 1)");
        return "(if " + pick(CONDITIONS) + " then " + value + " else " + other + ")";
    }

    private String model(long seed) {
        random.setSeed(seed);
        text.setLength(INPUTS.length());
        String common = pick(COMMON);
        String loss = term(common) + pick(" * ", " + ") + term(common);
        if (random.nextBoolean()) {
            String let = pick(COMMON[0], COMMON[1], COMMON[2], COMMON[3]);
            text.append("let s[i] = ").append(let).append(" for i in N\n");
            loss += " + (if " + pick(CONDITIONS) + " then s[i] else 2) + (if " + pick(CONDITIONS)
                    + " then s[i] * b else 2)";
        }
        return text.append("output loss = sum(i in N) (")
                .append(loss)
                .append(")\nderive gradient of loss\n")
                .toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void failWhereTheyAreNeeded(long seed) {
        String model = model(seed);
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("R.model", model), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        LoadedModel loaded = LoadedModel.load(result);
        int failures = 0;
        for (int point = 0; point < 60; point++) {
            Map<String, double[]> inputs = Map.of(
                    "n", new double[] {random.nextInt(4)},
                    "at", random.ints(3, 0, 3).asDoubleStream().toArray(),
                    "y", random.doubles(3, -1, 2).toArray(),
                    "x", random.doubles(3, 0.5, 1.5).toArray(),
                    "b", new double[] {random.nextDouble() * 2 - 1});
            String what = seed + ":\n" + model + point;
            Map<String, Integer> dims = Map.of("N", 3);
            boolean fails = fails(() -> Interpreter.values(loaded.model(), dims, inputs));
            Agreement agreement = Agreement.of(what, loaded, dims, inputs, 1e-11);
            ModelInstance compiled = agreement.compiled();
            assertThat(fails(() -> compiled.output("loss"))).as(what).isEqualTo(fails);
            assertThat(fails(() -> compiled.gradient("gradient of loss")))
                    .as(what)
                    .isEqualTo(fails);
            if (fails) {
                failures++;
            } else {
                agreement.values().derivatives();
            }
        }
        assertThat(failures).as("points that fail, of model %s", seed).isBetween(1, 59);
    }

    private static boolean fails(Runnable run) {
        try {
            run.run();
            return false;
        } catch (ArithmeticException | IndexOutOfBoundsException e) {
            return true;
        }
    }
}

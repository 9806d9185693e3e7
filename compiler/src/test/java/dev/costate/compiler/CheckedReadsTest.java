package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.Generated;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Integers that are checked at run time, in subscripts, ranges and conditions, in branches that share them and in
 * definitions that only branches read: where one is needed and has no value there is an exception, in the interpreter
 * and in the Java, and where it is not needed there is none, nor a NaN.
 */
@Tag("slow")
class CheckedReadsTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 20);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 1);

    private static final String INPUTS = """
            model R
            dim N
            data n : int
            data m : int
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
        "(sum(k) x[k] * x[n])",
        "(sum(k) x[k] * x[at[k] + n] + x[i])",
        "(sum(k in 0 ..< min(N, 4 div n)) x[k] * x[i])",
        "x[(m * m * m + i) mod N]",
        "(prod(k in 0 ..< min(m * m * m, N)) x[k]) * x[i]",
        "scan(x, n)[i]"
    };

    private static final String FUNCTION = """
            fn scan(a[k], n) -> s[k] {
              let s[0] = a[n]
              let s[j] = 0.5 * s[j - 1] + a[j] * a[n] for j in 1 ..< k
            }
            """;

    private final Random random = new Random();
    private final StringBuilder text = new StringBuilder(INPUTS + FUNCTION);

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private String term(String common) {
        String value = pick(common, common + " * x[i]", "sin(" + common + ")", pick(COMMON));
        String other = pick("b", "x[i]", "(if " + pick(CONDITIONS) + " then " + common + " else 1)");
        return "(if " + pick(CONDITIONS) + " then " + value + " else " + other + ")";
    }

    /** Defines an array, by itself, in cases or as a recurrence, and reads it in branches, directly or by another. */
    private String definition() {
        String let = pick(COMMON);
        text.append(pick(
                "let s[i] = " + let + " for i in N\n",
                "let s[0] = b\nlet s[i] = " + let + " for i in 1 ..< N\n",
                "let s[0] = b\nlet s[i] = 0.5 * s[i - 1] + " + let + " for i in 1 ..< N\n"));
        if (text.indexOf("s[i - 1]") > 0) {
            return " + (if b > 0 then s[N - 1] * x[i] else 2)";
        }
        text.append("let q[i] = s[i] * b + 1\n");
        String read = pick("s[i]", "s[at[i]]", "q[i]", "q[N - 1 - i]");
        return " + (if " + pick(CONDITIONS) + " then " + read + " else 2) + (if " + pick(CONDITIONS) + " then " + read
                + " * b else 2)";
    }

    private String model(long seed) {
        random.setSeed(seed);
        text.setLength(INPUTS.length() + FUNCTION.length());
        String common = pick(COMMON);
        String loss = term(common) + pick(" * ", " + ") + term(common);
        if (random.nextBoolean()) {
            loss += definition();
        }
        return text.append("output loss = sum(i in N) (")
                .append(loss)
                .append(")\nderive gradient of loss\n")
                .toString();
    }

    private static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + MODELS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void failWhereTheyAreNeeded(long seed) {
        String model = model(seed);
        ModelCompiler.Options options = ModelCompiler.Options.of("");
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("R.model", model), seed % 4 == 0 ? options.literal() : options);
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        LoadedModel loaded = LoadedModel.load(result);
        int failures = 0;
        for (int point = 0; point < 60; point++) {
            Map<String, double[]> inputs = Map.of(
                    "n",
                    new double[] {random.nextInt(4)},
                    "m",
                    new double[] {random.nextInt(5) == 0 ? 3_000_000 : 2},
                    "at",
                    random.ints(3, 0, 3).asDoubleStream().toArray(),
                    "y",
                    random.doubles(3, -1, 2).toArray(),
                    "x",
                    random.doubles(3, 0.5, 1.5).toArray(),
                    "b",
                    new double[] {random.nextDouble() * 2 - 1});
            String what = "seed " + seed + ":\n" + model + point;
            Map<String, Integer> dims = Map.of("N", 3);
            String failure = failure(() -> Interpreter.values(loaded.model(), dims, inputs));
            Agreement agreement = Agreement.of(what, loaded, dims, inputs, 1e-11);
            ModelInstance compiled = agreement.compiled();
            failsAlike(what, failure, failure(() -> compiled.output("loss")));
            failsAlike(what, failure, failure(() -> compiled.gradient("gradient of loss")));
            if (!failure.isEmpty()) {
                failures++;
            } else {
                agreement.values().derivatives();
            }
        }
        assertThat(failures).as("points that fail, of model %s", seed).isBetween(1, 59);
    }

    /** What forward has checked, backward does not check once more. */
    @Test
    void theBackwardHalfHasNoChecks() {
        String text = INPUTS + """
                output loss = sum(i in N) x[at[i] + n] * sin(x[(m * m * m + i) mod n]) + (sum(i in N) x[(i + at[i]) div n]^2)
                  + (if b > 0 then x[n]^2 else b)
                derive gradient of loss
                """;
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("R.model", text), ModelCompiler.Options.of(""));
        assertThat(Generated.nested(result, "Forward")).contains("Checks.subscript", "Checks.whole", "Checks.divisor");
        assertThat(Generated.nested(result, "Backward"))
                .doesNotContain("Checks.subscript", "Checks.whole", "Checks.divisor");
        Map<String, double[]> inputs = Map.of(
                "n", new double[] {1},
                "m", new double[] {2},
                "at", new double[] {1, 0, 0},
                "y", new double[3],
                "x", new double[] {1, 2, 3},
                "b", new double[] {0.5});
        ModelInstance model =
                Agreement.of(text, result, Map.of("N", 3), inputs, 1e-12).compiled();
        double[] theta = model.theta();
        double[] gradient = new double[theta.length];
        Class<?> type = model.object().getClass();
        Reflection.call(type, model.object(), "forward", new Class<?>[] {double[].class}, new Object[] {theta});
        Class<?>[] types = {double.class, double[].class};
        Reflection.call(type, model.object(), "backward", types, new Object[] {1.0, gradient});
        assertThat(gradient).containsExactly(model.derivative("gradient of loss"));
    }

    private static void failsAlike(String what, String expected, String got) {
        assertThat(got.isEmpty())
                .as("%s: %s, interpreted: %s", what, got, expected)
                .isEqualTo(expected.isEmpty());
    }

    /** The message of the exception; empty if there is none. */
    private static String failure(Runnable run) {
        try {
            run.run();
            return "";
        } catch (ArithmeticException | IndexOutOfBoundsException e) {
            return String.valueOf(e.getMessage());
        }
    }
}

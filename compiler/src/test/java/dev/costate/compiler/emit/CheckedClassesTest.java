package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.SeededData;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.MethodSizes;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.LargeModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code checked()} says where what is not finite began, and nothing of what is finite. */
class CheckedClassesTest {
    private static ModelInstance compiled(SourceFile source, Map<String, Integer> dims) {
        ModelCompiler.Result result =
                ModelCompiler.compile(source, Options.of("").withChecked());
        assertThat(result.hasErrors()).as(result.diagnostics().toString()).isFalse();
        return LoadedModel.load(List.of(result), List.of("-Xlint:all", "-Werror"))
                .get(0)
                .create(dims);
    }

    private static Object checked(ModelInstance instance) {
        return Reflection.call(
                instance.object().getClass(), instance.object(), "checked", new Class<?>[0], new Object[0]);
    }

    private static Object call(Object object, String method, double[]... arguments) {
        Class<?>[] types = new Class<?>[arguments.length];
        Arrays.fill(types, double[].class);
        return Reflection.call(object.getClass(), object, method, types, arguments);
    }

    /** What is said of the loss of a model of one param x, or of its gradient. */
    private static String said(String equations, double x, String method) {
        String text = "model Cause\nparam x\n" + equations + "derive gradient of loss\n";
        Object checked = checked(compiled(new SourceFile("Cause.model", text), Map.of()));
        double[] theta = {x};
        Throwable thrown = catchThrowable(() -> {
            if (method.equals("loss")) {
                call(checked, method, theta);
            } else {
                call(checked, method, theta, new double[1]);
            }
        });
        return thrown == null ? "" : requireNonNull(thrown.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log(x)        |  0   | loss | loss is -Infinity           | `log(0.0)` with x = 0.0,  | logsumexp",
                "log(x)        | -1   | loss | loss is NaN                 | `log(-1.0)` with x = -1.0, | must not be negative",
                "sqrt(x)       | -1   | loss | loss is NaN                 | `sqrt(-1.0)`              | sqrt(max(0, u))",
                "exp(x)        | 1000 | loss | loss is Infinity            | `exp(1000.0)`             | 709.78",
                "1 / x         |  0   | loss | loss is Infinity            | `1.0 / 0.0` with x = 0.0, | say what the quotient is",
                "x^1.5 / x     |  0   | loss | loss is NaN                 | `0.0 / 0.0`               | say what the quotient is",
                "sqrt(x)       |  0   | lossGradient | gradient of loss is Infinity | in the adjoint of x | ''"
            })
    void causesHaveMessagesOfTheirOwn(
            String formula, double x, String method, String result, String operation, String advice) {
        assertThat(said("output loss = " + formula + "\n", x, method))
                .startsWith(result)
                .contains("Cause.model:3: ", operation, advice);
    }

    /** A let by cases, at the index where it is wrong; and that which became infinite before. */
    @Test
    void placesAreNamed() {
        assertThat(said("""
                        let    p[0] = x
                        let    p[i] = p[i - 1] - 0.25 for i in 1 .. 30
                        let    q[i] = log(p[i]) for i in 0 .. 30
                        output loss = sum(i) q[i]
                        """, 0.5, "loss"))
                .contains("loss is NaN", "Cause.model:5: `log(-0.25)`", "in q", "i = 3", "let    q[i] = log(p[i])");
    }

    /** An infinity that comes to nothing is no matter. */
    @Test
    void whatIsFiniteIsNotChecked() {
        assertThat(said("output loss = exp(-exp(x))\n", 1000, "loss")).isEmpty();
    }

    /** What is traced takes more code for an operation, and its methods still fit. */
    @ParameterizedTest
    @EnumSource(
            value = LargeModels.class,
            names = {"LETS", "BRANCHES", "ARRAYS"})
    @Tag("slow")
    void largeModelsFit(LargeModels large) {
        SourceFile source =
                new SourceFile("Large.model", large.text(large.sizes().get(1)));
        ModelCompiler.Result result =
                ModelCompiler.compile(source, Options.of("").withChecked());
        assertThat(MethodSizes.largest(InMemoryCompiler.compile(result.files(), List.of())
                                .values())
                        .bytes())
                .isLessThan(0xffff);
    }

    static Stream<Path> cookbook() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../docs/cookbook"))) {
            return files.filter(file -> file.toString().endsWith(".model")).sorted().toList().stream();
        }
    }

    /** All forms, with data, noise and domains: the same bits, and of a NaN a place. */
    @ParameterizedTest
    @MethodSource("cookbook")
    void theCookbookIsTheSame(Path file) throws IOException {
        SourceFile source = new SourceFile(String.valueOf(file.getFileName()), Files.readString(file));
        Model model = ModelCompiler.model(source, Options.of(""));
        if (model == null) {
            return; // a library
        }
        Binding data = requireNonNull(SeededData.of(model));
        ModelInstance instance = compiled(source, data.arguments());
        data.bind(instance);
        Object checked = checked(instance);
        ModelNames names = new ModelNames(model);
        for (Derivative d : model.derivatives()) {
            if (d.slots(false).size() == 1 && !d.isNumber()) {
                double[] expected = instance.derivative(d.clause());
                double[] result = new double[expected.length];
                assertThatCode(() -> call(checked, names.method(d), instance.theta(), result))
                        .doesNotThrowAnyException();
                assertThat(result).as(d.clause()).isEqualTo(expected);
                double[] wrong = instance.theta().clone();
                Arrays.fill(wrong, Double.NaN);
                if (wrong.length > 0
                        && Double.isNaN(
                                Arrays.stream(nan(instance, names, d, wrong)).sum())) {
                    assertThat(catchThrowable(() -> call(checked, names.method(d), wrong, result)))
                            .hasMessageContaining(".model:");
                }
            }
        }
    }

    private static double[] nan(ModelInstance instance, ModelNames names, Derivative d, double[] at) {
        double[] result = new double[instance.derivative(d.clause()).length];
        call(instance.object(), names.method(d), at, result);
        return result;
    }
}

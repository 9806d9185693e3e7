package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Corpus;
import dev.costate.compiler.testing.Derived;
import dev.costate.runtime.LossScaler;
import dev.costate.runtime.Unconstrained;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Models in {@code float} against the same in {@code double}, at inputs that both hold. A long run takes every form of
 * derivative of all models: {@code -Dcostate.float.forms=true}.
 */
@Tag("slow")
class FloatModelsTest {
    private static final double ROUNDOFF = 0x1p-24;
    /** The differences that are allowed, in roundings of the largest entry. */
    private static final double ROUNDINGS = 200;

    /** The models of which a short run takes every form; of the others it takes one of four as it is. */
    private static final Set<String> ALL_FORMS = Set.of("Clusters", "Lags");

    private static final String REGRESSION = """
            model Regression
            precision float
            dim N
            dim D
            data x[N, D]
            data y[N]
            param w[D]
            param sigma > 0
            output loss = sum(i) ((sum(j) x[i, j] * w[j] - y[i]) / sigma)^2 + N * log(sigma)
            derive gradient of loss
            """;

    private static LoadedModel load(String text, ModelCompiler.Options options) {
        String name = text.substring("model ".length(), text.indexOf('\n'));
        ModelCompiler.Result result = ModelCompiler.compile(new SourceFile(name + ".model", text), options);
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return LoadedModel.load(result);
    }

    private static LoadedModel load(String text) {
        return load(text, ModelCompiler.Options.of(""));
    }

    @TestFactory
    Stream<DynamicTest> corpus() {
        boolean all = Boolean.getBoolean("costate.float.forms");
        List<String> names = List.copyOf(Corpus.all().keySet());
        return Corpus.all().entrySet().stream()
                .filter(entry -> all || names.indexOf(entry.getKey()) % 4 == 0 || ALL_FORMS.contains(entry.getKey()))
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> agree(entry.getValue(), all || ALL_FORMS.contains(entry.getKey()))));
    }

    private static String everyForm(Corpus corpus) {
        SourceFile source = corpus.source();
        Model model = requireNonNull(ModelCompiler.model(source, ModelCompiler.Options.of("")));
        StringBuilder text = new StringBuilder(source.text()).append('\n');
        List<String> subjects = model.derivatives().stream()
                .map(d -> d.output().name() + " wrt " + String.join(", ", d.inputNames()))
                .distinct()
                .toList();
        for (String subject : subjects) {
            Derived.FORMS.stream()
                    .map(form -> form + " of " + subject)
                    .filter(clause -> model.derivatives().stream()
                            .noneMatch(d -> clause.equals(d.form().words() + " of " + subject)))
                    .forEach(clause -> text.append("derive ").append(clause).append('\n'));
            text.append("derive taylor of ").append(subject).append(" order 3\n");
        }
        return text.toString();
    }

    private static void agree(Corpus corpus, boolean forms) {
        String text = (forms ? everyForm(corpus) : corpus.source().text())
                .replaceFirst("(?m)^(model .*)$", "$1\nprecision float");
        ModelCompiler.Options options = ModelCompiler.Options.of("");
        SourceFile source = new SourceFile(corpus.source().name(), text);
        ModelCompiler.Result single = ModelCompiler.compile(source, options);
        if (forms && single.hasErrors()) {
            // Some form is none of this model.
            agree(corpus, false);
            return;
        }
        assertThat(single.hasErrors()).as("%s", single.diagnostics()).isFalse();
        Model model = requireNonNull(single.model());
        Map<String, Integer> dims = corpus.dims(model);
        ModelInstance reference = LoadedModel.load(ModelCompiler.compile(source, options.inDouble()))
                .create(dims);
        ModelInstance instance = LoadedModel.load(single).create(dims);
        corpus.arrays(model).forEach((input, values) -> {
            double[] rounded = rounded(values);
            reference.set(input, rounded);
            instance.set(input, rounded);
        });
        for (Tensor output : model.outputs()) {
            compare("value of " + output.name(), reference.output(output.name()), instance.output(output.name()));
        }
        for (Model.Derivative d : model.computed()) {
            Random random = new Random(3);
            List<double[]> given = new ArrayList<>();
            for (Form.Slot slot : d.slots(false)) {
                if (slot.use() != Form.Use.RESULT) {
                    given.add(rounded(
                            random.doubles(reference.size(d, slot), -1, 1).toArray()));
                }
            }
            double[][] arrays = given.toArray(double[][]::new);
            compare(d.clause(), reference.derivative(d.clause(), arrays), instance.derivative(d.clause(), arrays));
        }
    }

    private static double[] rounded(double... values) {
        return Arrays.stream(values).map(x -> (float) x).toArray();
    }

    private static void compare(String what, double[] exact, double[] single) {
        double scale = Arrays.stream(exact)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        for (int k = 0; k < exact.length; k++) {
            if (Double.isFinite(exact[k])) {
                assertThat(single[k]).as("%s [%s]", what, k).isCloseTo(exact[k], within(ROUNDINGS * ROUNDOFF * scale));
            } else {
                assertThat(Double.compare(single[k], exact[k]))
                        .as("%s [%s]: %s for %s", what, k, single[k], exact[k])
                        .isZero();
            }
        }
    }

    private static ModelInstance regression(int size) {
        ModelInstance model = load(REGRESSION).create(Map.of("N", size, "D", 5));
        Random random = new Random(1);
        model.set("x", random.doubles(5L * size, -1, 1).toArray());
        model.set("y", random.doubles(size, -1, 1).toArray());
        model.set("w", random.doubles(5, -1, 1).toArray()).set("sigma", 0.7);
        return model;
    }

    @Test
    void valuesAreTheSameWithGradientsAndOfThreads() {
        ModelInstance model = regression(1000);
        double[] theta = model.theta();
        double[] gradient = new double[theta.length];
        Class<?>[] types = {double[].class, double[].class};
        Object object = model.object();
        Object beside =
                Reflection.call(object.getClass(), object, "lossGradient", types, new Object[] {theta, gradient});
        assertThat(beside).isEqualTo(model.output("loss")[0]);
        Class<?>[] threads = {Executor.class, int.class};
        Executor own = Runnable::run;
        Reflection.call(object.getClass(), object, "parallel", threads, new Object[] {own, 1});
        double[] alone = model.derivative("gradient of loss");
        Reflection.call(object.getClass(), object, "parallel", threads, new Object[] {own, 3});
        assertThat(model.derivative("gradient of loss")).isEqualTo(alone);
        compare("threads", gradient, alone);
    }

    /** Derivatives keep all products of first factors, which a value alone does not. */
    @Test
    void productsAreTheSameWithGradients() {
        ModelInstance model = load("""
                model Products
                precision float
                dim N
                dim D >= 2
                param x[N, D]
                output plain   = prod(i, j) (1 + x[i, j])
                output ofSums  = prod(i) (sum(j) x[i, j] * x[i, j])
                output summed  = sum(i) (prod(j) (1 + x[i, j] * x[i, 0]))
                output guarded = prod(i where x[i, 0] > 0) (x[i, 0] * x[i, 1])
                output nested  = prod(i) (1 + (prod(j) (x[i, j] + 1)))
                derive gradient of plain
                derive gradient of ofSums
                derive gradient of summed
                derive gradient of guarded
                derive gradient of nested
                """).create(Map.of("N", 9, "D", 7));
        double[] theta = model.theta();
        Random random = new Random(2);
        Class<?>[] types = {double[].class, double[].class};
        for (int point = 0; point < 20; point++) {
            Arrays.setAll(theta, k -> random.nextDouble() - 0.5);
            for (Tensor output : model.model().outputs()) {
                String method = output.name() + "Gradient";
                Object[] arguments = {theta, new double[theta.length]};
                Object beside = Reflection.call(model.object().getClass(), model.object(), method, types, arguments);
                assertThat(beside).as(output.name()).isEqualTo(model.output(output.name())[0]);
            }
        }
    }

    @Test
    void dataIsGivenInEitherFormat() {
        ModelInstance model = regression(3);
        double[] before = model.derivative("gradient of loss");
        Random random = new Random(1);
        float[] x = new float[15];
        for (int k = 0; k < x.length; k++) {
            x[k] = (float) random.doubles(1, -1, 1).toArray()[0];
        }
        Object object = model.object();
        Reflection.call(object.getClass(), object, "x", new Class<?>[] {float[].class}, new Object[] {x});
        assertThat(model.derivative("gradient of loss")).isEqualTo(before);
    }

    /** The sum of 200 000 times 0.1f is off by 2e-3 in a float accumulator. */
    @Test
    void sumsAreDouble() {
        ModelInstance model = load("""
                model Sum
                precision float
                dim N
                param a[N]
                output total = sum(i) a[i] * a[i]
                output running = sum(i) (if a[i] > 0 then a[i] else 1)
                """).create(Map.of("N", 200_000));
        double[] a = new double[200_000];
        Arrays.fill(a, 0.1);
        model.set("a", a);
        double tenth = 0.1f;
        assertThat(model.output("total")[0]).isCloseTo(200_000 * tenth * tenth, within(1e-7));
        assertThat(model.output("running")[0]).isCloseTo(200_000 * tenth, within(1e-7));
    }

    @Test
    void freeNumbersAreDouble() {
        ModelInstance model = regression(4);
        Unconstrained free = (Unconstrained) model.unconstrained().get(0).object();
        double[] u = {0.1, 0.2, 0.3, 0.4, 0.5, -0.3};
        double[] theta = new double[6];
        free.constrain(u, theta);
        assertThat(theta).startsWith(0.1, 0.2, 0.3, 0.4, 0.5);
        assertThat(theta[5]).isCloseTo(Math.exp(-0.3), within(0x1p-52));
    }

    @Test
    void noiseIsFloat() {
        LoadedModel loaded = load("""
                model Noise
                precision float
                noise z[9]
                noise u[9] uniform
                output a[i] = z[i] for i in 9
                output b[i] = u[i] for i in 9
                """);
        ModelInstance model = loaded.create(Map.of()).seed(77);
        Map<String, double[]> drawn = Interpreter.values(loaded.model(), Map.of(), Map.of(), 77);
        for (String output : List.of("a", "b")) {
            assertThat(model.output(output)).isEqualTo(drawn.get(output)).isEqualTo(rounded(model.output(output)));
        }
    }

    /** What the chain rule multiplies up is 1e-46, too small for a float by itself. */
    @Test
    void smallGradientsAreKeptByTheLossScaler() {
        ModelInstance model = load("""
                model Small
                precision float
                data c
                param w
                let inner = exp(c * w)
                let outer = exp(c * inner)
                output loss = c * outer
                derive gradient of loss
                """).create(Map.of()).set("c", 5e-16).set("w", 1);
        double[] theta = model.theta();
        double[] lost = model.derivative("gradient of loss");
        assertThat(lost).containsExactly(0);
        LossScaler scaler = new LossScaler(0x1p40, 2000);
        double[] gradient = new double[1];
        Object object = model.object();
        Reflection.call(object.getClass(), object, "forward", new Class<?>[] {double[].class}, new Object[] {theta});
        Class<?>[] types = {double.class, double[].class};
        Reflection.call(object.getClass(), object, "backward", types, new Object[] {scaler.scale(), gradient});
        assertThat(scaler.unscale(gradient)).isTrue();
        double c = 5e-16f;
        assertThat(gradient[0]).isCloseTo(c * c * c, withinPercentage(1e-4));
    }

    @Test
    void wordsAreNamesElsewhere() {
        load("""
                model Words
                param precision
                param float
                data mixed
                let double = precision * float
                let rounded = double + mixed
                output y = rounded^2
                derive gradient of y
                """);
        load("""
                model Words
                precision float
                dim N
                param rounded[N]
                data Float
                let precision[i] = rounded[i] * Float
                output theta = sum(i) precision[i]^2
                derive gradient of theta
                """);
    }
}

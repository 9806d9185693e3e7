package dev.costate.compiler.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.RandomCases;
import dev.costate.compiler.testing.RandomForms;
import dev.costate.compiler.testing.RandomIndexModel;
import dev.costate.compiler.testing.RandomModel;
import dev.costate.compiler.testing.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on data alone is computed once after data was bound, and no bit of a result tells. */
class DataOnlyTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 6);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 90_000);

    private static final String COUNTS = """
            model Counts
            dim N
            dim D
            data X[N, D]
            data y[N]
            data weight = 1.5
            param w[D]
            let average[d] = mean(n) X[n, d]
            let centred[n, d] = X[n, d] - average[d]
            let eta[n] = sum(d) centred[n, d] * w[d]
            output loss = weight * sum(n) (exp(eta[n]) - y[n] * eta[n] + lgamma(y[n] + 1))
            output spread = w[0] * sum(n) sqrt(1 + y[n])
            output scale = sum(d) w[d]^2
            derive gradient of loss
            """;

    private static ModelCompiler.Result compile(String text, String packageName, Set<String> without) {
        String name = text.lines().findFirst().orElseThrow().replace("model ", "");
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile(name.strip() + ".model", text),
                ModelCompiler.Options.of(packageName).withStages().without(without));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static ModelInstance counts() {
        return LoadedModel.load(compile(COUNTS, "", Set.of())).create(Map.of("N", 3, "D", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"expressions", "indices", "cases"})
    void noBitTells(String kind) {
        LongFunction<RandomSource> models = switch (kind) {
            case "expressions" -> RandomModel::of;
            case "indices" -> RandomIndexModel::of;
            default -> RandomCases::of;
        };
        List<RandomSource> sources = new ArrayList<>();
        List<ModelCompiler.Result> results = new ArrayList<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MODELS; seed++) {
            RandomSource source = RandomForms.of(seed, models.apply(seed));
            sources.add(source);
            results.add(compile(source.text(), "with" + seed, Set.of(Passes.ACCUMULATE.name())));
            results.add(compile(source.text(), "without" + seed, Set.of(Passes.ACCUMULATE.name(), Passes.DATA.name())));
        }
        List<LoadedModel> loaded = LoadedModel.load(results, List.of());
        for (int k = 0; k < sources.size(); k++) {
            hold(FIRST_SEED + k, sources.get(k), loaded.get(2 * k), loaded.get(2 * k + 1));
        }
        assertThat(results)
                .as("models with data-only work")
                .anyMatch(result -> result.stages().containsKey(Passes.DATA.name()));
    }

    /** Also after each of the data was bound anew, in the opposite order. */
    private static void hold(long seed, RandomSource source, LoadedModel with, LoadedModel without) {
        Model model = with.model();
        List<ModelInstance> both = List.of(with.create(given(model, source)), without.create(given(model, source)));
        for (Tensor input : model.inputs()) {
            if (input.role() != Tensor.Role.CONST) {
                double[] values = requireNonNull(source.inputs().get(input.name()));
                both.forEach(instance -> instance.set(input.name(), values));
            }
        }
        compare("seed " + seed + "\n" + source.text(), model, both);
        for (Tensor input : model.inputs()) {
            if (input.role() == Tensor.Role.DATA) {
                double[] values = requireNonNull(source.inputs().get(input.name()));
                double[] reversed = new double[values.length];
                Arrays.setAll(reversed, i -> values[values.length - 1 - i]);
                both.forEach(instance -> instance.set(input.name(), reversed));
                compare("seed " + seed + ", other " + input + "\n" + source.text(), model, both);
            }
        }
    }

    private static Map<String, Integer> given(Model model, RandomSource source) {
        Map<String, Integer> dims = new LinkedHashMap<>(source.dims());
        dims.keySet()
                .removeIf(name -> model.dims().stream()
                        .noneMatch(d -> d.given() && d.dim().name().equals(name)));
        return dims;
    }

    private static void compare(String what, Model model, List<ModelInstance> both) {
        for (Tensor output : model.outputs()) {
            List<Object> found = both.stream()
                    .map(instance -> result(() -> instance.output(output.name())))
                    .toList();
            assertThat(found.get(0)).as("%s of %s", output, what).isEqualTo(found.get(1));
        }
        for (Derivative derivative : model.derivatives()) {
            List<Object> found = both.stream()
                    .map(instance ->
                            result(() -> instance.derivative(derivative.clause(), given(instance, derivative))))
                    .toList();
            assertThat(found.get(0)).as("%s of %s", derivative.clause(), what).isEqualTo(found.get(1));
        }
    }

    private static double[][] given(ModelInstance instance, Derivative derivative) {
        Random random = new Random(derivative.clause().hashCode());
        return derivative.slots(false).stream()
                .filter(slot -> slot.use() != Form.Use.RESULT)
                .map(slot ->
                        random.doubles(instance.size(derivative, slot), -1, 1).toArray())
                .toArray(double[][]::new);
    }

    /** The bits, or what it fails with. */
    private static Object result(Supplier<double[]> computed) {
        try {
            return Arrays.stream(computed.get())
                    .mapToObj(Double::doubleToLongBits)
                    .toList();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void isComputedInOnePlace() {
        ModelCompiler.Result result = compile(COUNTS, "", Set.of());
        String java = result.files().get(0).text();

        assertThat(java.split("Special.lgamma\\(")).hasSize(2);
        assertThat(java).contains("Kernels.dot(centred,").doesNotContain("weightOf");
        assertThat(result.stages().get(Passes.DATA.name()))
                .contains("of X, kept in 8*D*N bytes\n", "centred[n, d] = ")
                .contains("of y, kept in 8*N + 8 bytes\n", "spreadSum", "lgammaY");
    }

    @Test
    void methodsBindOnlyWhatTheyRead() {
        ModelInstance counts = counts().set("w", 0.5, 2);
        assertThat(counts.output("scale")).containsExactly(4.25);
        assertThatThrownBy(() -> counts.output("spread")).hasMessage("Counts: data y is not bound, call y(...) first");

        counts.set("y", 0, 3, 8);
        assertThat(counts.output("spread")).containsExactly(3);
        assertThatThrownBy(() -> counts.output("loss")).hasMessage("Counts: data X is not bound, call X(...) first");
    }

    @Test
    void isComputedAnewWhenDataIsBoundAnew() {
        ModelInstance counts = counts().set("w", 1, 0).set("y", 0, 0, 3);
        assertThat(counts.output("spread")).containsExactly(4);

        counts.set("y", 0, 0, 8);
        assertThat(counts.output("spread")).containsExactly(5);
    }

    @Test
    void forksShareIt() throws ReflectiveOperationException {
        ModelInstance counts = counts().set("w", 1, 0).set("y", 0, 0, 3);
        Object fork = counts.object().getClass().getMethod("fork").invoke(counts.object());
        assertThat(prepared(fork)).isNotNull().isSameAs(prepared(counts.object()));

        counts.set("y", 0, 0, 8);
        assertThat(counts.output("spread")).containsExactly(5);
        assertThat(fork.getClass().getMethod("spread", double[].class).invoke(fork, new double[] {1, 0}))
                .isEqualTo(4.0);
        assertThat(prepared(fork)).isNotSameAs(prepared(counts.object()));
    }

    private static Object prepared(Object model) throws ReflectiveOperationException {
        var field = model.getClass().getDeclaredField("preparedY");
        field.setAccessible(true);
        return field.get(model);
    }

    /** What is read under a condition only is computed for all, and may fail for none. */
    @Test
    void branches() {
        String text = """
                model Branches
                dim N
                data x[N]
                data at[N] in N
                data next[N] : int
                param w
                output y = sum(n) (if w > x[n] then log(x[at[n]]) * w else w)
                output z = sum(n) (if w > 5 then log(x[next[n]]) else w)
                """;
        ModelInstance branches = LoadedModel.load(compile(text, "", Set.of())).create(Map.of("N", 2));
        branches.set("x", 1, 2).set("at", 1, 0).set("next", 0, 7).set("w", 1.5);

        assertThat(branches.output("y")).containsExactly(Math.log(2) * 1.5 + 1.5);
        assertThat(branches.output("z")).containsExactly(3);
        assertThatThrownBy(() -> branches.set("w", 6).output("z")).hasMessageContaining("subscript next[n] is 7");
    }

    /** What would take more memory than all that it is computed from is computed anew. */
    @Test
    void staysWhereItTakesMoreMemoryThanItsData() {
        String text = """
                model Pairs
                dim N
                dim M
                data x[N]
                data z[M]
                param w
                output y = sum(n, m) exp(-w * exp(x[n]) * log(x[n] + z[m]))
                """;
        assertThat(compile(text, "", Set.of()).stages().get(Passes.DATA.name()))
                .contains("kept in 8*N bytes")
                .doesNotContain("M");
    }

    @Test
    void derivativesByDataGoThroughIt() {
        String text = """
                model ByData
                dim N
                data x[N]
                param w
                let m = mean(n) x[n]
                output y = sum(n) exp(w) * log(x[n] / m)
                derive gradient of y wrt x
                """;
        ModelInstance model = LoadedModel.load(compile(text, "", Set.of())).create(Map.of("N", 2));
        model.set("x", 1, 3).set("w", 0);
        double[] gradient = requireNonNull(model.gradient("gradient of y wrt x").get("x"));
        assertThat(gradient[0]).isEqualTo(1 - 2.0 / 4, within(1e-15));
        assertThat(gradient[1]).isEqualTo(1.0 / 3 - 2.0 / 4, within(1e-15));
    }
}

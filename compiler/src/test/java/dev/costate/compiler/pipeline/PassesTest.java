package dev.costate.compiler.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Corpus;
import dev.costate.compiler.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The passes one by one: each can be left out if it says so, and is told in the documents. */
@Tag("slow")
class PassesTest {
    static List<String> optional() {
        return ModelCompiler.Options.optional();
    }

    /** Has rows of tangents that are read once, beside the corpus, which has gradients only. */
    private static final Corpus ROWS = new Corpus(
            new SourceFile("Rows.model", """
                    model Rows
                    dim N
                    param x[N]
                    let    u[i] = exp(x[i]) * x[0]
                    let    v[i] = u[i] * sum(j) x[j]
                    output r[i] = sin(v[i])
                    derive jacobian of r
                    """),
            Map.of("N", new double[] {3}, "x", new double[] {0.5, -0.25, 0.75}),
            Map.of(),
            true);

    private static final List<Corpus> MODELS =
            Stream.concat(Corpus.all().values().stream(), Stream.of(ROWS)).toList();
    private static final List<ModelCompiler.Result> WITH_ALL = IntStream.range(0, MODELS.size())
            .mapToObj(k -> compiled(k, ModelCompiler.Options.of("")))
            .toList();
    private static final List<Map<String, double[]>> EXPECTED = results(MODELS, WITH_ALL);

    private static ModelCompiler.Result compiled(int model, ModelCompiler.Options options) {
        return ModelCompiler.compile(MODELS.get(model).source(), options);
    }

    /**
     * To rounding; what is rewritten to keep its digits has fewer of them without. Passes are left out of every other
     * model, by turns of the one half and the other, or of all where that changes no Java.
     */
    @ParameterizedTest
    @MethodSource("optional")
    void valuesAndGradientsAreTheSameWithoutIt(String pass) {
        ModelCompiler.Options options = ModelCompiler.Options.of("").without(pass);
        int half = optional().indexOf(pass) % 2;
        Map<Integer, ModelCompiler.Result> changed = changed(half, options);
        same(changed.isEmpty() ? changed(1 - half, options) : changed);
    }

    /** Of the models whose Java is another one, by number: the same Java computes the same. */
    private static Map<Integer, ModelCompiler.Result> changed(int half, ModelCompiler.Options options) {
        Map<Integer, ModelCompiler.Result> changed = new LinkedHashMap<>();
        for (int k = half; k < MODELS.size(); k += 2) {
            ModelCompiler.Result without = compiled(k, options);
            if (!WITH_ALL.get(k).files().equals(without.files())) {
                changed.put(k, without);
            }
        }
        return changed;
    }

    private static void same(Map<Integer, ModelCompiler.Result> changed) {
        List<Integer> numbers = List.copyOf(changed.keySet());
        List<Map<String, double[]>> found =
                results(numbers.stream().map(MODELS::get).toList(), List.copyOf(changed.values()));
        int compared = 0;
        for (int k = 0; k < found.size(); k++) {
            String model = MODELS.get(numbers.get(k)).source().name();
            Map<String, double[]> all = EXPECTED.get(numbers.get(k));
            assertThat(found.get(k)).as(model).containsOnlyKeys(all.keySet());
            for (Map.Entry<String, double[]> expected : all.entrySet()) {
                double[] values = requireNonNull(found.get(k).get(expected.getKey()));
                same(model + ", " + expected.getKey(), values, expected.getValue());
                compared++;
            }
        }
        assertThat(compared).as("numbers of models whose Java it changes").isPositive();
    }

    private static void same(String what, double[] found, double[] expected) {
        for (int k = 0; k < expected.length; k++) {
            if (Double.isFinite(expected[k])) {
                assertThat(found[k]).as(what).isCloseTo(expected[k], within(1e-12 * (1 + Math.abs(expected[k]))));
            }
        }
    }

    /** Of models, which are loaded together. */
    private static List<Map<String, double[]>> results(List<Corpus> models, List<ModelCompiler.Result> compiled) {
        List<LoadedModel> loaded = LoadedModel.load(compiled, List.of());
        List<Map<String, double[]>> results = new ArrayList<>();
        for (int k = 0; k < models.size(); k++) {
            Model model = requireNonNull(compiled.get(k).model());
            ModelInstance instance = loaded.get(k).create(models.get(k).dims(model));
            models.get(k).arrays(model).forEach(instance::set);
            results.add(results(model, instance));
        }
        return results;
    }

    private static Map<String, double[]> results(Model model, ModelInstance instance) {
        Map<String, double[]> results = new LinkedHashMap<>();
        model.outputs()
                .forEach(o -> results.put(o.name(), instance.output(o.name()).clone()));
        model.derivatives().stream()
                .filter(d -> d.form() == Form.JACOBIAN)
                .forEach(d ->
                        results.put(d.clause(), instance.derivative(d.clause()).clone()));
        model.derivatives().stream()
                .filter(d -> d.form() == Form.GRADIENT)
                .forEach(d -> instance.gradient(d.clause())
                        .forEach((name, value) -> results.put(d.clause() + " / " + name, value.clone())));
        return results;
    }

    /** The tables of ARCHITECTURE.md are what the lists say. */
    @Test
    void theDocumentTellsThemAll() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(table("pass", "makes the model", Passes.MODEL));
        text.append(table("pass", "makes a derivative", Passes.DERIVATIVES));
        text.append(table("pass", "makes units", Passes.UNITS));
        text.append(table("pass", "makes loops", Passes.LOOPS));
        text.append(head("choice", "makes units and loops"));
        Passes.CHOICES.forEach(c -> text.append(row(c.name() + "`*", c.by(), c.purpose(), c.place())));
        text.append('\n');
        Path file = Path.of("../ARCHITECTURE.md");
        String document = Files.readString(file);
        int begin = document.indexOf("| pass |");
        int end = document.indexOf("\nWithout `accumulate`", begin);
        assertThat(begin).isPositive();
        assertThat(end).isGreaterThan(begin);
        Golden.hold(
                file, document.substring(0, begin) + text.substring(0, text.length() - 1) + document.substring(end));
    }

    private static String table(String what, String purpose, List<? extends Pass<?>> passes) {
        StringBuilder text = new StringBuilder(head(what, purpose));
        for (Pass<?> pass : passes) {
            String mark = switch (pass.use()) {
                case ALWAYS -> "`";
                case OPTIONAL -> "`*";
                case IF_ASKED -> "`†";
            };
            text.append(row(pass.name() + mark, pass.by(), pass.purpose(), pass.place()));
        }
        return text.append('\n').toString();
    }

    private static String head(String what, String purpose) {
        return "| " + what + " | by | " + purpose + " | where |\n|---|---|---|---|\n";
    }

    private static String row(String name, Class<?> by, String purpose, String place) {
        String type =
                by.getName().substring(ModelCompiler.class.getPackageName().length() + 1);
        return "| `" + name + " | `" + type + "` | " + purpose + " | " + place + " |\n";
    }

    @Test
    void noTwoHaveOneName() {
        List<String> names = new ArrayList<>();
        Passes.all().forEach(pass -> names.add(pass.name()));
        Passes.CHOICES.forEach(choice -> names.add(choice.name()));
        assertThat(names).doesNotHaveDuplicates();
    }
}

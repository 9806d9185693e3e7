package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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

    private static final List<Corpus> MODELS = List.copyOf(Corpus.all().values());
    private static final List<ModelCompiler.Result> WITH_ALL = compiled(ModelCompiler.Options.of(""));
    private static final List<Map<String, double[]>> EXPECTED = results(WITH_ALL);

    private static List<ModelCompiler.Result> compiled(ModelCompiler.Options options) {
        return MODELS.stream()
                .map(corpus -> ModelCompiler.compile(corpus.source(), options))
                .toList();
    }

    /** To rounding; what is rewritten to keep its digits has fewer of them without. */
    @ParameterizedTest
    @MethodSource("optional")
    void valuesAndGradientsAreTheSameWithoutIt(String pass) {
        same(compiled(ModelCompiler.Options.of("").without(pass)));
    }

    /** To the rounding of their polynomials. */
    @Test
    void valuesAndGradientsAreTheSameInBlocks() {
        same(compiled(ModelCompiler.Options.of("").withBlocks()));
    }

    private static void same(List<ModelCompiler.Result> without) {
        List<Map<String, double[]>> found = results(without);
        int compared = 0;
        int changed = 0;
        for (int k = 0; k < MODELS.size(); k++) {
            String model = MODELS.get(k).source().name();
            changed += text(WITH_ALL.get(k)).equals(text(without.get(k))) ? 0 : 1;
            assertThat(found.get(k)).as(model).containsOnlyKeys(EXPECTED.get(k).keySet());
            for (Map.Entry<String, double[]> expected : EXPECTED.get(k).entrySet()) {
                double[] values = requireNonNull(found.get(k).get(expected.getKey()));
                same(model + ", " + expected.getKey(), values, expected.getValue());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50);
        assertThat(changed).as("models whose Java it changes").isPositive();
    }

    private static String text(ModelCompiler.Result result) {
        return result.files().get(0).text();
    }

    private static void same(String what, double[] found, double[] expected) {
        for (int k = 0; k < expected.length; k++) {
            if (Double.isFinite(expected[k])) {
                assertThat(found[k]).as(what).isCloseTo(expected[k], within(1e-12 * (1 + Math.abs(expected[k]))));
            }
        }
    }

    /** Of all models, which are loaded together. */
    private static List<Map<String, double[]>> results(List<ModelCompiler.Result> compiled) {
        List<LoadedModel> loaded = LoadedModel.load(compiled, List.of());
        List<Map<String, double[]>> results = new ArrayList<>();
        for (int k = 0; k < MODELS.size(); k++) {
            Model model = requireNonNull(compiled.get(k).model());
            ModelInstance instance = loaded.get(k).create(MODELS.get(k).dims(model));
            MODELS.get(k).arrays(model).forEach(instance::set);
            results.add(results(model, instance));
        }
        return results;
    }

    private static Map<String, double[]> results(Model model, ModelInstance instance) {
        Map<String, double[]> results = new LinkedHashMap<>();
        model.outputs()
                .forEach(o -> results.put(o.name(), instance.output(o.name()).clone()));
        model.derivatives().stream()
                .filter(d -> d.clause().startsWith("gradient"))
                .forEach(d -> instance.gradient(d.clause())
                        .forEach((name, value) -> results.put(d.clause() + " / " + name, value.clone())));
        return results;
    }

    @Test
    void theDocumentsTellAllOfThem() throws IOException {
        String architecture = Files.readString(Path.of("../ARCHITECTURE.md"));
        String help = Files.readString(Path.of("cli/src/main/java/dev/costate/cli/ExplainCommand.java"));
        List<String> rows = new ArrayList<>();
        Passes.MODEL.forEach(pass -> rows.add(row(pass.name(), pass.optional(), pass.purpose())));
        Passes.LOOPS.forEach(pass -> rows.add(row(pass.name(), pass.optional(), pass.purpose())));
        assertThat(rows).allSatisfy(row -> assertThat(architecture).containsPattern(row));
        assertThat(Passes.MODEL)
                .allSatisfy(pass ->
                        assertThat(help).contains(String.format("\"  %-10s  %s\"", pass.name(), pass.purpose())));
        assertThat(Passes.optional())
                .allSatisfy(name -> assertThat(architecture).contains("| `" + name + "`* |"));
    }

    private static String row(String name, boolean optional, String purpose) {
        return Pattern.quote("| `" + name + "`" + (optional ? "*" : "") + " | `") + "\\w+\\.\\w+"
                + Pattern.quote("` | " + purpose + " |");
    }

    @Test
    void noTwoHaveOneName() {
        List<String> names = new ArrayList<>(List.of(Passes.PROPAGATE, Passes.SHARE));
        Passes.MODEL.forEach(pass -> names.add(pass.name()));
        Passes.LOOPS.forEach(pass -> names.add(pass.name()));
        Set<String> distinct = new LinkedHashSet<>(names);
        assertThat(distinct).hasSameSizeAs(names);
    }
}

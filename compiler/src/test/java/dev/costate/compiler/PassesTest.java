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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The passes one by one: each can be left out if it says so, and is told in the documents. */
class PassesTest {
    static List<String> optional() {
        return ModelCompiler.Options.optional();
    }

    /** To rounding; what is rewritten to keep its digits has fewer of them without. */
    @ParameterizedTest
    @MethodSource("optional")
    void valuesAndGradientsAreTheSameWithoutIt(String pass) {
        int compared = 0;
        int changed = 0;
        for (Corpus corpus : Corpus.all().values()) {
            ModelCompiler.Result with = ModelCompiler.compile(corpus.source(), ModelCompiler.Options.of(""));
            ModelCompiler.Result without = ModelCompiler.compile(
                    corpus.source(), ModelCompiler.Options.of("").without(pass));
            changed += with.files().get(0).text().equals(without.files().get(0).text()) ? 0 : 1;
            Map<String, double[]> expected = results(with, corpus);
            Map<String, double[]> found = results(without, corpus);
            assertThat(found).containsOnlyKeys(expected.keySet());
            for (Map.Entry<String, double[]> result : expected.entrySet()) {
                same(
                        corpus.source().name() + ", " + result.getKey(),
                        requireNonNull(found.get(result.getKey())),
                        result.getValue());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50);
        assertThat(changed).as("models whose Java it changes").isPositive();
    }

    private static void same(String what, double[] found, double[] expected) {
        for (int k = 0; k < expected.length; k++) {
            if (Double.isFinite(expected[k])) {
                assertThat(found[k]).as(what).isCloseTo(expected[k], within(1e-9 * (1 + Math.abs(expected[k]))));
            }
        }
    }

    private static Map<String, double[]> results(ModelCompiler.Result result, Corpus corpus) {
        Model model = requireNonNull(result.model());
        ModelInstance instance = LoadedModel.load(result).create(corpus.dims(model));
        corpus.arrays(model).forEach(instance::set);
        Map<String, double[]> results = new LinkedHashMap<>();
        result.model()
                .outputs()
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
        Passes.LOOPS.forEach(pass -> rows.add(row(pass.name(), true, pass.purpose())));
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

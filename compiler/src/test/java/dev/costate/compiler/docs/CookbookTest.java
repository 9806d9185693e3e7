package dev.costate.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelInstance;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.JsonInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The models of the cookbook compile without a word, and give what was computed of them by other means, with 60 digits
 * and from other formulas where there are any: outputs, gradients, and nothing that is not expected.
 */
class CookbookTest {
    private static final Path FOLDER = DocsTest.ROOT.resolve("docs/cookbook");
    private static final double RELATIVE = 1e-10;
    private static final double INTERPRETED = 1e-11;

    @TestFactory
    List<DynamicTest> models() throws IOException {
        List<DynamicTest> tests = files(".model").stream()
                .filter(name -> !isLibrary(name))
                .map(name -> DynamicTest.dynamicTest(name, () -> check(name)))
                .toList();
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    @Test
    void everyModelIsIntroduced() throws IOException {
        String page = Files.readString(FOLDER.resolve("README.md"));
        assertThat(files(".model")).allSatisfy(name -> assertThat(page).contains("](" + name + ".model)"));
    }

    private static List<String> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(suffix))
                    .map(f -> f.substring(0, f.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }

    private static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name + ".model"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isLibrary(String name) {
        return text(name).lines().anyMatch(line -> line.equals("library " + name));
    }

    private static void check(String name) throws IOException {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile(name + ".model", text(name)), ModelCompiler.Options.of(""));
        assertThat(result.diagnostics().stream()
                        .map(d -> new DiagnosticPrinter(false).print(d))
                        .collect(Collectors.joining("\n")))
                .isEmpty();
        Model model = result.model();
        JsonInput input = JsonInput.of(model, JsonInput.read(FOLDER.resolve(name + ".json")));
        Agreement agreement = Agreement.of(name, result, input.dims(), input.arrays(), INTERPRETED);
        expected(name, model, agreement.compiled(), JsonInput.read(FOLDER.resolve(name + ".expected.json")));
        agreement.values().gradients();
    }

    private static void expected(String name, Model model, ModelInstance instance, JsonNode expected) {
        assertThat(expected.get("model").textValue()).isEqualTo(name);
        JsonNode outputs = expected.get("outputs");
        assertThat(model.outputs()).extracting(output -> output.name()).containsExactlyElementsOf(outputs::fieldNames);
        for (Map.Entry<String, JsonNode> output : outputs.properties()) {
            same(output.getKey(), instance.output(output.getKey()), output.getValue());
        }
        JsonNode derivatives = expected.get("derivatives");
        assertThat(model.derivatives())
                .extracting(Model.Derivative::clause)
                .containsExactlyElementsOf(derivatives::fieldNames);
        for (Map.Entry<String, JsonNode> clause : derivatives.properties()) {
            Map<String, double[]> gradient = instance.gradient(clause.getKey());
            assertThat(gradient.keySet()).containsExactlyElementsOf(clause.getValue()::fieldNames);
            for (Map.Entry<String, JsonNode> part : clause.getValue().properties()) {
                String what = clause.getKey() + " / " + part.getKey();
                same(what, gradient.get(part.getKey()), part.getValue());
            }
        }
    }

    private static void same(String what, double[] got, JsonNode nested) {
        double[] expected = JsonInput.numbers(nested);
        assertThat(got).as(what).hasSameSizeAs(expected);
        for (int k = 0; k < got.length; k++) {
            assertThat(Math.abs(got[k] - expected[k]))
                    .as("%s[%s]: %s for %s", what, k, got[k], expected[k])
                    .isLessThanOrEqualTo(RELATIVE * Math.abs(expected[k]) + Math.ulp(1));
        }
    }
}

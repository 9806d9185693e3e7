package dev.costate.compiler.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.JsonInput;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The models of the cookbook compile without a word, and give what was computed of them by other means, with 60 digits
 * and from other formulas where there are any: outputs, gradients, and nothing that is not expected.
 */
class CookbookTest {
    private static final double RELATIVE = 1e-10;
    private static final double INTERPRETED = 1e-11;

    @TestFactory
    List<DynamicTest> models() throws IOException {
        List<DynamicTest> tests = Cookbook.models().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> check(name)))
                .toList();
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    @Test
    void everyModelIsIntroduced() throws IOException {
        String page = Files.readString(Cookbook.FOLDER.resolve("README.md"));
        assertThat(Cookbook.files()).allSatisfy(name -> assertThat(page).contains("](" + name + ".model)"));
    }

    /** Complex arithmetic by functions of arrays reads as by hand. */
    @Test
    void complexNumbersAreNoArrays() throws IOException {
        ModelCompiler.Result heston = ModelCompiler.compile(
                new SourceFile("Heston.model", Files.readString(Cookbook.FOLDER.resolve("Heston.model"))),
                Cookbook.OPTIONS);
        assertThat(heston.files())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.text()).doesNotContain("× 2", " i0"));
    }

    /** Without correlation all that is complex is real: on the axis, where a root by hand is apt to divide 0 by 0. */
    @Test
    void hestonHasAGradientWithoutCorrelation() throws IOException {
        ModelCompiler.Result result = Cookbook.compile("Heston");
        JsonInput input = JsonInput.of(requireNonNull(result.model()), Cookbook.input("Heston"));
        Map<String, double[]> arrays = new LinkedHashMap<>(input.arrays());
        arrays.put("atanhRho", new double[] {0});
        Agreement agreement = Agreement.of("Heston", result, input.dims(), arrays, INTERPRETED);
        agreement.values().derivatives();
        for (double slope : agreement.compiled().derivative("gradient of loss")) {
            assertThat(slope).isFinite().isNotZero();
        }
    }

    @Test
    void theJavaThatIsShownCompiles() throws IOException {
        String shown = Fence.of(Cookbook.FOLDER.resolve("README.md")).stream()
                .filter(fence -> fence.info().equals("java"))
                .findFirst()
                .orElseThrow()
                .text();
        List<JavaSource> sources = new ArrayList<>();
        sources.add(new JavaSource("", "Snippet", """
                        public final class Snippet {
                            static void run(double[] x, double[] y, double[] theta, double[] gradient) {
                                %s
                            }
                        }
                        """.formatted(shown)));
        sources.addAll(Cookbook.compile("Lstm").files());
        assertThat(InMemoryCompiler.load(sources).getSimpleName()).isEqualTo("Snippet");
    }

    private static void check(String name) throws IOException {
        ModelCompiler.Result result = Cookbook.compile(name);
        assertThat(Snippet.diagnostics(result)).isEmpty();
        Model model = result.model();
        JsonInput input = JsonInput.of(requireNonNull(model), Cookbook.input(name));
        JsonNode expected = Cookbook.expected(name);
        assertThat(expected.get("model").textValue()).isEqualTo(name);
        dims(requireNonNull(model), input.dims(), expected.get("dims"));
        Agreement agreement = Agreement.of(name, result, input.dims(), input.arrays(), INTERPRETED);
        outputs(requireNonNull(model), agreement.compiled(), expected.get("outputs"));
        derivatives(requireNonNull(model), agreement.compiled(), expected.get("derivatives"));
        agreement.values().derivatives();
    }

    private static void dims(Model model, Map<String, Integer> given, JsonNode expected) {
        assertThat(model.dims()).extracting(d -> d.dim().name()).containsExactlyElementsOf(expected::fieldNames);
        for (Model.Dimension dim : model.dims()) {
            String name = dim.dim().name();
            int size = dim.value() == null ? requireNonNull(given.get(name)) : Cookbook.value(dim.value(), given);
            assertThat(size).as(name).isEqualTo(expected.get(name).intValue());
        }
    }

    private static void outputs(Model model, ModelInstance instance, JsonNode expected) {
        assertThat(model.outputs()).extracting(o -> o.name()).containsExactlyElementsOf(expected::fieldNames);
        for (Map.Entry<String, JsonNode> output : expected.properties()) {
            same(output.getKey(), instance.output(output.getKey()), output.getValue());
        }
    }

    private static void derivatives(Model model, ModelInstance instance, JsonNode expected) {
        assertThat(model.derivatives())
                .extracting(Model.Derivative::clause)
                .containsExactlyElementsOf(expected::fieldNames);
        for (Map.Entry<String, JsonNode> clause : expected.properties()) {
            Map<String, double[]> gradient = instance.gradient(clause.getKey());
            assertThat(gradient.keySet()).containsExactlyElementsOf(clause.getValue()::fieldNames);
            for (Map.Entry<String, JsonNode> part : clause.getValue().properties()) {
                String what = clause.getKey() + " / " + part.getKey();
                same(what, requireNonNull(gradient.get(part.getKey())), part.getValue());
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

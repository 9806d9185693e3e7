package dev.costate.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelInstance;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.JsonInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    /** Compiled and interpreted at the smallest sizes, and where no two neighbouring dims are the same. */
    @TestFactory
    List<DynamicTest> otherSizes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : files(".model")) {
            if (!isLibrary(name)) {
                tests.add(DynamicTest.dynamicTest(name + " at its smallest", () -> sized(name, 0)));
                tests.add(DynamicTest.dynamicTest(name + " at other sizes", () -> sized(name, 3)));
            }
        }
        return tests;
    }

    private static void sized(String name, int different) throws IOException {
        ModelCompiler.Result result = compile(name);
        Model model = result.model();
        assertThat(model).as("%s", result.diagnostics()).isNotNull();
        Map<String, Integer> dims = new LinkedHashMap<>();
        for (Model.Dimension dim : model.dims()) {
            if (dim.given()) {
                int size = different == 0 ? 1 : 2 + dims.size() % different;
                dims.put(dim.dim().name(), Math.max((int) dim.atLeast(), size));
            }
        }
        Random random = new Random(name.hashCode());
        Map<String, double[]> inputs = new LinkedHashMap<>();
        for (Tensor input : model.inputs()) {
            if (input.role() != Tensor.Role.CONST) {
                double[] values = new double[size(input, dims)];
                Arrays.setAll(values, k -> element(input, dims, k, random));
                inputs.put(input.name(), values);
            }
        }
        Agreement.of(name, result, dims, inputs, INTERPRETED).values().gradients();
    }

    private static int size(Tensor input, Map<String, Integer> dims) {
        return input.shape().stream().mapToInt(axis -> value(axis, dims)).reduce(1, Math::multiplyExact);
    }

    private static int value(Poly size, Map<String, Integer> dims) {
        return Math.toIntExact(size.evaluate(atom -> dims.get(atom.name())));
    }

    private static double element(Tensor input, Map<String, Integer> dims, int k, Random random) {
        return input.below() == null ? 0.3 + random.nextDouble() : k % value(input.below(), dims);
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

    private static ModelCompiler.Result compile(String name) {
        return ModelCompiler.compile(new SourceFile(name + ".model", text(name)), ModelCompiler.Options.of(""));
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
        JsonNode expected = JsonInput.read(FOLDER.resolve(name + ".expected.json"));
        Agreement agreement = Agreement.of(name, result, input.dims(), input.arrays(), INTERPRETED);
        expected(name, model, agreement.compiled(), expected);
        dims(model, input.dims(), expected.get("dims"));
        agreement.values().gradients();
    }

    private static void dims(Model model, Map<String, Integer> given, JsonNode expected) {
        assertThat(model.dims()).extracting(d -> d.dim().name()).containsExactlyElementsOf(expected::fieldNames);
        for (Model.Dimension dim : model.dims()) {
            String name = dim.dim().name();
            int size = dim.value() == null ? given.get(name) : value(dim.value(), given);
            assertThat(size).as(name).isEqualTo(expected.get(name).intValue());
        }
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

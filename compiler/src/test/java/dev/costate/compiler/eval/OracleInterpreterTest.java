package dev.costate.compiler.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.check.Checker;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.ModelParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The interpreter's values and derivatives of whole models against ones computed at 100 digits and more. */
class OracleInterpreterTest {
    private static final Path FOLDER = Path.of("src/test/resources/oracle");
    private static final double UNIT = 0x1p-53;
    private static final double C = 64;

    @Test
    void scalarModels() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (List<String> row : rows("scalar_models.tsv")) {
            Model model = model("scalar", row.get(0));
            double[] in = numbers(row.get(1));
            Map<String, double[]> inputs = new LinkedHashMap<>();
            for (int k = 0; k < in.length; k++) {
                inputs.put(model.inputs().get(k).name(), new double[] {in[k]});
            }
            double value =
                    requireNonNull(Interpreter.values(model, Map.of(), inputs).get("result"))[0];
            within(all, row, value, numbers(row.get(2))[0], numbers(row.get(4))[0]);
            for (int k = 0; k < in.length; k++) {
                Tensor input = model.inputs().get(k);
                double got = Derivation.gradient(model, Map.of(), inputs, "result", input.name())[0];
                within(all, row, got, numbers(row.get(3))[k], numbers(row.get(5))[k]);
            }
        }
        all.assertAll();
    }

    private static void within(SoftAssertions all, List<String> row, double got, double exact, double condition) {
        double allowed = C * UNIT * Math.abs(exact) * (1 + condition) + Double.MIN_VALUE;
        all.assertThat(Math.abs(got - exact) <= allowed)
                .as("%s: %s for %s", row, got, exact)
                .isTrue();
    }

    /** But those whose exponentials overflow as they are written. */
    @Test
    void arrayModels() throws IOException {
        Map<String, List<List<String>>> instances = rows("array_models.tsv").stream()
                .filter(row -> row.get(1).equals("normal"))
                .collect(Collectors.groupingBy(row -> row.get(0)));
        assertThat(instances).hasSize(12);
        for (Map.Entry<String, List<List<String>>> instance : instances.entrySet()) {
            arrayModel(model("array", instance.getKey()), instance.getValue());
        }
    }

    private static void arrayModel(Model model, List<List<String>> rows) {
        Map<String, Integer> dims = new HashMap<>();
        of(rows, "dim").forEach((name, value) -> dims.put(name, (int) value[0]));
        Map<String, double[]> inputs = of(rows, "input");
        Map<String, double[]> scale = of(rows, "scale");
        double exact = requireNonNull(of(rows, "loss").get("loss"))[0];
        double loss = requireNonNull(Interpreter.values(model, dims, inputs).get("loss"))[0];
        assertThat(Math.abs(loss - exact))
                .as("%s: %s for %s", model.name(), loss, exact)
                .isLessThanOrEqualTo(1e-14 * (1 + requireNonNull(scale.get("cond"))[0]) * Math.abs(exact));
        Map<String, double[]> gradients = of(rows, "gradient");
        assertThat(gradients).isNotEmpty();
        for (Tensor input : model.inputs()) {
            double[] expected = gradients.get(input.name());
            double[] got =
                    expected == null ? new double[0] : Derivation.gradient(model, dims, inputs, "loss", input.name());
            for (int k = 0; k < got.length; k++) {
                assertThat(Math.abs(got[k] - requireNonNull(expected)[k]))
                        .as("%s: %s[%s] is %s, not %s", model.name(), input, k, got[k], expected[k])
                        .isLessThanOrEqualTo(1e-13 * requireNonNull(scale.get("grad_max_abs"))[0]);
            }
        }
    }

    private static Map<String, double[]> of(List<List<String>> rows, String what) {
        Map<String, double[]> values = new LinkedHashMap<>();
        rows.stream().filter(r -> r.get(2).equals(what)).forEach(r -> values.put(r.get(3), numbers(r.get(4))));
        return values;
    }

    private static Model model(String folder, String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(folder).resolve(name + ".model"));
        Diagnostics diagnostics = new Diagnostics();
        SourceFile source = new SourceFile(name + ".model", text);
        Checked model = Checker.check(requireNonNull(ModelParser.parse(source, diagnostics)), diagnostics);
        assertThat(model).as("%s", diagnostics.sorted()).isNotNull();
        return requireNonNull(model).model();
    }

    private static List<List<String>> rows(String file) throws IOException {
        return Files.readAllLines(FOLDER.resolve(file)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}

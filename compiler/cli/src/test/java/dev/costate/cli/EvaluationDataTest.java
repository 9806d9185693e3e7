package dev.costate.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.costate.compiler.data.ArrayValue;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.data.InputJson;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensor.Role;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.model.Model.Dimension;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Precision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of the JSON of {@code eval}, on a model made by hand. Long, since each rule is a test. */
class EvaluationDataTest {
    private static final SourceFile SOURCE = new SourceFile("Demo.model", "model Demo\n");
    private static final Span SPAN = new Span(SOURCE, 0, 1);
    private static final Atom.Dim N = new Atom.Dim("N");
    private static final Atom.Dim D = new Atom.Dim("D");
    private static final Atom.Dim K = new Atom.Dim("K");
    private static final Atom.Dim TWICE = new Atom.Dim("E");
    private static final Poly TWO_D = Poly.of(D).times(Poly.of(2)).plus(-2);

    private static final Tensors TENSORS = new Tensors();

    private static final Model.File FILE = new Model.File(SOURCE, Set.of(), List.of());

    private final Tensor x = tensor("X", Role.DATA, Tensor.Type.REAL, Poly.of(N), Poly.of(D));
    private final Tensor label = tensor("label", Role.DATA, Tensor.Type.INTEGER, Poly.of(N));
    private final Tensor lambda = tensor("lambda", Role.DATA, Tensor.Type.REAL);
    private final Tensor w = tensor("w", Role.PARAM, Tensor.Type.REAL, TWO_D);
    private final Tensor loss = tensor("loss", Role.OUTPUT, Tensor.Type.REAL);
    private final Tensor z = tensor("z", Role.OUTPUT, Tensor.Type.REAL, Poly.of(N), Poly.of(D));
    private final Derivative gradient =
            new Derivative(Form.GRADIENT, loss, List.of(w), false, 0, "gradient of loss", SPAN);
    private final Model model = new Model(
            SOURCE,
            "Demo",
            null,
            Precision.DOUBLE,
            List.of(
                    new Dimension(N, 1, null, null, SPAN),
                    new Dimension(D, 1, null, null, SPAN),
                    new Dimension(TWICE, 0, TWO_D, null, SPAN)),
            List.of(x, label, lambda, w),
            List.of(),
            Map.of(lambda, new Term.Constant(0.1, SPAN)),
            Map.of(),
            List.of(),
            List.of(loss, z),
            List.of(gradient),
            TENSORS,
            FILE);

    private static Tensor tensor(String name, Role role, Tensor.Type type, Poly... shape) {
        return TENSORS.tensor(name, role, type, List.of(shape), SPAN, null);
    }

    private static InputJson read(String json) throws IOException, DataException {
        return InputJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), name -> true);
    }

    private Binding bind(String x, String label, String w, String more) throws IOException, DataException {
        return Binding.of(
                model,
                read("{\"inputs\": {\"X\": " + x + ", \"label\": " + label + ", \"w\": " + w + "}" + more + "}"));
    }

    private List<String> problems(String x, String label, String w, String more) {
        return catchThrowableOfType(DataException.class, () -> bind(x, label, w, more))
                .problems();
    }

    private static double[] elements(String value) throws IOException, DataException {
        return requireNonNull(
                        read("{\"inputs\": {\"a\": " + value + "}}").inputs().get("a"))
                .elements();
    }

    @Test
    void bindsByNameAndInfersSizes() throws IOException, DataException {
        Binding binding = bind("[[1, 2], [3, 4], [5, 6]]", "[0, 1, 0]", "[1, 2]", "");
        assertThat(binding.dims()).containsExactly(Map.entry("N", 3L), Map.entry("D", 2L), Map.entry("E", 2L));
        assertThat(binding.sizes()).containsExactly(Map.entry(N, 3L), Map.entry(D, 2L));
        assertThat(binding.values().get(x)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(binding.values())
                .as("scalars with a default may be left out")
                .doesNotContainKey(lambda);
        assertThat(binding.shape(z)).hasToString("[3, 2]");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-0.5e-3, -0.5e-3",
        "'\"0x1.8p+1\"', 3",
        "'\"-0X.8p1\"', -1",
        "'\"NaN\"', NaN",
        "'\"Infinity\"', Infinity",
        "'\"-Infinity\"', -Infinity",
        "'\"2.5\"', 2.5",
        "4.9e-324, 4.9e-324",
        "0.1000000000000000055511151231257827, 0.1",
    })
    void readsNumbers(String json, double value) throws IOException, DataException {
        assertThat(elements(json)).containsExactly(value);
        assertThat(elements("[" + json + "]")).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "\"one\"", "\"1f\"", "\" 1\"", "\"\"", "1e400", "\"0x1\"", "[1, null]"})
    void refusesWhatIsNoNumber(String json) {
        assertThatThrownBy(() -> elements(json))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("'a', line 1, column ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | []",
                "[] | [0]",
                "[[]] | [1, 0]",
                "[[], []] | [2, 0]",
                "[[1, 2], [3, 4]] | [2, 2]",
                "[[[1], [2]]] | [1, 2, 1]",
                "{\"shape\": [0, 3], \"values\": []} | [0, 3]",
                "{\"values\": [1, 2, 3, 4], \"shape\": [2, 2]} | [2, 2]",
                "{\"shape\": [2, 2.0], \"values\": [[1, 2], [3, 4]]} | [2, 2]",
                "{\"shape\": [], \"values\": 5} | []",
                "{\"shape\": [], \"values\": [5]} | []",
            })
    void readsShapes(String json, String shape) throws IOException, DataException {
        assertThat(requireNonNull(read("{\"inputs\": {\"a\": " + json + "}}")
                                .inputs()
                                .get("a"))
                        .shape())
                .hasToString(shape);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[1, 2], [3]]",
                "[[1], 2]",
                "[1, [2]]",
                "[[1, 2], [3, 4, 5]]",
                "[[], [1]]",
                "[[[1]], [[1], [2]]]",
                "[[], [[]]]",
                "[[[]], []]"
            })
    void refusesRaggedArrays(String json) {
        assertThatThrownBy(() -> elements(json))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("'a', line 1, column ")
                .hasMessageContaining("ragged");
    }

    @Test
    void readsDeepArraysWithoutAStack() {
        String deep = "[".repeat(900) + "1" + "]".repeat(900);
        assertThat(problems(deep, "[0]", "[1]", "")).singleElement().asString().contains("'X'");
    }

    @Test
    void refusesAShapeThatDoesNotFitItsValues() {
        assertThatThrownBy(() -> elements("{\"shape\": [2, 2], \"values\": [1, 2, 3]}"))
                .hasMessage("'a': \"shape\" says [2, 2], but \"values\" has shape [3]");
        assertThatThrownBy(() -> elements("{\"shape\": [1]}")).hasMessageContaining("\"values\"");
        assertThatThrownBy(() -> elements("{\"values\": [1]}")).hasMessageContaining("\"shape\"");
        assertThatThrownBy(() -> elements("{\"size\": [1]}")).hasMessageContaining("\"size\"");
        assertThatThrownBy(() -> elements("{\"shape\": [-1], \"values\": []}")).hasMessageContaining("-1");
        assertThatThrownBy(() -> elements("{\"shape\": [1.5], \"values\": []}")).hasMessageContaining("1.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"inputs\": {\"a\": 1, \"a\": 2}} | Duplicate",
                "{\"inputs\": [1]} | \"inputs\" must be an object",
                "{\"input\": {}} | unknown key \"input\"",
                "{} {} | after the end",
                "[] | must be an object",
                "{\"dims\": {\"N\": 1.5}} | dim 'N'",
                "{\"dims\": {\"N\": 1e30}} | dim 'N'",
                "{\"inputs\": {\"a\": NaN}} | no JSON",
                "{\"inputs\": {\"a\": [1, | no JSON",
            })
    void refusesOtherJson(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(DataException.class).hasMessageContaining(message);
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> read("")).hasMessage("the input is empty; an object is expected");
    }

    @Test
    void namesMissingAndSurplusInputsTogether() {
        assertThatThrownBy(
                        () -> Binding.of(model, read("{\"inputs\": {\"Y\": 1, \"w\": [1, 2]}, \"dims\": {\"Q\": 1}}")))
                .hasMessage("""
                        input 'Y': the model has no such input; it has X, label, lambda, w
                        input 'X' is missing: expected shape [N, D]
                        input 'label' is missing: expected shape [N]
                        dim 'Q': the model has no such dim; it has N, D, E""");
    }

    @Test
    void saysWhichShapeItExpected() {
        assertThat(problems("[1, 2]", "[0]", "[1]", ""))
                .containsExactly("input 'X': expected shape [N, D], not shape [2]");
        assertThat(problems("[[1, 2]]", "[0]", "[1]", ""))
                .containsExactly("input 'w': expected shape [2*D - 2] = [2], not shape [1]");
        assertThat(problems("[[1, 2]]", "[0, 1]", "[1, 2]", ""))
                .containsExactly("dim 'N' is 1 by 'X' of shape [1, 2], but 2 by 'label' of shape [2]");
    }

    @Test
    void checksDimsAgainstTheArrays() throws IOException, DataException {
        bind("[[1, 2]]", "[0]", "[1, 2]", ", \"dims\": {\"N\": 1, \"D\": 2.0, \"E\": 2}");
        assertThat(problems("[[1, 2]]", "[0]", "[1, 2]", ", \"dims\": {\"N\": 2}"))
                .contains("dim 'N' is 2 by \"dims\", but 1 by 'X' of shape [1, 2]");
        assertThat(problems("[[1, 2]]", "[0]", "[1, 2]", ", \"dims\": {\"E\": 3}"))
                .containsExactly("dim 'E' is 3 by \"dims\", but 2 by the model, as 2*D - 2");
    }

    @Test
    void checksTheLeastSize() {
        assertThat(problems("{\"shape\": [0, 2], \"values\": []}", "[]", "[1, 2]", ""))
                .containsExactly("dim 'N' is 0 by 'X' of shape [0, 2], but must be at least 1");
    }

    @Test
    void asksForASizeThatNoAxisBears() throws IOException, DataException {
        Tensor v = tensor("v", Role.PARAM, Tensor.Type.REAL, Poly.of(K).times(Poly.of(2)));
        Model unborne = new Model(
                SOURCE,
                "Demo",
                null,
                Precision.DOUBLE,
                List.of(new Dimension(K, 1, null, null, SPAN)),
                List.of(v),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(loss),
                List.of(),
                TENSORS,
                FILE);
        assertThatThrownBy(() -> Binding.of(unborne, read("{\"inputs\": {\"v\": [1, 2]}}")))
                .hasMessageContaining("dim 'K' is missing");
        Binding binding = Binding.of(unborne, read("{\"dims\": {\"K\": 1}, \"inputs\": {\"v\": [1, 2]}}"));
        assertThat(binding.dims()).containsEntry("K", 1L);
    }

    @Test
    void checksIntegers() throws IOException, DataException {
        bind("[[1, 2]]", "[3.0]", "[1, 2]", "");
        assertThat(problems("[[1, 2]]", "[0.5]", "[1, 2]", ""))
                .containsExactly("input 'label' holds integers, and 0.5 is none");
        assertThat(problems("[[1, 2]]", "[2147483648]", "[1, 2]", ""))
                .containsExactly("input 'label': 2147483648 does not fit into an int");
        assertThat(problems("[[1, 2]]", "[-1e300]", "[1, 2]", ""))
                .containsExactly("input 'label': -1.0E300 does not fit into an int");
    }

    @Test
    void refusesVectorsThatNothingTakes() {
        assertThat(problems("[[1, 2]]", "[0]", "[1, 2]", ", \"vectors\": {\"loss\": {\"w\": [1, 2]}}"))
                .singleElement()
                .asString()
                .contains("\"vectors\": 'loss'");
    }

    @Test
    void writesResults() throws IOException, DataException {
        Binding binding = bind("[[1, 2], [3, 4]]", "[0, 1]", "[1, 2]", "");
        Map<Tensor, double[]> outputs =
                Map.of(loss, new double[] {0.81}, z, new double[] {2e22, 2e-3, Double.NaN, Double.NEGATIVE_INFINITY});
        double[] elements = {Double.MIN_VALUE, -0.0};
        StringWriter out = new StringWriter();
        Evaluation evaluation = new Evaluation(outputs, Map.of(gradient, elements), Map.of());
        OutputJson.write(model, binding, new OutputJson.Results(evaluation, null, null), out);
        assertThat(out).hasToString("""
                        {
                          "model": "Demo",
                          "dims": {
                            "N": 2,
                            "D": 2,
                            "E": 2
                          },
                          "outputs": {
                            "loss": 0.81,
                            "z": [ [ 2.0E22, 0.002 ], [ "NaN", "-Infinity" ] ]
                          },
                          "derivatives": {
                            "gradient of loss": {
                              "w": [ 4.9E-324, -0.0 ]
                            }
                          }
                        }
                        """);
    }

    @Test
    void readsAMillionEntries() throws IOException, DataException {
        StringBuilder json = new StringBuilder("{\"inputs\": {\"a\": [");
        for (int i = 0; i < 1_000_000; i++) {
            json.append(i == 0 ? "[" : ",[").append(i * 0.1).append(']');
        }
        ArrayValue a = read(json.append("]}}").toString()).inputs().get("a");
        assertThat(requireNonNull(a).shape()).hasToString("[1000000, 1]");
    }
}

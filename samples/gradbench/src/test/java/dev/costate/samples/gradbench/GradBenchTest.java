package dev.costate.samples.gradbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Conversations with the tool, line by line. */
class GradBenchTest {
    /** Inputs and outputs on which the tools of the benchmark agree. */
    private static final Path WORKLOADS = Path.of("../../compiler/src/test/resources/bench");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> answers(String... messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GradBench.answer(
                new StringReader(String.join("\n", messages)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                Duration.ZERO);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            answers.add(JSON.readTree(line));
        }
        assertThat(answers).hasSameSizeAs(messages);
        return answers;
    }

    private static JsonNode output(String module, String function, JsonNode input) throws IOException {
        ObjectNode message = JSON.createObjectNode();
        message.put("id", 7).put("kind", "evaluate").put("module", module).put("function", function);
        message.set("input", input.isObject() ? ((ObjectNode) input.deepCopy()).put("min_seconds", 0) : input);
        JsonNode answer = answers(message.toString()).get(0);
        assertThat(answer.path("success").asBoolean()).as("%s", answer).isTrue();
        assertThat(answer.path("id").asInt()).isEqualTo(7);
        assertThat(answer.path("timings")).hasSize(1);
        assertThat(answer.at("/timings/0/name").asText()).isEqualTo("evaluate");
        assertThat(answer.at("/timings/0/nanoseconds").asLong()).isPositive();
        return answer.path("output");
    }

    @TestFactory
    List<DynamicTest> workloads() throws IOException {
        try (Stream<Path> files = Files.list(WORKLOADS)) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .sorted()
                    .map(f -> DynamicTest.dynamicTest(
                            f.getFileName().toString(), () -> workload(JSON.readTree(Files.readString(f)))))
                    .toList();
        }
    }

    private static void workload(JsonNode workload) throws IOException {
        String module = workload.path("module").asText();
        for (Map.Entry<String, JsonNode> function : workload.path("functions").properties()) {
            Iterable<JsonNode> cases =
                    function.getValue().isArray() ? function.getValue() : List.of(function.getValue());
            for (JsonNode one : cases) {
                JsonNode input = one.has("input") ? one.path("input") : workload.path("input");
                same(function.getKey(), output(module, function.getKey(), input), one.path("output"));
            }
        }
    }

    /** By the measure of the benchmark. */
    private static void same(String where, JsonNode got, JsonNode expected) {
        if (expected.isNumber()) {
            double scale = Math.max(1, Math.abs(got.doubleValue()) + Math.abs(expected.doubleValue()));
            assertThat(Math.abs(got.doubleValue() - expected.doubleValue()))
                    .as("%s: %s for %s", where, got, expected)
                    .isLessThanOrEqualTo(1e-10 * scale);
            return;
        }
        assertThat(got).as(where).hasSameSizeAs(expected);
        for (int k = 0; expected.isArray() && k < expected.size(); k++) {
            same(where + "/" + k, got.path(k), expected.path(k));
        }
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            same(where + "/" + field.getKey(), got.path(field.getKey()), field.getValue());
        }
    }

    /** Against the expansion along the first row, and cofactors. */
    @Test
    void determinants() throws IOException {
        for (int n : new int[] {1, 2, 5, 6}) {
            double[] a = new Random(n).doubles((long) n * n).toArray();
            ObjectNode input = JSON.createObjectNode().put("ell", n);
            input.set("A", JSON.valueToTree(a));
            same("primal", output("det", "primal", input), JSON.valueToTree(determinant(a, n)));
            double[] gradient = new double[n * n];
            for (int k = 0; k < n * n; k++) {
                gradient[k] = ((k / n + k % n) % 2 == 0 ? 1 : -1) * determinant(minor(a, n, k / n, k % n), n - 1);
            }
            same("gradient", output("det", "gradient", input), JSON.valueToTree(gradient));
        }
    }

    private static double determinant(double[] a, int n) {
        double sum = n == 0 ? 1 : 0;
        for (int j = 0; j < n; j++) {
            sum += (j % 2 == 0 ? 1 : -1) * a[j] * determinant(minor(a, n, 0, j), n - 1);
        }
        return sum;
    }

    private static double[] minor(double[] a, int n, int row, int column) {
        double[] minor = new double[(n - 1) * (n - 1)];
        int k = 0;
        for (int i = 0; i < n * n; i++) {
            if (i / n != row && i % n != column) {
                minor[k++] = a[i];
            }
        }
        return minor;
    }

    @Test
    void leastSquares() throws IOException {
        int n = 33;
        double[] x = new Random(3).doubles(7).toArray();
        double value = 0;
        double[] gradient = new double[x.length];
        for (int i = 0; i < n; i++) {
            double t = -1 + 2.0 * i / (n - 1);
            double residual = Math.signum(t);
            for (int j = x.length - 1, power = 0; j >= 0; j--, power++) {
                residual -= x[power] * Math.pow(t, power);
            }
            value += residual * residual / 2;
            for (int j = 0; j < x.length; j++) {
                gradient[j] -= residual * Math.pow(t, j);
            }
        }
        ObjectNode input = JSON.createObjectNode().put("n", n);
        input.set("x", JSON.valueToTree(x));
        same("primal", output("llsq", "primal", input), JSON.valueToTree(value));
        same("gradient", output("llsq", "gradient", input), JSON.valueToTree(gradient));
    }

    /**
     * The solution is a polynomial of the time, which the method follows exactly up to the fourth: x[0] t, then
     * x[1] x[0] t² / 2 and so on.
     */
    @Test
    void differentialEquations() throws IOException {
        double[] x = {0.3, 0.7, 1.1, 0.9};
        double[] solution = new double[x.length];
        double product = 1;
        for (int i = 0; i < x.length; i++) {
            product *= x[i] * 2 / (i + 1);
            solution[i] = product;
        }
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            gradient[i] = product / x[i];
        }
        ObjectNode input = JSON.createObjectNode().put("s", 3);
        input.set("x", JSON.valueToTree(x));
        same("primal", output("ode", "primal", input), JSON.valueToTree(solution));
        same("gradient", output("ode", "gradient", input), JSON.valueToTree(gradient));
    }

    @Test
    void answersEachMessage() throws IOException {
        List<JsonNode> answers = answers(
                "{\"id\": 1, \"kind\": \"start\", \"eval\": \"lse\"}",
                "{\"id\": 2, \"kind\": \"define\", \"module\": \"lse\"}",
                "{\"id\": 3, \"kind\": \"define\", \"module\": \"particle\"}",
                "{\"id\": 4, \"kind\": \"analysis\"}");
        assertThat(answers.stream().map(JsonNode::toString))
                .containsExactly(
                        "{\"id\":1,\"tool\":\"costate\"}",
                        "{\"id\":2,\"success\":true}",
                        "{\"id\":3,\"success\":false}",
                        "{\"id\":4}");
    }

    @Test
    void runsAsOftenAsAsked() throws IOException {
        JsonNode answer = answers("{\"id\": 1, \"kind\": \"evaluate\", \"module\": \"lse\", \"function\": \"primal\","
                        + " \"input\": {\"x\": [1, 2], \"min_runs\": 17, \"min_seconds\": 0}}")
                .get(0);
        assertThat(answer.path("timings")).hasSize(17);
        assertThat(answer.path("output").asDouble()).isEqualTo(2 + Math.log1p(Math.exp(-1)));
    }

    @Test
    void tellsWhatIsWrong() throws IOException {
        String evaluate = "{\"id\": 1, \"kind\": \"evaluate\", ";
        List<JsonNode> answers = answers(
                evaluate + "\"module\": \"lse\", \"function\": \"hessian\", \"input\": {}}",
                evaluate + "\"module\": \"none\", \"function\": \"primal\", \"input\": {}}",
                evaluate + "\"module\": \"lse\", \"function\": \"primal\", \"input\": {\"x\": [\"one\"]}}",
                evaluate + "\"module\": \"gmm\", \"function\": \"objective\", \"input\": {\"n\": 2, \"d\": 1,"
                        + " \"k\": 1, \"m\": 0, \"gamma\": 1, \"x\": [[1]], \"alpha\": [1], \"mu\": [[1]],"
                        + " \"q\": [[1]], \"l\": [[]]}}",
                "no message");
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.path("success").asBoolean(true)).isFalse());
        assertThat(answers.stream().map(answer -> answer.path("error").asText()))
                .satisfiesExactly(
                        error -> assertThat(error)
                                .contains("hessian")
                                .contains("lse")
                                .contains("gradient"),
                        error -> assertThat(error).contains("none"),
                        error -> assertThat(error).contains("one"),
                        error -> assertThat(error).contains("x: expected 2 × 1").contains("N × D"),
                        error -> assertThat(error).contains("JSON"));
    }
}

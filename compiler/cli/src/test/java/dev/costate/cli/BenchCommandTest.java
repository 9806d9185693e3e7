package dev.costate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That measuring runs and tells what it should; not how long anything takes. */
class BenchCommandTest {
    private static final String MODEL = """
            model Demo
            dim N
            data x[N]
            param w[N]
            output fit[i] = exp(w[i] * x[i])
            output loss = sum(i) fit[i]^2
            derive gradient of loss
            derive gradient of loss wrt x
            """;
    private static final String DATA = "{\"inputs\": {\"x\": [1, 2, 3], \"w\": [0.1, 0.2, 0.3]}}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine costate =
            Costate.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    private Path folder;

    private Path model;
    private Path data;

    @BeforeEach
    void files() throws IOException {
        model = Files.writeString(folder.resolve("Demo.model"), MODEL);
        data = Files.writeString(folder.resolve("Demo.json"), DATA);
    }

    private int bench(Object... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "bench";
        for (int k = 0; k < arguments.length; k++) {
            all[k + 1] = arguments[k].toString();
        }
        return costate.execute(all);
    }

    @Test
    void measures() throws IOException {
        assertThat(bench(model, "--input", data, "--seconds", "0.2", "--format=json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("model").asText()).isEqualTo("Demo");
        assertThat(json.get("dims").get("N").asInt()).isEqualTo(3);
        assertThat(json.get("jvm").asText()).startsWith("Java ");
        JsonNode times = json.get("times");
        assertThat(times.fieldNames())
                .toIterable()
                .containsExactly("value", "gradient of loss", "gradient of loss wrt x");
        for (JsonNode time : times) {
            assertThat(time.get("median").asDouble()).isPositive();
            assertThat(time.get("least").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(time.get("median").asDouble());
            assertThat(time.get("firstCall").asDouble()).isPositive();
            assertThat(time.get("warmUp").asDouble())
                    .isGreaterThanOrEqualTo(time.get("firstCall").asDouble());
            assertThat(time.get("calls").asLong()).isGreaterThan(100);
            assertThat(time.get("allocated").asDouble()).isLessThan(1);
        }
        JsonNode gradient = times.get("gradient of loss");
        double ratio = gradient.get("median").asDouble()
                / times.get("value").get("median").asDouble();
        assertThat(gradient.get("ratio").asDouble()).isEqualTo(ratio);
        assertThat(times.get("value").has("ratio")).isFalse();
        assertThat(json.get("memory").get("work").asLong()).isGreaterThan(3 * 8);
        assertThat(json.get("memory").get("data").asLong()).isEqualTo(3 * 8);
        assertThat(json.get("java").get("bytes").asLong()).isGreaterThan(1000);
        for (String step : new String[] {"modelToJava", "javaToClasses"}) {
            JsonNode compiling = json.get("compiling").get(step);
            assertThat(compiling.get("least").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(compiling.get("first").asDouble());
        }
    }

    @Test
    void findsTheDataBesideTheModel() {
        assertThat(bench(model, "--seconds", "0.05")).isZero();
        assertThat(out.toString())
                .startsWith("Demo  N = 3")
                .contains("gradient of loss wrt x")
                .contains("memory", "model to Java");
    }

    @Test
    void printsATableOfAFolder() throws IOException {
        Files.writeString(folder.resolve("Other.model"), MODEL.replace("Demo", "Other"));
        int status = bench(folder, "--seconds", "0.05");
        assertThat(status).as(err.toString()).isZero();
        assertThat(err.toString()).contains("Other.model is left out").contains("Other.json");
        assertThat(out.toString().lines().filter(line -> line.startsWith("| Demo | N = 3 |")))
                .hasSize(2);
    }

    @Test
    void comparesTwoWaysOfCompiling() throws IOException {
        assertThat(bench(model, "--seconds", "0.05", "--compare", "default", "literal"))
                .as("%s", err)
                .isZero();
        assertThat(out.toString())
                .startsWith("Demo  N = 3")
                .contains("A: default", "B: literal", "B / A", "A is B", "gradient of loss wrt x");
        out.getBuffer().setLength(0);
        assertThat(bench(model, "--seconds", "0.05", "--format=json", "--compare", "default", "without=share"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("sides").toString()).isEqualTo("[\"default\",\"without=share\"]");
        assertThat(json.get("times").properties()).hasSize(3).allSatisfy(time -> {
            double ratio = time.getValue().get("second").asDouble()
                    / time.getValue().get("first").asDouble();
            assertThat(time.getValue().get("ratio").asDouble()).isEqualTo(ratio).isPositive();
            assertThat(time.getValue().get("firstCallOfFirst").asDouble()).isPositive();
            assertThat(time.getValue().get("firstCallOfSecond").asDouble()).isPositive();
        });
    }

    @Test
    void measuresOrdersOfSums() throws IOException {
        assertThat(bench(model, "--seconds", "0.05", "--sum", "pairwise")).isZero();
        assertThat(bench(model, "--seconds", "0.05", "--compare", "default", "sum=compensated"))
                .isZero();
        assertThat(out.toString()).contains("B: sum=compensated");
        assertThat(bench(model, "--sum", "backwards")).isEqualTo(2);
        assertThat(bench(model, "--compare", "default", "sum=backwards")).isEqualTo(2);
        assertThat(err.toString()).contains("--compare sum=backwards").contains("naive, blocked, pairwise");
        Path jar = Files.write(folder.resolve("some.jar"), new byte[0]);
        assertThat(bench(model, "--sum", "naive", "--compare", "default", jar)).isEqualTo(2);
        assertThat(err.toString()).contains("another build computes as it does by default");
    }

    @Test
    void saysWhichSidesThereAre() throws IOException {
        assertThat(bench(model, "--compare", "default", "without=nothing")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--compare without=nothing")
                .contains("stabilise")
                .contains("jar");
        assertThat(bench(model, "--compare", "default")).isEqualTo(2);
        Path noBuild = Files.write(folder.resolve("empty.jar"), new byte[0]);
        err.getBuffer().setLength(0);
        assertThat(bench(model, "--compare", "default", noBuild)).isEqualTo(1);
        assertThat(err.toString()).contains("empty.jar").contains("no build of Costate");
    }

    @Test
    void saysWhatIsWrongWithUsageAndData() throws IOException {
        assertThat(bench(model, "--input", folder.resolve("none.json"))).isEqualTo(2);
        assertThat(bench(folder, "--input", data)).isEqualTo(2);
        assertThat(bench(model, "--seconds", "0")).isEqualTo(2);
        assertThat(bench(model, "--seconds", "NaN")).isEqualTo(2);
        Files.writeString(data, "{\"inputs\": {\"x\": [1, 2, 3]}}");
        assertThat(bench(model)).isEqualTo(1);
        assertThat(err.toString()).contains("input 'w' is missing");
        Files.writeString(model, "model Demo\noutput y = z\n");
        assertThat(bench(model)).isEqualTo(1);
    }
}

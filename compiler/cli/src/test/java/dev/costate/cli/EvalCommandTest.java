package dev.costate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** From a model and data to values and derivatives, through the command. */
class EvalCommandTest {
    private static final String MODEL = """
            model Demo

            dim N

            data x[N]
            data scale = 0.5
            param w[N]
            param b

            output fit[i] = w[i] * x[i] + b
            output loss = scale * sum(i) fit[i]^2

            derive gradient of loss
            derive gradient of loss wrt  b,x
            """;
    private static final String DATA = "{\"inputs\": {\"x\": [1, 2], \"w\": [3, \"0x1p-1\"], \"b\": 1}}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine costate =
            Costate.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    private Path folder;

    private int eval(String model, String data, String... more) throws IOException {
        Path source = Files.writeString(folder.resolve("Demo.model"), model);
        Path input = Files.writeString(folder.resolve("in.json"), data);
        List<String> arguments = new ArrayList<>(List.of("eval", source.toString(), "--input", input.toString()));
        arguments.addAll(List.of(more));
        return costate.execute(arguments.toArray(String[]::new));
    }

    private JsonNode result() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void evaluatesOutputsAndGradients() throws IOException {
        assertThat(eval(MODEL, DATA)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(result().toString())
                .isEqualTo("{\"model\":\"Demo\",\"dims\":{\"N\":2},\"outputs\":{\"fit\":[4.0,2.0],\"loss\":10.0},"
                        + "\"derivatives\":{\"gradient of loss\":{\"w\":[4.0,4.0],\"b\":6.0},"
                        + "\"gradient of loss wrt b, x\":{\"b\":6.0,\"x\":[12.0,1.0]}}}");
    }

    @Test
    void interpretsToTheSame() throws IOException {
        eval(MODEL, DATA);
        String compiled = out.toString();
        out.getBuffer().setLength(0);
        assertThat(eval(MODEL, DATA, "--interpret")).isZero();
        assertThat(out).hasToString(compiled);
    }

    /** Every form, by power series: what it gives is what the compiled class gives, here without rounding. */
    @Test
    void takesFreeNumbers() throws IOException {
        String model = """
                model Demo
                dim K
                data a[K]
                param scale > 0
                param w[K] simplex
                output lp = scale * sum(k) a[k] * w[k]
                derive gradient of lp
                """;
        String data = "{\"inputs\": {\"a\": [1, 3]}, \"unconstrained\": {\"scale\": 0, \"w\": [0]}}";
        for (String how : List.of("--only=gradient of lp", "--interpret")) {
            out.getBuffer().setLength(0);
            assertThat(eval(model, data, how)).isZero();
            JsonNode result = result();
            assertThat(result.get("natural").toString()).isEqualTo("{\"scale\":1.0,\"w\":[0.5,0.5]}");
            assertThat(result.get("logJacobian").doubleValue()).isCloseTo(Math.log(0.25), Offset.offset(1e-15));
            JsonNode gradient = result.get("unconstrained").get("gradient of lp");
            assertThat(gradient.get("scale").doubleValue()).isCloseTo(3, Offset.offset(1e-14));
            assertThat(gradient.get("w").get(0).doubleValue()).isCloseTo(-0.5, Offset.offset(1e-14));
        }
        assertThat(eval(model, data.replace("[0]", "[0, 0]"))).isEqualTo(1);
        assertThat(err.toString()).contains("dim 'K' is 2 by 'a' of shape [2], but 3 by the free numbers of 'w'");
    }

    /** An interval that data makes empty is an error; so it is with params by their values. */
    @Test
    void refusesEmptyIntervals() throws IOException {
        String model = "model Demo\ndata lo\nparam p in lo .. 1\noutput lp = log(p)\nderive gradient of lp\n";
        for (String point : List.of("\"unconstrained\": {\"p\": 0}}", "\"inputs\": {\"lo\": 1, \"p\": 1}}")) {
            String data = point.startsWith("\"u") ? "{\"inputs\": {\"lo\": 1}, " + point : "{" + point;
            err.getBuffer().setLength(0);
            assertThat(eval(model, data)).isEqualTo(1);
            assertThat(err.toString())
                    .contains("error: the lower end of the domain of p is 1.0, and the upper end is 1.0");
        }
    }

    @Test
    void interpretsEveryForm() throws IOException {
        String forms = """
                derive directional of loss
                derive vjp of fit
                derive jacobian of fit
                derive jacobian of fit wrt b, w layout denominator
                derive hvp of loss
                derive hessian of loss
                derive diagonal hessian of loss
                derive hvp of fit wrt w, x
                derive hessian of fit wrt x, w
                derive taylor of loss order 4
                """;
        String data = "{\"inputs\": {\"x\": [1, 2], \"w\": [3, 0.5], \"b\": 1}, \"vectors\": {\"loss\": {\"w\": [2, 1],"
                + " \"b\": -1}, \"hvp of fit wrt w, x\": {\"w\": [1, 0], \"x\": [0, 2]}}, \"seeds\": {\"fit\": [1,"
                + " -2]}}";
        assertThat(eval(MODEL + forms, data)).isZero();
        // Either zero is a derivative of zero.
        String compiled = out.toString().replace("-0.0", "0.0");
        out.getBuffer().setLength(0);
        assertThat(eval(MODEL + forms, data, "--interpret")).isZero();
        assertThat(out.toString().replace("-0.0", "0.0")).isEqualTo(compiled);
        assertThat(err.toString()).isEmpty();
        assertThat(result().get("derivatives").size()).isEqualTo(12);
    }

    @Test
    void evaluatesOnlyWhatIsAsked() throws IOException {
        assertThat(eval(MODEL, DATA, "--only", "gradient of  loss wrt b ,x")).isZero();
        assertThat(result().get("derivatives").size()).isEqualTo(1);
        assertThat(result().get("outputs").size()).isEqualTo(2);
        assertThat(eval(MODEL, DATA, "--only", "hessian of loss")).isEqualTo(2);
        assertThat(err.toString()).contains("'gradient of loss'");
    }

    @Test
    void refusesSizesNoArrayCanHave() throws IOException {
        String model = "model Demo\ndim N\nparam w\noutput y = w * N\n";
        assertThat(eval(model, "{\"dims\": {\"N\": 3000000000}, \"inputs\": {\"w\": 1}}"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("dim 'N' is 3000000000");
    }

    @Test
    void writesToAFile() throws IOException {
        Path results = folder.resolve("out.json");
        assertThat(eval(MODEL, DATA, "--output", results.toString())).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(results.toFile())
                        .get("outputs")
                        .get("loss")
                        .asDouble())
                .isEqualTo(10);
    }

    @Test
    void nonFiniteResultsAreResults() throws IOException {
        assertThat(eval(MODEL, DATA.replace("[1, 2]", "[1, \"Infinity\"]"))).isZero();
        assertThat(result().get("outputs").get("loss").asText()).isEqualTo("Infinity");
    }

    @Test
    void wrongDataIs1WithoutJson() throws IOException {
        assertThat(eval(MODEL, "{\"inputs\": {\"x\": [1, 2], \"w\": [3], \"b\": [1]}}"))
                .isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("error: input 'b': expected a scalar, not shape [1]")
                .contains("error: dim 'N' is 2 by 'x' of shape [2], but 1 by 'w' of shape [1]");
        assertThat(eval(MODEL, "{")).isEqualTo(1);
        assertThat(eval(MODEL, DATA, "--input", folder.resolve("missing").toString()))
                .isEqualTo(2);
    }

    /** What cannot be known before: where integer data lead. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "output y = x[at]           | "
                        + "3  | 'x[at] at Demo.model:6: subscript at is 3, and this axis has 3 entries'",
                "output y = x[at + 1]       | -2 | 'x[at + 1] at Demo.model:6: subscript at + 1 is -1, and this axis'",
                "output y = x[label]        | 0  | 'label is 3, and must be at least 0 and less than 3'",
                "output y = x[0] * (2 div at) | 0 | '2 div at at Demo.model:6 divides by zero'",
                "output y = x[at / 2]       | 3  | 'at/2 at Demo.model:6 is 3/2, which is no whole number'",
                "output y = sum(i in at * at * at) x[0] | "
                        + "2000 | 'at*at*at at Demo.model:6 is 8000000000, and ranges lie between'",
            })
    void integerDataThatLeadNowhereAre1WithoutJson(String output, int at, String message) throws IOException {
        String model = "model Demo\ndim N\ndata at : int\ndata label in N\nparam x[N]\n" + output + "\n";
        int label = output.contains("label") ? 3 : 0;
        String data = "{\"inputs\": {\"x\": [1, 2, 3], \"at\": " + at + ", \"label\": " + label + "}}";
        assertThat(eval(model, data)).isEqualTo(Costate.WRONG);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("error: " + message).doesNotContain("Exception");
    }

    @Test
    void explainsEachStage() throws IOException {
        Path source = Files.writeString(folder.resolve("Demo.model"), MODEL);
        assertThat(costate.execute("explain", source.toString())).isZero();
        assertThat(out.toString()).contains("== lower ==");
        assertThat(costate.execute("explain", "--stage", "nonesuch", source.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there are all, ");
    }

    @Test
    void compilesToFiles() throws IOException {
        Path source = Files.createDirectories(folder.resolve("src/com/acme"));
        Files.writeString(source.resolve("Demo.model"), MODEL);
        Path output = folder.resolve("java");
        assertThat(costate.execute("compile", folder.resolve("src").toString(), "-d", output.toString()))
                .isZero();
        assertThat(output.resolve("com/acme/Demo.java")).content().contains("package com.acme;");
        assertThat(out.toString()).contains(output.resolve("com/acme/Demo.java").toString());
    }

    /** Where the model is does not show in what is made of it. */
    @Test
    void compilesToTheSameEverywhere() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String place : List.of("here", "there/and/further")) {
            Path source = Files.createDirectories(folder.resolve(place)).resolve("Demo.model");
            Files.writeString(source, "model Demo\ndim N\ndata at : int\nparam x[N]\noutput y = x[at + 1]^2\n");
            Path output = folder.resolve(place + "-java");
            assertThat(costate.execute("compile", source.toString(), "-d", output.toString()))
                    .isZero();
            texts.add(Files.readString(output.resolve("Demo.java")));
        }
        assertThat(texts.get(0)).contains("x[at + 1] at Demo.model:5").isEqualTo(texts.get(1));
    }

    @Test
    void anAxisOfAnEquationIsNotNegative() throws IOException {
        String model = """
                model Demo
                dim N
                dim K
                data x[N]
                param w[K]
                output z[i] = sum(k) w[k] * x[i + k] for i in N - K + 1
                """;
        assertThat(eval(model, "{\"inputs\": {\"x\": [1], \"w\": [1, 2]}}")).isZero();
        assertThat(eval(model, "{\"inputs\": {\"x\": [1], \"w\": [1, 2, 3]}}")).isEqualTo(1);
        assertThat(err.toString()).contains("'z' has an axis of -K + N + 1 = -1 entries at these sizes");
    }

    /** Every let in its shape, also one that nothing reads, and one by several equations. */
    @Test
    void givesLets() throws IOException {
        String model = """
                model Demo
                dim N
                data x[N]
                param w
                let z[i, k] = w * x[i] + k for k in 2
                let h[0] = w
                let h[t + 1] = 2 * h[t] for t in N
                let unread = log(w - 3)
                let m = max(i) z[i, 1]
                output y = sum(i, k) z[i, k] + h[N] + m
                """;
        String data = "{\"inputs\": {\"x\": [1, 2], \"w\": 3}}";
        assertThat(eval(model, data, "--lets")).isZero();
        assertThat(result().get("lets").toString())
                .isEqualTo("{\"z\":[[3.0,4.0],[6.0,7.0]],\"h\":[3.0,6.0,12.0],\"unread\":\"-Infinity\",\"m\":7.0}");
        assertThat(result().get("outputs").toString()).isEqualTo("{\"y\":39.0}");
        assertThat(err.toString()).endsWith("note: the first that is not finite is unread = -Infinity\n");
        out.getBuffer().setLength(0);
        assertThat(eval(model, data.replace("2", "\"NaN\""), "--lets")).isZero();
        assertThat(err.toString()).contains("note: the first that is not finite is z[1, 0] = NaN");
        out.getBuffer().setLength(0);
        assertThat(eval(model, data)).isZero();
        assertThat(result().has("lets")).isFalse();
    }

    @Test
    void saysWhyThereAreNoLets() throws IOException {
        String model = "model Demo\ndim N\nparam w\nlet z[i] = w * i for i in N\noutput y = w + z[0]\n";
        assertThat(eval(model, "{\"dims\": {\"N\": 3000000}, \"inputs\": {\"w\": 1}}", "--lets"))
                .isZero();
        assertThat(result().has("lets")).isFalse();
        assertThat(err.toString())
                .contains("note: there are no lets: together with the outputs they have 3000001 elements");
    }

    @Test
    void anUnknownInputIsToldWhateverItHolds() throws IOException {
        for (String value : List.of("[[1, [1]], 2]", "{\"a\": 1}", "\"text\"", "true", "1e999")) {
            String data = DATA.replace("\"inputs\": {", "\"inputs\": {\"zz\": " + value + ", ");
            assertThat(eval(MODEL, data)).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("error: input 'zz': the model has no such input; it has x, scale, w, b\n");
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void saysWhatIsWrongWithShapes() throws IOException {
        String data = DATA.replace("[1, 2]", "{\"shape\": [4000000000, 4000000000], \"values\": [1]}");
        assertThat(eval(MODEL, data)).isEqualTo(1);
        assertThat(err.toString())
                .contains("'x': \"shape\" says [4000000000, 4000000000]")
                .hasLineCount(1);
    }

    @Test
    void saysWhatIsWrongWithJson() throws IOException {
        String open = "{\"inputs\": {\"x\": ";
        assertThat(eval(MODEL, open + "[1, 2")).isEqualTo(1);
        assertThat(err.toString()).contains(": the file ends here, within the input");
        assertThat(eval(MODEL, open + "[".repeat(100_000) + "]".repeat(100_000) + "}}"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("nested deeper").doesNotContain("bug", "Stream");
    }
}

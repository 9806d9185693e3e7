package dev.costate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Where digits are lost and where a NaN comes from, through the command. */
class AccuracyCommandTest {
    /** The numerator loses nearly all digits as it is written, and none as it is rewritten. */
    private static final String MODEL = """
            model Demo
            dim N
            data offset = 1
            param x[N]
            let d[i] = exp(x[i]) - 1
            output y[i] = offset * d[i] / x[i]
            output total = log(sum(i) y[i])
            derive gradient of total
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine costate =
            Costate.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    private Path folder;

    private int run(String command, String x, String... more) throws IOException {
        Path source = Files.writeString(folder.resolve("Demo.model"), MODEL);
        Path input = Files.writeString(folder.resolve("in.json"), "{\"inputs\": {\"x\": " + x + "}}");
        List<String> line = Stream.concat(
                        Stream.of(command, source.toString(), "--input", input.toString()), Stream.of(more))
                .toList();
        return costate.execute(line.toArray(String[]::new));
    }

    @Test
    void tellsWhichLineLosesDigits() throws IOException {
        assertThat(run("accuracy", "[1e-9, 0.5]", "--literal")).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("y[0] = 1.000000082740371, error about", ": 6 digits are right, the least accurate of 2")
                .containsPattern("100 %  \\S*Demo.model:5  let d\\[i\\] = exp\\(x\\[i\\]\\) - 1")
                .contains("gradient of total", "condition: ");
    }

    @Test
    void tellsOfTheCodeThatRuns() throws IOException {
        assertThat(run("accuracy", "[1e-9, 0.5]")).isZero();
        assertThat(out.toString()).contains("y[1] = ", ": 15 digits are right").doesNotContain(": 6 digits");
        out.getBuffer().setLength(0);
        assertThat(run("accuracy", "[0.1, \"NaN\"]")).isZero();
        assertThat(out.toString()).contains("no number: `costate eval --checked` says where that comes from");
    }

    @Test
    void saysWhereANaNComesFrom() throws IOException {
        assertThat(run("eval", "[1, 800]", "--checked")).isZero();
        assertThat(err.toString())
                .startsWith("note: y[1] is Infinity\n")
                .containsPattern("Demo.model:[56]: `\\w+\\(800.0\\)` with x\\[1\\] = 800.0, is Infinity, in ");
        err.getBuffer().setLength(0);
        assertThat(run("eval", "[1, 8]", "--checked")).isZero();
        assertThat(err.toString()).isEqualTo("note: all outputs and gradients are finite\n");
    }
}

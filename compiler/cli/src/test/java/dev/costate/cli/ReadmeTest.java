package dev.costate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README, docs/command.md and docs/numerics.md, evaluated. */
class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void evaluatesAsShown() throws IOException {
        evaluates(Files.readString(Path.of("../../README.md")), "Line");
    }

    @Test
    void givesLetsAsShown() throws IOException {
        String text = Files.readString(Path.of("../../docs/command.md"));
        evaluates(text.substring(text.indexOf("## Quantities in between")), "Steps", "--lets");
    }

    @Test
    void tellsDigitsAsShown() throws IOException {
        String all = Files.readString(Path.of("../../docs/command.md"));
        String text = all.substring(all.indexOf("## Where digits are lost"));
        Path model = Files.writeString(folder.resolve("SmallRoot.model"), block(text, "model"));
        Path input = Files.writeString(folder.resolve("in.json"), "{\"inputs\": {\"a\": 1, \"b\": 1e5, \"c\": 1}}");
        StringWriter out = new StringWriter();
        assertThat(Costate.commandLine()
                        .setOut(new PrintWriter(out))
                        .execute("accuracy", model.toString(), "--input", input.toString()))
                .isZero();
        assertThat(out.toString().replace(folder + "/", "")).isEqualTo(block(text, "text"));
    }

    @Test
    void followsANaNAsShown() throws IOException {
        String all = Files.readString(Path.of("../../docs/numerics.md"));
        String text = all.substring(all.indexOf("### A NaN in a loss"));
        Path model = Files.writeString(folder.resolve("Odds.model"), block(text, "model"));
        Path input = Files.writeString(folder.resolve("in.json"), "{\"inputs\": {\"z\": [-800, -790, 0]}}");
        StringWriter err = new StringWriter();
        assertThat(Costate.commandLine()
                        .setOut(new PrintWriter(new StringWriter()))
                        .setErr(new PrintWriter(err))
                        .execute("eval", model.toString(), "--input", input.toString(), "--checked"))
                .isZero();
        assertThat(err.toString().replace(folder + "/", "")).isEqualTo(block(text, "text"));
    }

    private void evaluates(String text, String name, String... more) throws IOException {
        Path model = Files.writeString(folder.resolve(name + ".model"), block(text, "model"));
        Path input = Files.writeString(folder.resolve("in.json"), block(text, "json input"));
        StringWriter out = new StringWriter();
        List<String> line = new ArrayList<>(List.of("eval", model.toString(), "--input", input.toString()));
        line.addAll(List.of(more));
        int status = Costate.commandLine().setOut(new PrintWriter(out)).execute(line.toArray(String[]::new));
        assertThat(status).isZero();
        assertThat(out.toString().strip()).isEqualTo(block(text, "json output").strip());
    }

    private static String block(String text, String info) {
        int start = text.indexOf("```" + info + "\n") + info.length() + 4;
        return text.substring(start, text.indexOf("```", start));
    }
}

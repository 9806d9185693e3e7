package dev.costate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README, evaluated. */
class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void evaluatesAsShown() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        Path model = Files.writeString(folder.resolve("Line.model"), block(readme, "model"));
        Path input = Files.writeString(folder.resolve("line.json"), block(readme, "json input"));
        StringWriter out = new StringWriter();
        int status = Costate.commandLine()
                .setOut(new PrintWriter(out))
                .execute("eval", model.toString(), "--input", input.toString());
        assertThat(status).isZero();
        assertThat(out.toString().strip())
                .isEqualTo(block(readme, "json output").strip());
    }

    private static String block(String text, String info) {
        int start = text.indexOf("```" + info + "\n") + info.length() + 4;
        return text.substring(start, text.indexOf("```", start));
    }
}

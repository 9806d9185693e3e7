package dev.costate.compiler.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceFileTest {
    private final Diagnostics diagnostics = new Diagnostics();

    @Test
    void dropsAByteOrderMarkAndTakesEveryLineEnd() throws IOException {
        SourceFile file = read("\uFEFFmodel A\r\ndim N\rdim D\n".getBytes(StandardCharsets.UTF_8));
        assertThat(file).isNotNull();
        assertThat(requireNonNull(file).lineText(1)).isEqualTo("model A");
        assertThat(file.lineText(3)).isEqualTo("dim D");
    }

    @Test
    void namesTheByteThatIsNotUtf8() throws IOException {
        assertThat(read(new byte[] {'a', '\n', 'b', (byte) 0xc3})).isNull();
        assertThat(diagnostics.sorted().get(0).message())
                .contains("byte 3")
                .contains("0xc3")
                .contains("line 2");
    }

    @Test
    void reportsAFileThatIsNotThere() {
        assertThat(SourceFile.read(Path.of("no-such.model"), "no-such.model", diagnostics))
                .isNull();
        assertThat(diagnostics.sorted()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.UNREADABLE);
    }

    private @Nullable SourceFile read(byte[] bytes) throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
            Path path = files.getPath("A.model");
            Files.write(path, bytes);
            return SourceFile.read(path, "A.model", diagnostics);
        }
    }
}

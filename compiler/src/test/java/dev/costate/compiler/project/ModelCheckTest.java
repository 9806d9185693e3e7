package dev.costate.compiler.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.Severity;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCheckTest {
    /** A library with a mistake, two models that import it, one of them with a mistake of its own, and a clash. */
    @Test
    void eachMistakeOfAFolderIsToldOnce() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
            Path folder = files.getPath("/project/model");
            write(folder.resolve("Scales.model"), "library Scales\nfn half(x) = x / two\n");
            write(folder.resolve("A.model"), "model A\nimport Scales\nparam x\noutput y = half(x)\n");
            write(folder.resolve("B.model"), "model B\nimport Scales\nparam x\noutput y = half(x) * w\n");
            write(folder.resolve("C.model"), "model C\nparam x\noutput y = x\n");
            write(folder.resolve("c.model"), "model c\nparam x\noutput y = x\n");
            ModelFolder sources = new ModelFolder(folder, List.of(), List.of());
            LibraryFolders libraries = new LibraryFolders(List.of(folder), List.of(), folder);
            ModelCheck check = ModelCheck.of(sources, Options.of("").withLibraries(libraries));
            assertThat(check.models()).containsExactly("A.model", "B.model", "C.model", "Scales.model", "c.model");
            assertThat(check.diagnostics())
                    .extracting(d -> d.span().file().name() + " " + d.code())
                    .containsExactlyInAnyOrder("Scales.model UNDECLARED", "B.model UNDECLARED", "c.model CLASS_CLASH");
            assertThat(check.count(Severity.ERROR)).isEqualTo(3);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

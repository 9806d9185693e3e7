package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.check.Checker;
import dev.costate.compiler.names.Sources;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what is printed for each model in {@code diagnostics} against the text of the same name beside it. */
class DiagnosticsGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/diagnostics");

    /** Codes that no model in a folder can show, or that come with its Java. */
    private static final Set<DiagnosticCode> WITHOUT_GOLDEN = EnumSet.of(
            DiagnosticCode.UNREADABLE,
            DiagnosticCode.PACKAGE_FOLDER,
            DiagnosticCode.CLASS_CLASH,
            DiagnosticCode.FOREIGN_FILE,
            DiagnosticCode.CLASS_LIMIT,
            DiagnosticCode.JAVA_NAME,
            DiagnosticCode.NOISE_JUMP);

    static List<Path> models() throws IOException {
        return Golden.files(FOLDER, ".model");
    }

    @ParameterizedTest
    @MethodSource("models")
    void printsWhatIsExpected(Path model) throws IOException {
        String printed = new DiagnosticPrinter(false).print(run(model));
        Golden.hold(Golden.beside(model, ".model", ".txt"), printed);
    }

    @Test
    void everyCodeHasAGolden() throws IOException {
        Set<DiagnosticCode> missing = EnumSet.complementOf(EnumSet.copyOf(WITHOUT_GOLDEN));
        for (Path model : models()) {
            run(model).sorted().stream().map(Diagnostic::code).forEach(missing::remove);
        }
        assertThat(missing).isEmpty();
    }

    private static Diagnostics run(Path model) {
        Diagnostics diagnostics = new Diagnostics();
        SourceFile source = SourceFile.read(model, model.getFileName().toString(), diagnostics);
        if (source != null) {
            check(source, diagnostics);
        }
        return diagnostics;
    }

    /** What is run over each file. */
    private static void check(SourceFile source, Diagnostics diagnostics) {
        LibraryFinder libraries = new LibraryFolders(List.of(), List.of(FOLDER.resolve("libraries")), FOLDER);
        Sources sources = Sources.read(source, libraries, diagnostics);
        if (sources.parse() != null) {
            Checker.check(sources);
        }
    }
}

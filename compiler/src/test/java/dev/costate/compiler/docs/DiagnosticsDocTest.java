package dev.costate.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Severity;
import dev.costate.compiler.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/diagnostics.md against {@link DiagnosticCode}. The document keeps the examples and {@link DocsTest} what
 * they give; all else in it is written by {@code -Dcostate.golden=update}.
 */
class DiagnosticsDocTest {
    private static final Path FILE = DocsTest.ROOT.resolve("docs/diagnostics.md");

    /** Codes that no few lines of a model can show. */
    private static final Set<DiagnosticCode> WITHOUT_EXAMPLE = EnumSet.of(
            DiagnosticCode.NESTING,
            DiagnosticCode.CALL_DEPTH,
            DiagnosticCode.NOT_UTF_8,
            DiagnosticCode.UNREADABLE,
            DiagnosticCode.LONG_NAME,
            DiagnosticCode.PACKAGE_FOLDER,
            DiagnosticCode.CLASS_CLASH,
            DiagnosticCode.FOREIGN_FILE,
            DiagnosticCode.CLASS_LIMIT);

    private static final Map<Character, String> THEMES = Map.of(
            '1', "Text and syntax",
            '2', "Names",
            '3', "Sizes and indices",
            '4', "Kinds and expressions",
            '5', "Subscripts in range, definitions",
            '6', "Derivatives",
            '8', "Files and libraries");

    private static final String INTRODUCTION = """
            # Diagnostics

            Every error and warning has a number that never changes. `costate check FILE` prints them without compiling anything further; with
            `--format=json` as data. An error prevents the Java from being written, a warning does not.

            The list is held against the compiler by a test, and the examples are compiled by it.
            """;

    @Test
    void listsEveryCode() throws IOException {
        String text = Files.readString(FILE);
        StringBuilder expected = new StringBuilder(INTRODUCTION);
        char theme = ' ';
        for (DiagnosticCode code : DiagnosticCode.values()) {
            char its = code.id().charAt(1);
            if (its != theme) {
                theme = its;
                expected.append("\n## ").append(THEMES.get(its)).append('\n');
            }
            expected.append("\n### ").append(code.id()).append(": ").append(code.title());
            expected.append(code.severity() == Severity.ERROR ? "\n\n" : " (warning)\n\n");
            expected.append(code.explanation()).append('\n').append(example(code, text));
        }
        Golden.hold(FILE, expected.toString());
    }

    @Test
    void everyExampleShowsItsCodeAndNoOther() throws IOException {
        Set<DiagnosticCode> missing = EnumSet.complementOf(EnumSet.copyOf(WITHOUT_EXAMPLE));
        List<String> lines = Files.readAllLines(FILE);
        for (Fence fence : Fence.of(FILE)) {
            if (fence.info().startsWith("model")) {
                Set<DiagnosticCode> codes = Snippet.compile(fence).diagnostics().stream()
                        .map(Diagnostic::code)
                        .collect(Collectors.toCollection(HashSet::new));
                String heading = lines.subList(0, fence.line()).stream()
                        .filter(line -> line.startsWith("### "))
                        .reduce("", (first, last) -> last);
                assertThat(codes).as(fence.toString()).hasSize(1);
                DiagnosticCode code = codes.iterator().next();
                assertThat(heading).as(fence.toString()).startsWith("### " + code.id() + ":");
                missing.remove(code);
            }
        }
        assertThat(missing).as("codes without an example").isEmpty();
    }

    /** What stands below the explanation of a code, with an empty line before, or nothing. */
    private static String example(DiagnosticCode code, String text) {
        int heading = text.indexOf("\n### " + code.id() + ":");
        int end = heading < 0 ? -1 : text.indexOf("\n##", heading + 1);
        String section = heading < 0 ? "" : text.substring(heading, end < 0 ? text.length() : end);
        int fence = section.indexOf("\n```");
        return fence < 0 ? "" : "\n" + section.substring(fence + 1).stripTrailing() + "\n";
    }
}

package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same model gives the same text, in every JVM: diagnostics, all stages, Java. Identity hashes and the order of
 * immutable sets and maps differ from one run of a JVM to the next, so a second JVM shows what depends on them.
 */
@Tag("slow")
class ReproducibleTest {
    private static final List<Path> FOLDERS =
            List.of(Path.of("src/test/resources"), Path.of("../docs/cookbook"), Path.of("../samples"));

    private static final int ZEROS = 12;

    /** In this many entries of a gradient that are zero an order by hash would be another one almost surely. */
    private static String zeros() {
        StringBuilder text = new StringBuilder("model Zeros\n");
        for (int k = 0; k < ZEROS; k++) {
            text.append("param x")
                    .append(k)
                    .append("\noutput y")
                    .append(k)
                    .append(" = x")
                    .append(k)
                    .append("^2\n");
        }
        for (int k = 0; k < ZEROS; k++) {
            text.append("derive gradient of y").append(k).append('\n');
        }
        return text.toString();
    }

    private static SortedMap<String, String> texts() throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f ->
                                f.toString().endsWith(".model") && !f.toString().contains("target"))
                        .sorted()
                        .toList()) {
                    SourceFile source = SourceFile.read(file, file.getFileName().toString(), new Diagnostics());
                    if (source != null) {
                        texts.put(file.toString(), text(source, requireNonNull(file.getParent())));
                    }
                }
            }
        }
        texts.put("Zeros", text(new SourceFile("Zeros.model", zeros()), Path.of(".")));
        return texts;
    }

    private static String text(SourceFile source, Path folder) {
        ModelCompiler.Options options = ModelCompiler.Options.of("all")
                .withLibraries(new LibraryFolders(List.of(folder), List.of(folder.resolve("libraries")), folder))
                .withStages();
        ModelCompiler.Result result = ModelCompiler.compile(source, options);
        StringBuilder text = new StringBuilder();
        result.diagnostics().forEach(d -> text.append(new DiagnosticPrinter(false).print(d)));
        result.stages().forEach((stage, content) -> text.append("== " + stage + '\n' + content));
        return text.toString();
    }

    /** What another JVM runs: writes the texts into a file, with their lengths. */
    public static void main(String[] arguments) throws IOException {
        try (PrintStream out = new PrintStream(arguments[0], StandardCharsets.UTF_8)) {
            texts().forEach((name, text) -> out.print(name + '\n' + text.length() + '\n' + text));
        }
    }

    private static SortedMap<String, String> read(String all) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (int at = 0; at < all.length(); ) {
            int name = all.indexOf('\n', at);
            int length = all.indexOf('\n', name + 1);
            int end = length + 1 + Integer.parseInt(all.substring(name + 1, length));
            texts.put(all.substring(at, name), all.substring(length + 1, end));
            at = end;
        }
        return texts;
    }

    @Test
    void anotherJvmWritesTheSame(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("texts");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        Process other = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        ReproducibleTest.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        SortedMap<String, String> here = texts();
        assertThat(other.waitFor()).isZero();
        SortedMap<String, String> there = read(Files.readString(file));

        assertThat(here).hasSizeGreaterThan(150).containsKey("Zeros");
        assertThat(there.keySet()).isEqualTo(here.keySet());
        for (Map.Entry<String, String> text : here.entrySet()) {
            assertThat(there.get(text.getKey())).as(text.getKey()).isEqualTo(text.getValue());
        }
    }
}

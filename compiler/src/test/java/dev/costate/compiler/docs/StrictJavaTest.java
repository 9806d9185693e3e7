package dev.costate.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is emitted for every model that is accepted, of the tests, the cookbook, the samples and the documents, compiles
 * under {@code -Xlint:all -Werror}, as many builds have it.
 */
class StrictJavaTest {
    private static final List<String> STRICT = List.of("-Xlint:all", "-Werror");
    private static final int BATCH = 60;

    private final List<ModelCompiler.Result> accepted = new ArrayList<>();
    private int compiled;

    @Test
    void everyAcceptedModelCompilesWithoutAWarning() throws IOException {
        for (Path folder : List.of(
                Path.of("src/test/resources"),
                Path.of("maven-plugin/src/it"),
                DocsTest.ROOT.resolve("docs"),
                DocsTest.ROOT.resolve("samples"))) {
            for (Path file : files(folder, ".model")) {
                SourceFile source = SourceFile.read(file, file.getFileName().toString(), new Diagnostics());
                if (source != null) {
                    add(ModelCompiler.compile(source, options(file)));
                }
            }
        }
        for (Path file : files(Path.of("src/test/resources/wrong"), ".txt")) {
            String name = file.getFileName().toString().replace(".txt", ".model");
            String text = Files.readString(file).split("(?m)^----$", -1)[0];
            add(ModelCompiler.compile(new SourceFile(name, text), options(file)));
        }
        List<Path> documents = new ArrayList<>(files(DocsTest.ROOT.resolve("docs"), ".md"));
        documents.add(DocsTest.ROOT.resolve("README.md"));
        for (Path document : documents) {
            for (Fence fence : Fence.of(document)) {
                if (fence.info().startsWith("model")) {
                    add(Snippet.compile(fence, packageOfNext()));
                }
            }
        }
        compile();
        assertThat(compiled).isGreaterThan(200);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            f -> f.toString().endsWith(ending) && !f.toString().contains("target"))
                    .sorted()
                    .toList();
        }
    }

    private ModelCompiler.Options options(Path file) {
        List<Path> libraries = List.of(Path.of("src/test/resources/diagnostics/libraries"));
        return ModelCompiler.Options.of(packageOfNext())
                .withLibraries(new LibraryFolders(
                        List.of(), libraries, file.toAbsolutePath().getParent()));
    }

    /** Models of one name need packages of their own. */
    private String packageOfNext() {
        return "m" + (compiled + accepted.size());
    }

    private void add(ModelCompiler.Result result) {
        if (!result.hasErrors() && result.model() != null) {
            accepted.add(result);
        }
        if (accepted.size() == BATCH) {
            compile();
        }
    }

    private void compile() {
        List<JavaSource> sources =
                accepted.stream().flatMap(result -> result.files().stream()).toList();
        assertThat(InMemoryCompiler.compile(sources, STRICT)).isNotEmpty();
        compiled += accepted.size();
        accepted.clear();
    }
}

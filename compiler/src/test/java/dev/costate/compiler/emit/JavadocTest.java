package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Javadoc of generated classes, as the javadoc tool sees it: whoever publishes theirs gets no warning from ours.
 */
class JavadocTest {
    private static final String MODEL = """
            /** A model with everything that has a comment: <b> & @see { } */
            model Told
            dim N      // how many
            dim K >= 2
            const table[2] = [1, 2]
            data x[N, K]          // observed
            data label[N] in K
            data scale
            data shift = 0.5
            param w[K, 2]         // weights
            param b
            let z[i] = sum(k) x[i, k] * w[k, label[i] mod 2] * table[0]  // inner
            output y = sum(i) z[i]^2 * scale + b^2 * shift
            output r[i] = z[i] * b  // residuals
            derive gradient of y
            derive gradient of y wrt w
            derive hessian of y wrt b
            derive hvp of y
            derive jacobian of r
            derive sparse jacobian of r
            """;

    @Test
    void hasNoWarnings(@TempDir Path folder) throws IOException {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Told.model", MODEL), ModelCompiler.Options.of("told"));
        assertThat(result.hasErrors()).isFalse();
        List<Path> files = new ArrayList<>();
        for (JavaSource source : result.files()) {
            Path file = folder.resolve(source.path());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.text()));
        }
        DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = tool.getStandardFileManager(diagnostics, null, null)) {
            manager.setLocationFromPaths(
                    DocumentationTool.Location.DOCUMENTATION_OUTPUT,
                    List.of(Files.createDirectory(folder.resolve("doc"))));
            List<String> options =
                    List.of("-quiet", "-Xdoclint:all", "-classpath", System.getProperty("java.class.path"));
            boolean done = tool.getTask(
                            null, manager, diagnostics, null, options, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(done).isTrue();
        }
        assertThat(diagnostics.getDiagnostics()).isEmpty();
    }
}

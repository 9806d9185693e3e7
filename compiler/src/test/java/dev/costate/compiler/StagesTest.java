package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stage of some small models, as text, down to the Java. */
class StagesTest {
    private static final Path FOLDER = Path.of("src/test/resources/stages");

    static List<Path> models() throws IOException {
        return Golden.files(FOLDER, ".model");
    }

    @ParameterizedTest
    @MethodSource("models")
    void stages(Path model) throws IOException {
        String actual = stagesOf(model);
        Golden.hold(Golden.beside(model, ".model", ".txt"), actual);
        assertThat(stagesOf(model)).as("the same input gives the same bytes").isEqualTo(actual);
    }

    private static String stagesOf(Path model) throws IOException {
        SourceFile source = new SourceFile(model.getFileName().toString(), Files.readString(model));
        ModelCompiler.Result result = ModelCompiler.compile(
                source, ModelCompiler.Options.of("com.acme").withStages());
        assertThat(result.diagnostics()).isEmpty();
        return result.stages().entrySet().stream()
                .map(stage -> "==== " + stage.getKey() + "\n" + stage.getValue().strip() + "\n")
                .collect(Collectors.joining("\n"));
    }
}

package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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

    /** Each pass over units and loops has its text: of those that it changed, if there were any. */
    @Test
    void passesOverUnits() {
        SourceFile source = new SourceFile("Softplus.model", """
                model Softplus
                dim N
                data x[N]
                param w
                output loss = sum(i) (if x[i] > 0 then log(1 + exp(w * x[i])) else 0)
                output squares = sum(i) x[i]^2 * w
                derive gradient of loss
                """);
        Map<String, String> stages = ModelCompiler.compile(
                        source, ModelCompiler.Options.of("").withStages())
                .stages();
        assertThat(stages).containsKeys("values", "share", "branches", "common values", "unroll", "outline");
        assertThat(stages.get("unroll")).contains("for ").isNotEqualTo(stages.get("loops"));
        assertThat(stages.get("outline")).isEmpty();
    }

    private static String stagesOf(Path model) throws IOException {
        SourceFile source = new SourceFile(model.getFileName().toString(), Files.readString(model));
        ModelCompiler.Result result = ModelCompiler.compile(
                source, ModelCompiler.Options.of("com.acme").withStages());
        assertThat(result.diagnostics()).isEmpty();
        return result.stages().entrySet().stream()
                .filter(stage -> !ModelCompiler.unitPasses().containsKey(stage.getKey()))
                .map(stage -> "==== " + stage.getKey() + "\n" + stage.getValue().strip() + "\n")
                .collect(Collectors.joining("\n"));
    }
}

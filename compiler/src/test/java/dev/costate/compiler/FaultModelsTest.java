package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models from outside that were computed wrongly once, with values that were computed exactly or with many digits. */
class FaultModelsTest {
    private static final Path FOLDER = Path.of("src/test/resources/faults");
    /**
     * In units of the largest magnitude of the array, with no help from 1: digits must not be lost where all is small.
     */
    private static final double TOLERANCE = 1e-12;

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".model"))
                    .map(file -> file.substring(0, file.length() - ".model".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void isComputedRightly(String name) {
        Corpus corpus = Corpus.read(FOLDER, name);
        ModelCompiler.Result result = ModelCompiler.compile(corpus.source(), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        ModelInstance compiled = LoadedModel.load(result).create(corpus.dims(requireNonNull(result.model())));
        corpus.arrays(requireNonNull(result.model())).forEach(compiled::set);
        corpus.expected().forEach((what, expected) -> {
            List<String> parts = List.of(what.split(" / ", -1));
            Map<String, double[]> gradient = parts.size() == 1 ? null : compiled.gradient(parts.get(0));
            check(
                    what,
                    requireNonNull(gradient == null ? compiled.output(what) : gradient.get(parts.get(1))),
                    expected);
        });
    }

    private static void check(String what, double[] got, double[] expected) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertThat(got).as(what).hasSameSizeAs(expected);
        for (int k = 0; k < got.length; k++) {
            assertThat(Math.abs(got[k] - expected[k]) <= TOLERANCE * largest)
                    .as("%s[%d] is %s, not %s", what, k, got[k], expected[k])
                    .isTrue();
        }
    }
}

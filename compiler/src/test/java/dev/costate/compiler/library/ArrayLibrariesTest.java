package dev.costate.compiler.library;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.Corpus;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The functions of arrays in the compiler's libraries: against values from elsewhere, the interpreter and differences.
 */
class ArrayLibrariesTest {
    private static final Path FOLDER = Path.of("src/test/resources/library");

    @Test
    void valuesAndGradients() {
        Corpus corpus = Corpus.read(FOLDER, "ArrayLibraries");
        ModelCompiler.Result result = ModelCompiler.compile(corpus.source(), ModelCompiler.Options.of(""));
        assertThat(result.diagnostics()).isEmpty();
        Agreement agreement = Agreement.of(
                "libraries",
                result,
                corpus.dims(requireNonNull(result.model())),
                corpus.arrays(requireNonNull(result.model())),
                1e-11);
        corpus.expected()
                .forEach((name, expected) -> assertThat(agreement.compiled().output(name))
                        .as(name)
                        .satisfies(got -> {
                            assertThat(got).hasSameSizeAs(expected);
                            double largest =
                                    Arrays.stream(expected).map(Math::abs).max().orElse(0);
                            for (int k = 0; k < got.length; k++) {
                                assertThat(Math.abs(got[k] - expected[k])).isLessThan(1e-13 * (1 + largest));
                            }
                        }));
        assertThat(corpus.expected()).hasSize(13);
        agreement.values().derivatives();
    }
}

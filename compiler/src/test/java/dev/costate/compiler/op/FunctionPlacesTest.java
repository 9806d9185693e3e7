package dev.costate.compiler.op;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A function of the language is known in four places, as CONTRIBUTING.md says: its family, what the runtime computes,
 * its row in the reference, and the oracle that shares no rule with the compiler. Counted by functions that nothing
 * else uses.
 */
class FunctionPlacesTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @CsvSource({
        "acosh, Hyperbolic, Trigonometry",
        "gelu, Activations, Activation",
        "elu, Activations, Activation",
        "trigamma, GammaFunctions, Special"
    })
    void aFunctionIsKnownInFourPlaces(String name, String family, String runtime) throws IOException {
        assertThat(Ops.function(name)).isNotNull();
        assertThat(places(name))
                .containsExactlyInAnyOrder(family + ".java", runtime + ".java", "Expansions.java", "language.md");
    }

    /** The files of the product and its documentation that name a function, in any of the ways it is written. */
    private static Set<String> places(String name) throws IOException {
        StringBuilder method = new StringBuilder();
        for (String word : List.of(name.split("_", -1))) {
            method.append(method.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        Pattern use = Pattern.compile("\"%s\"|\\b%s\\(|\\b%s\\(|::%s\\b|\\b%s\\b"
                .formatted(name, name, method, method, name.toUpperCase(Locale.ROOT)));
        Set<String> places = new TreeSet<>();
        for (String folder : List.of("compiler/src/main/java", "runtime/src/main/java", "docs")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|md)"))
                        .toList()) {
                    if (use.matcher(Files.readString(file)).find()) {
                        places.add(requireNonNull(file.getFileName()).toString());
                    }
                }
            }
        }
        return places;
    }
}

package dev.costate.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.Severity;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models of the cookbook with words exchanged, left out, doubled or shifted: the compiler neither fails nor floods. A
 * long run: {@code -Dcostate.mutants=1000}.
 */
@Tag("slow")
class CookbookMutationTest {
    private static final Path FOLDER = DocsTest.ROOT.resolve("docs/cookbook");
    private static final int MUTANTS = Integer.getInteger("costate.mutants", 24);
    private static final int MOST = 8;
    private static final Pattern WORD = Pattern.compile("\\w+|\\s+|[^\\w\\s]+");

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".model")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    @Timeout(120)
    void mutants(Path file) throws IOException {
        Random random = new Random(file.getFileName().toString().hashCode());
        List<String> words = WORD.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .toList();
        for (int k = 0; k < MUTANTS; k++) {
            String mutant = mutate(words, random);
            SourceFile source = new SourceFile(file.getFileName().toString(), mutant, file);
            assertThatCode(() -> assertThat(ModelCompiler.compile(source, Cookbook.OPTIONS).diagnostics().stream()
                                    .filter(d -> d.severity() == Severity.ERROR))
                            .hasSizeLessThanOrEqualTo(MOST))
                    .as(mutant)
                    .doesNotThrowAnyException();
        }
    }

    private static String mutate(List<String> words, Random random) {
        List<String> changed = new ArrayList<>(words);
        int at = random.nextInt(words.size());
        int other = random.nextInt(words.size());
        switch (random.nextInt(6)) {
            case 0 -> changed.remove(at);
            case 1 -> changed.add(at, words.get(other));
            case 2 -> changed.set(at, words.get(other));
            case 3 -> Collections.swap(changed, at, other);
            case 4 -> changed.set(at, words.get(at) + " + 1");
            default -> changed.set(at, words.get(at) + words.get(other));
        }
        return String.join("", changed);
    }
}

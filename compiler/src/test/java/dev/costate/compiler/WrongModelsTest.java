package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.Severity;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Right models made wrong in one place, as people do, and what each is told. The files of the folder {@code wrong} hold
 * a model and, below a line of dashes, what is replaced by what; {@code .golden} beside them the messages.
 */
class WrongModelsTest {
    private static final Path FOLDER = Path.of("src/test/resources/wrong");

    /** One mistake may deserve two messages, such as a name misspelt and its right form unused, but no flood. */
    private static final int MOST = 1;

    private record Mistake(String what, String with) {}

    static List<Path> files() throws IOException {
        return Golden.files(FOLDER, ".txt");
    }

    private static String model(Path file) throws IOException {
        return Files.readString(file).split("(?m)^----$", -1)[0];
    }

    private static List<Mistake> mistakes(Path file) throws IOException {
        List<Mistake> mistakes = new ArrayList<>();
        for (String line :
                Files.readString(file).split("(?m)^----$", -1)[1].strip().split("\n", -1)) {
            String[] sides = line.split(" =>", -1);
            mistakes.add(new Mistake(sides[0], sides[1].strip()));
        }
        return mistakes;
    }

    private static List<Diagnostic> compile(Path file, String text) {
        String name = file.getFileName().toString().replace(".txt", ".model");
        return ModelCompiler.compile(new SourceFile(name, text), ModelCompiler.Options.of(""))
                .diagnostics();
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachMistakeIsToldOnce(Path file) throws IOException {
        String right = model(file);
        assertThat(compile(file, right).stream().filter(d -> d.severity() == Severity.ERROR))
                .isEmpty();
        StringBuilder told = new StringBuilder();
        SoftAssertions all = new SoftAssertions();
        for (Mistake mistake : mistakes(file)) {
            assertThat(right).as("%s", mistake).contains(mistake.what());
            int at = right.indexOf(mistake.what());
            String wrong = right.substring(0, at)
                    + mistake.with()
                    + right.substring(at + mistake.what().length());
            List<Diagnostic> errors = compile(file, wrong).stream()
                    .filter(d -> d.severity() == Severity.ERROR)
                    .toList();
            all.assertThat(errors).as("%s", mistake).hasSizeBetween(1, MOST);
            told.append("==== ")
                    .append(mistake.what())
                    .append(" => ")
                    .append(mistake.with())
                    .append('\n');
            errors.forEach(
                    d -> told.append(new DiagnosticPrinter(false).print(d)).append('\n'));
        }
        all.assertAll();
        Golden.hold(Golden.beside(file, ".txt", ".golden"), told.toString());
    }

    @Test
    void thereAreManyMistakes() throws IOException {
        int count = 0;
        for (Path file : files()) {
            count += mistakes(file).size();
        }
        assertThat(count).isGreaterThanOrEqualTo(150);
    }
}

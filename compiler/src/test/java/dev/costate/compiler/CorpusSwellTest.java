package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No model swells: its gradient takes at most 5 times the operations of the value, its hvp 10 times and 2 for each
 * input.
 */
@Tag("slow")
class CorpusSwellTest {
    private static final List<Path> FOLDERS = List.of(
            Path.of("src/test/resources/models"),
            Path.of("../samples/gradbench/src/main/model/dev/costate/samples/gradbench/models"));
    private static final int[] SIZES = {11, 1_000};

    static List<Path> models() {
        return FOLDERS.stream()
                .flatMap(CorpusSwellTest::files)
                .filter(file -> file.toString().endsWith(".model"))
                .sorted()
                .toList();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void doesNotSwell(Path file) throws IOException {
        String text = Files.readString(file);
        Model model = compile(file, text).model();
        List<Tensor> outputs = model == null ? List.of() : model.outputs();
        for (Tensor output : outputs) {
            String first = "gradient of " + output.name();
            String second = "hvp of " + output.name();
            ModelCompiler.Result result = compile(file, derived(derived(text, second), first));
            if (output.shape().isEmpty() && !result.hasErrors()) {
                Poly inputs = requireNonNull(result.model()).derivatives().stream()
                        .filter(d -> d.clause().equals(second))
                        .map(d -> d.size(Form.Space.INPUTS))
                        .findFirst()
                        .orElseThrow();
                for (int size : SIZES) {
                    long value = count(result, "value of " + output.name(), size);
                    assertThat(count(result, first, size)).as(first).isLessThanOrEqualTo(5 * value);
                    assertThat(count(result, second, size))
                            .as(second)
                            .isLessThanOrEqualTo(10 * value + 2 * evaluate(inputs, size));
                }
            }
        }
    }

    private static String derived(String text, String clause) {
        return text.contains("derive " + clause + "\n") ? text : text + "\nderive " + clause + "\n";
    }

    private static long count(ModelCompiler.Result result, String what, int size) {
        return evaluate(requireNonNull(result.operations().get(what)), size);
    }

    private static long evaluate(Poly count, int size) {
        ToLongFunction<Atom> sizes = atom -> atom instanceof Atom.Dim ? size : 3;
        return count.evaluate(sizes);
    }

    private static ModelCompiler.Result compile(Path file, String text) {
        return ModelCompiler.compile(new SourceFile(file.getFileName().toString(), text), ModelCompiler.Options.of(""));
    }
}

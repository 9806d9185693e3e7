package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models with so many declarations that their Java would not fit into methods and classes if it were not cut. */
@Tag("slow")
class LargeModelsTest {
    private static final List<String> STRICT = List.of("-Xlint:all", "-Werror", "--release", "17");

    private static String many(int count, String separator, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(separator));
    }

    private static ModelCompiler.Result compile(String text) {
        return ModelCompiler.compile(new SourceFile("Any.model", "model Any\n" + text), ModelCompiler.Options.of(""));
    }

    private static void accepted(String text) {
        ModelCompiler.Result result = compile(text + "\nderive gradient of y\n");
        assertThat(result.hasErrors()).isFalse();
        assertThat(InMemoryCompiler.compile(result.files(), STRICT)).containsKey("Any");
    }

    @Test
    void manyOutputs() {
        accepted("param a\n" + many(5000, "\n", k -> "output o" + k + " = a * " + k) + "\noutput y = a^2");
    }

    @Test
    void muchData() {
        accepted("dim N\nparam a\n" + many(3000, "\n", k -> "data d" + k + (k % 2 == 0 ? "" : "[N]"))
                + "\noutput y = a^2 * d2 + sum(i) d1[i]");
    }

    @Test
    void manySizes() {
        accepted("param a\n" + many(3000, "\n", k -> "dim N" + k + (k < 254 ? "" : " = N" + (k - 254) + " + 1"))
                + "\noutput y = sum(i in N2999) a^2 * i");
    }

    @Test
    void moreSizesThanJavaHasArguments() {
        String text =
                many(255, "\n", k -> "dim N" + k) + "\nparam a\noutput y = a * (" + many(255, " + ", k -> "N" + k);

        assertThat(compile(text + ")\n").diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly(DiagnosticCode.CLASS_LIMIT);
    }

    @Test
    void largeConstants() {
        String text = "const c[3] = [1, 2, 3]\nconst t[20000] = [" + many(20_000, ", ", k -> k + ".5")
                + "]\nconst n[9000] : int = [" + many(9000, ", ", k -> "" + 70_000L * (k % 2))
                + "]\nparam a\noutput y = a * t[19999] + sum(i) t[i] + sum(i) n[i] + c[2]";
        accepted(text);

        assertThat(LoadedModel.load(compile(text)).create(Map.of()).set("a", 1).output("y"))
                .containsExactly(19_999.5 + 19_999 * 10_000.0 + 10_000 + 70_000.0 * 4500 + 3);
    }
}

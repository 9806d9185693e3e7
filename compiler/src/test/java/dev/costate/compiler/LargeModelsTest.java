package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.LargeModels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Large models give Java in proportion to their text, but for longer names, and javac takes it. */
@Tag("slow")
class LargeModelsTest {
    @ParameterizedTest
    @EnumSource
    void javaGrowsLinearly(LargeModels kind) {
        int large = length(compile(kind, 200).files());
        assertThat(InMemoryCompiler.compile(compile(kind, 100).files(), List.of("-Xlint:all", "-Werror")))
                .isNotEmpty();
        assertThat((double) large).isLessThan(2.5 * length(compile(kind, 100).files()));
    }

    /** What does not fit a class goes on in another, also where the first is private or holds loops. */
    @ParameterizedTest
    @CsvSource({"TERMS, 10000", "LETS, 10000", "ARRAYS, 6000"})
    void javacTakesWhatNeedsSeveralFiles(LargeModels kind, int n) {
        List<JavaSource> files = compile(kind, n).files();
        assertThat(files).hasSizeGreaterThan(1);
        assertThat(InMemoryCompiler.compile(files, List.of("-Xlint:all", "-Werror")))
                .isNotEmpty();
    }

    /** Params by the thousand have a layout that javac can walk. */
    @Test
    void thousandsOfParams() {
        int n = 2_000;
        ModelInstance model = LoadedModel.load(compile(LargeModels.PARAMS, n)).create(Map.of());
        for (int k = 0; k < n; k++) {
            model.theta()[k] = k;
        }
        model.set("p2000", 7);
        assertThat(model.theta()[n - 1]).isEqualTo(7);
        Map<String, double[]> gradient = model.gradient("gradient of y");
        assertThat(gradient).hasSize(n);
        assertThat(gradient.get("p1001")).containsExactly(2_000);
        assertThat(model.output("y")[0]).isEqualTo((n - 2.0) * (n - 1) * (2 * n - 3) / 6 + 49);
    }

    private static ModelCompiler.Result compile(LargeModels kind, int n) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Large.model", kind.text(n)), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    /** Without indentation, which is quadratic where loops are within each other. */
    private static int length(List<JavaSource> files) {
        return files.stream()
                .flatMap(f -> f.text().lines())
                .mapToInt(line -> line.strip().length())
                .sum();
    }
}

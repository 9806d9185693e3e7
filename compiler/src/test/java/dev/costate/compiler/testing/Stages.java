package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.SourceFile;
import java.util.stream.Collectors;

/** Small models on their way through the compiler, as text. */
public final class Stages {
    private Stages() {}

    /**
     * What a stage makes of a model, whose batches stay as they are written.
     *
     * @param stage its name, as of {@code costate explain}
     * @param declarations all of the model but its first line
     */
    public static String of(String stage, String declarations) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("M.model", "model M\n" + declarations),
                ModelCompiler.Options.of("").withStages().without("blocks"));
        assertThat(result.hasErrors()).as(() -> result.diagnostics().toString()).isFalse();
        return requireNonNull(result.stages().get(stage));
    }

    /** The loops of one unit, from a text of them all. */
    public static String unit(String kind, String loops) {
        int start = loops.indexOf(kind + " ");
        assertThat(start).as(kind + " in " + loops).isNotNegative();
        return loops.substring(start)
                .lines()
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The arrays that a unit keeps. */
    public static String kept(String kind, String loops) {
        return loops.lines()
                .filter(line -> line.startsWith(kind + " "))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^[^\\[]*", "");
    }
}

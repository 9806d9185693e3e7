package dev.costate.compiler.project;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Severity;
import java.nio.file.Path;
import java.util.List;

/**
 * What a build did.
 *
 * @param models the names of all models, paths below the source root
 * @param compiled the names of those that were compiled; the others were unchanged
 * @param diagnostics what there is to say about the compiled ones; their source files bear those names
 * @param notices what else there is to say, as lines of text
 * @param written the files that were written
 * @param removed the files that were removed
 */
public record BuildReport(
        List<String> models,
        List<String> compiled,
        List<Diagnostic> diagnostics,
        List<String> notices,
        List<Path> written,
        List<Path> removed) {
    public BuildReport {
        models = List.copyOf(models);
        compiled = List.copyOf(compiled);
        diagnostics = List.copyOf(diagnostics);
        notices = List.copyOf(notices);
        written = List.copyOf(written);
        removed = List.copyOf(removed);
    }

    /** How many diagnostics there are of a severity. */
    public int count(Severity severity) {
        return Math.toIntExact(
                diagnostics.stream().filter(d -> d.severity() == severity).count());
    }

    /** One line for people: {@code 3 models: 1 compiled, 2 unchanged}. */
    public String summary() {
        String head = plural(models.size(), "model") + ": " + compiled.size() + " compiled, "
                + (models.size() - compiled.size()) + " unchanged";
        return removed.isEmpty() ? head : head + ", " + plural(removed.size(), "file") + " removed";
    }

    private static String plural(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}

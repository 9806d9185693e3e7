package dev.costate.compiler.project;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Severity;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.util.List;

/**
 * What is wrong with the models of a folder. Nothing is written.
 *
 * @param models their names, paths below the folder
 * @param diagnostics of all of them
 */
public record ModelCheck(List<String> models, List<Diagnostic> diagnostics) {
    public ModelCheck {
        models = List.copyOf(models);
        diagnostics = List.copyOf(diagnostics);
    }

    /** Checks a folder. */
    public static ModelCheck of(ModelFolder sources, Options options) throws IOException {
        Diagnostics all = new Diagnostics();
        ClassNames names = new ClassNames();
        List<ModelFolder.Entry> models = sources.entries();
        for (ModelFolder.Entry model : models) {
            SourceFile source = SourceFile.read(model.path(), model.name(), all);
            if (source != null) {
                Result result = ModelCompiler.compile(source, options.to(model.packageName()));
                result.diagnostics().forEach(all::report);
                names.claim(source, result.paths(), all);
            }
        }
        return new ModelCheck(models.stream().map(ModelFolder.Entry::name).toList(), all.sorted());
    }

    /** How many diagnostics there are of a severity. */
    public int count(Severity severity) {
        return Math.toIntExact(
                diagnostics.stream().filter(d -> d.severity() == severity).count());
    }
}

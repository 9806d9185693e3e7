package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.data.InputJson;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands have in common that run one model on given data. */
abstract class DataCommand extends ModelCommand {
    @Parameters(paramLabel = "FILE", description = "The model; - is standard input.")
    private Path source;

    @Option(names = "--input", paramLabel = "IN.json", required = true, description = "The data; - is standard input.")
    private String input;

    @Option(names = "--only", paramLabel = "CLAUSE", description = "A derivative to take alone; repeatable.")
    private List<String> only = new ArrayList<>();

    /** A model and data that fit it. */
    record Bound(Input file, Result compiled, Model model, Binding data) {}

    /** The model and the data, or null after errors of the model were shown. */
    final @Nullable Bound bound() throws IOException, DataException {
        return bound(Binding::of);
    }

    /** What holds data against a model. */
    interface Binder {
        Binding bind(Model model, InputJson input) throws DataException;
    }

    /** The same with data that is bound in a way of its own. */
    final @Nullable Bound bound(Binder binder) throws IOException, DataException {
        if (Files.isDirectory(source)) {
            throw usage(source + ": " + name() + " takes one model, not a folder");
        }
        Input file = models(List.of(source), "").get(0);
        Result compiled = compile(file, false);
        show(compiled.diagnostics());
        if (compiled.hasErrors()) {
            return null;
        }
        Model model = compiled.model();
        if (model == null) {
            throw usage(source + ": this is a library, and " + name() + " takes a model");
        }
        return new Bound(file, compiled, model, binder.bind(model, data(input, model)));
    }

    /** The derivatives that {@code --only} selects; all, if it is not given. */
    final List<Derivative> selected(Model model) {
        List<String> wanted = only.stream().map(DataCommand::canonical).toList();
        List<String> clauses =
                model.derivatives().stream().map(Derivative::clause).toList();
        for (String clause : wanted) {
            if (!clauses.contains(clause)) {
                throw usage("--only '" + clause + "': the model has no such derivative; it has "
                        + (clauses.isEmpty() ? "none" : "'" + String.join("', '", clauses) + "'"));
            }
        }
        return model.derivatives().stream()
                .filter(d -> wanted.isEmpty() || wanted.contains(d.clause()))
                .toList();
    }

    /** A clause with single spaces, and {@code ", "} between names. */
    private static String canonical(String clause) {
        return clause.strip()
                .replaceAll("\\s*,\\s*", ", ")
                .replaceAll("\\s+", " ")
                .replaceFirst("^derive ", "");
    }
}

package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.source.Diagnostic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costate check}: diagnostics only. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Says what is wrong with models.")
final class CheckCommand extends ModelCommand {
    /** How diagnostics are told. */
    enum Format {
        text,
        json
    }

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Models, or folders of models.")
    private List<Path> sources;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}: text for people on standard error, or JSON on standard output.")
    private Format format = Format.text;

    @Override
    public Integer call() throws IOException {
        List<Diagnostic> all = new ArrayList<>();
        boolean wrong = false;
        for (Input input : models(sources, "")) {
            Result result = compile(input, false);
            all.addAll(result.diagnostics());
            wrong |= result.hasErrors();
        }
        if (format == Format.json) {
            DiagnosticsJson.write(all, out());
        } else {
            show(all);
        }
        return wrong ? Costate.WRONG : 0;
    }
}

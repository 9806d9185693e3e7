package dev.costate.cli;

import dev.costate.compiler.project.ClassNames;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costate check}: diagnostics only. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Says what is wrong with models and libraries.")
final class CheckCommand extends ModelCommand {
    /** How diagnostics are told. */
    enum Format {
        text,
        json
    }

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Models, or folders of models; - is standard input.")
    private List<Path> sources;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}: text for people on standard error, or JSON on standard output.")
    private Format format = Format.text;

    @Override
    public Integer call() throws IOException {
        Set<Diagnostic> all = new LinkedHashSet<>();
        boolean wrong = false;
        ClassNames names = new ClassNames();
        for (Input input : models(sources, "")) {
            Diagnostics own = diagnostics(compile(input, false), names);
            all.addAll(own.sorted());
            wrong |= own.hasErrors();
        }
        if (format == Format.json) {
            DiagnosticsJson.write(List.copyOf(all), out());
        } else {
            show(List.copyOf(all));
        }
        return wrong ? Costate.WRONG : 0;
    }
}

package dev.costate.cli;

import dev.costate.compiler.ModelFormatter;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.FileProblem;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costate fmt}: canonical layout. */
@Command(
        name = "fmt",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Lays models and libraries out the one way and prints the names of the files that it changed. "
                + "A file with errors of syntax is left alone.")
final class FmtCommand extends ModelCommand {
    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description =
                    "Models and libraries, or folders of these; - is standard input, which goes to standard output.")
    private List<Path> sources;

    @Option(names = "--check", description = "Changes nothing; exit status 1 if a file would be changed.")
    private boolean check;

    @Override
    public Integer call() {
        boolean wrong = false;
        for (Input input : models(sources, "")) {
            Diagnostics diagnostics = new Diagnostics();
            SourceFile source = read(input, diagnostics);
            Optional<String> text =
                    source == null ? Optional.empty() : ModelFormatter.format(source, finder(), diagnostics);
            show(diagnostics.sorted());
            wrong |= text.isEmpty();
            if (source != null && text.isPresent()) {
                wrong |= !layout(input, source, text.get());
            }
        }
        return wrong ? Costate.WRONG : 0;
    }

    /** Lays one file out, or says that it is not; standard input goes to standard output. */
    private boolean layout(Input input, SourceFile source, String text) {
        boolean right = input.isStandard() ? source.text().equals(text) : !differs(input.path(), text);
        if (input.isStandard() && !check) {
            out().print(text);
            out().flush();
        } else if (!right) {
            out().println(input.name());
            if (!check) {
                write(input.path(), text);
            }
        }
        return right || !check;
    }

    private boolean differs(Path path, String text) {
        try {
            return !Files.readString(path).equals(text);
        } catch (IOException e) {
            throw usage(path + ": can't be read: " + FileProblem.reason(e));
        }
    }

    private void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw usage(path + ": can't be written: " + FileProblem.reason(e));
        }
    }
}

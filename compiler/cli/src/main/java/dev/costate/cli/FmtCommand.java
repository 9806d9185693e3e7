package dev.costate.cli;

import dev.costate.compiler.ModelFormatter;
import dev.costate.compiler.source.Diagnostics;
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
    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Models and libraries, or folders of these.")
    private List<Path> sources;

    @Option(names = "--check", description = "Changes nothing; exit status 1 if a file would be changed.")
    private boolean check;

    @Override
    public Integer call() {
        boolean wrong = false;
        for (Input input : models(sources, "")) {
            Diagnostics diagnostics = new Diagnostics();
            SourceFile source = SourceFile.read(input.path(), input.path().toString(), diagnostics);
            Optional<String> text =
                    source == null ? Optional.empty() : ModelFormatter.format(source, finder(), diagnostics);
            show(diagnostics.sorted());
            wrong |= text.isEmpty();
            if (text.isPresent() && differs(input.path(), text.get())) {
                out().println(input.path());
                wrong |= check;
                if (!check) {
                    write(input.path(), text.get());
                }
            }
        }
        return wrong ? Costate.WRONG : 0;
    }

    private boolean differs(Path path, String text) {
        try {
            return !Files.readString(path).equals(text);
        } catch (IOException e) {
            throw usage(path + ": can't be read: " + e);
        }
    }

    private void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw usage(path + ": can't be written: " + e);
        }
    }
}

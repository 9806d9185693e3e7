package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.emit.JavaNames;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.project.ClassNames;
import dev.costate.compiler.project.OutputFolder;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.FileProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costate compile}: Java source of models. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Compiles models to Java source. The package of a model in a folder DIR is its place below DIR.")
final class CompileCommand extends ModelCommand {
    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Models, or folders of models; - is standard input.")
    private List<Path> sources;

    @Option(names = "-d", paramLabel = "OUT", required = true, description = "Where the Java goes.")
    private Path output;

    @Option(names = "--package", paramLabel = "NAME", description = "The package of models given as FILE.")
    private String packageName = "";

    @Option(
            names = "--checked",
            description = "Give classes a method checked(): a twin whose methods say where a NaN or infinity began.")
    private boolean checked;

    @Mixin
    private ArithmeticOptions arithmetic;

    @Override
    Options computing(Options plain) {
        return arithmetic.of(plain);
    }

    @Override
    public Integer call() {
        if (!JavaNames.isPackage(packageName)) {
            throw usage("--package " + packageName + ": this is no name in Java");
        }
        ClassNames names = new ClassNames();
        boolean wrong = false;
        try {
            for (Input input : models(sources, packageName)) {
                wrong |= !write(input, names, new OutputFolder(output));
            }
        } catch (IOException e) {
            throw usage("-d " + output + ": can't be written: " + FileProblem.text(e));
        }
        return wrong ? Costate.WRONG : 0;
    }

    /** Whether the model is right. */
    private boolean write(Input input, ClassNames names, OutputFolder folder) throws IOException {
        Result result = compile(input, options -> checked ? options.withChecked() : options);
        Diagnostics own = diagnostics(result, names);
        Model model = result.model();
        if (model != null) {
            folder.refuseForeign(model.source(), result.paths(), own);
        }
        show(own.sorted());
        if (own.hasErrors()) {
            return false;
        }
        for (JavaSource file : result.files()) {
            folder.write(file.path(), file.text());
            out().println(output.resolve(file.path()));
        }
        return true;
    }
}

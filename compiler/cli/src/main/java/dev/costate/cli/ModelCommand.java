package dev.costate.cli;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.data.InputJson;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.pipeline.Equations;
import dev.costate.compiler.project.ClassNames;
import dev.costate.compiler.project.ModelFolder;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.FileProblem;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all commands that read models have in common. */
abstract class ModelCommand implements Callable<Integer> {
    @Option(
            names = "-I",
            paramLabel = "LIBDIR",
            description = "A folder or jar with libraries that models import; repeatable.")
    private List<Path> libraries = new ArrayList<>();

    private List<Path> roots = List.of();

    private LibraryFinder finder = LibraryFinder.OWN;

    /** What is on standard input, which can be read once. */
    private byte @Nullable [] standardInput;

    private final Set<Diagnostic> shown = new HashSet<>();

    @ParentCommand
    private Costate costate;

    @Spec
    private CommandSpec spec;

    /**
     * One model to read.
     *
     * @param path where it is, which is also what diagnostics call it
     * @param packageName its Java package
     */
    record Input(Path path, String packageName) {
        /** The path that stands for standard input. */
        private static final Path STANDARD = Path.of("-");

        boolean isStandard() {
            return path.equals(STANDARD);
        }

        /** What diagnostics call it. */
        String name() {
            return isStandard() ? "<stdin>" : path.toString();
        }
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** What the command is called. */
    final String name() {
        return spec.name();
    }

    /** Where the models find the libraries that they import. */
    final LibraryFinder finder() {
        return finder;
    }

    /** The folders of models, which may import from each other. */
    final List<Path> roots() {
        return roots;
    }

    /** The folders and jars with libraries that were named. */
    final List<Path> libraries() {
        return libraries;
    }

    final WrongArgument usage(String message) {
        return new WrongArgument(spec.commandLine(), message);
    }

    /**
     * The models and libraries in files and folders; the package of one in a folder is where it is below that folder.
     */
    final List<Input> models(List<Path> arguments, String packageOfFiles) {
        for (Path library : libraries) {
            String problem = LibraryFolders.problem(library);
            if (problem != null) {
                throw usage("-I " + library + ": " + problem);
            }
        }
        roots = arguments.stream().filter(Files::isDirectory).toList();
        finder = new LibraryFolders(roots, libraries, null);
        shown.clear();
        standardInput = null;
        List<Input> inputs = new ArrayList<>();
        for (Path argument : arguments) {
            Input file = new Input(argument, packageOfFiles);
            if (file.isStandard()) {
                inputs.add(file);
            } else if (Files.isDirectory(argument)) {
                inFolder(argument).forEach(e -> inputs.add(new Input(e.path(), e.packageName())));
            } else if (Files.isReadable(argument)) {
                inputs.add(file);
            } else {
                throw usage(argument + ": there is no such file, or it can't be read");
            }
        }
        return distinct(inputs);
    }

    /** Without files that are given twice. */
    private static List<Input> distinct(List<Input> inputs) {
        Map<String, Input> files = new LinkedHashMap<>();
        inputs.forEach(input ->
                files.putIfAbsent(new SourceFile(input.path().toString(), "", input.path()).identity(), input));
        return List.copyOf(files.values());
    }

    private List<ModelFolder.Entry> inFolder(Path folder) {
        try {
            List<ModelFolder.Entry> entries = ModelFolder.of(folder).entries();
            if (entries.isEmpty()) {
                throw usage(folder + ": there is no .model file in this folder");
            }
            return entries;
        } catch (IOException e) {
            throw usage(folder + ": can't be read: " + FileProblem.reason(e));
        }
    }

    /** The text of a model or library, or null after an error was reported. */
    final @Nullable SourceFile read(Input input, Diagnostics diagnostics) {
        if (!input.isStandard()) {
            return SourceFile.read(input.path(), input.name(), diagnostics);
        }
        try {
            if (standardInput == null) {
                standardInput = System.in.readAllBytes();
            }
            return SourceFile.read(standardInput, input.name(), diagnostics);
        } catch (IOException e) {
            throw usage("-: standard input can't be read: " + FileProblem.reason(e));
        }
    }

    /** Compiles one model, or checks a library. Nothing is printed. */
    final Result compile(Input input, boolean stages) {
        return compile(input, options -> stages ? options.withStages() : options);
    }

    /** Options with what the command line says of how classes compute. */
    Options computing(Options plain) {
        return plain;
    }

    /** The same with other options. */
    final Result compile(Input input, UnaryOperator<Options> options) {
        Diagnostics diagnostics = new Diagnostics();
        SourceFile source = read(input, diagnostics);
        if (source == null || diagnostics.hasErrors()) {
            return new Result(null, List.of(), List.of(), diagnostics.sorted(), Map.of(), Map.of());
        }
        Options plain = Options.of(input.packageName()).withLibraries(finder);
        return ModelCompiler.compile(source, options.apply(computing(plain)));
    }

    /** The equations of a model that has no errors, as it is written or rewritten to keep digits. */
    final Equations equations(Input input, boolean literal) {
        SourceFile source = read(input, new Diagnostics());
        Options options = computing(Options.of(input.packageName()).withLibraries(finder));
        Equations equations =
                source == null ? null : ModelCompiler.equations(source, literal ? options.literal() : options);
        if (equations == null) {
            throw new CompilerBug(name(), "a model that compiled has no equations");
        }
        return equations;
    }

    /** What there is to say about a model, also that it makes a class that another one makes. */
    static Diagnostics diagnostics(Result result, ClassNames names) {
        Diagnostics all = new Diagnostics();
        result.diagnostics().forEach(all::report);
        Model model = result.model();
        if (model != null) {
            names.claim(model.source(), result.paths(), all);
        }
        return all;
    }

    /** The data for a model in a file, which may be a pipe; {@code -} is standard input. */
    final InputJson data(String input, Model model) throws IOException, DataException {
        if (input.equals("-") && standardInput != null) {
            throw usage("--input -: standard input is the model already");
        }
        if (!input.equals("-") && (!Files.isReadable(Path.of(input)) || Files.isDirectory(Path.of(input)))) {
            throw usage("--input " + input + ": there is no such file, or it can't be read");
        }
        try (InputStream in = input.equals("-") ? System.in : new FileInputStream(input)) {
            return InputJson.read(new BufferedInputStream(in), model);
        } catch (DataException e) {
            throw new DataException(
                    e.problems().stream().map(p -> input + ": " + p).toList());
        }
    }

    /** Prints diagnostics to standard error, each once: models may share what is wrong with a library. */
    final void show(List<Diagnostic> diagnostics) {
        DiagnosticPrinter printer = new DiagnosticPrinter(costate.colored());
        diagnostics.stream().filter(shown::add).forEach(d -> err().println(printer.print(d)));
    }
}

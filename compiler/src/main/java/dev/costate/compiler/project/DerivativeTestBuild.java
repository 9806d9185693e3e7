package dev.costate.compiler.project;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.data.InputJson;
import dev.costate.compiler.data.SeededData;
import dev.costate.compiler.emit.Companion;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.junit.DerivativeTests;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JUnit test for each model of a folder that has derivatives: a class, and beside it the data that it reads.
 * The data of {@code Logistic.model} is that of {@code Logistic.json} beside it, in the form that {@code costate eval}
 * takes, or, without such a file, {@linkplain SeededData seeded}. Everything is written at each build, since finding
 * out that nothing changed takes as long; a file that is as it should be stays untouched. The folder belongs to this
 * build: what no model makes any more is removed.
 */
public final class DerivativeTestBuild {
    private final ModelFolder sources;
    private final LibraryFinder libraries;
    private final OutputFolder output;
    private final Set<String> made = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Why a model has no test.
     *
     * @param file the data, or else the model
     */
    public record Problem(Path file, String message) {}

    /**
     * What was done.
     *
     * @param tests how many classes there are
     */
    public record Report(int tests, List<Problem> problems) {
        public Report {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A build, to be {@linkplain #run run} once.
     *
     * @param output the folder of the tests and their data, and of nothing else
     */
    public DerivativeTestBuild(ModelFolder sources, LibraryFinder libraries, Path output) {
        this.sources = sources;
        this.libraries = libraries;
        this.output = new OutputFolder(output);
    }

    /** Writes the tests; models with errors have none, and say so when they are compiled. */
    public Report run() throws IOException {
        for (ModelFolder.Entry entry : sources.entries()) {
            SourceFile source = SourceFile.read(entry.path(), entry.name(), new Diagnostics());
            Options options = Options.of(entry.packageName()).withLibraries(libraries);
            ModelCompiler.Result declared = source == null ? null : ModelCompiler.declarations(source, options);
            Model model = declared == null ? null : declared.model();
            if (declared != null && model != null && !model.derivatives().isEmpty()) {
                write(entry, model, declared.companions());
            }
        }
        for (String file : output.marked()) {
            if (!made.contains(file)) {
                output.remove(file);
                output.remove(point(file));
            }
        }
        return new Report(made.size(), problems);
    }

    private static String point(String file) {
        return file.replaceFirst("\\.java$", ".point");
    }

    private void write(ModelFolder.Entry entry, Model model, List<Companion> companions) throws IOException {
        String name = entry.path().getFileName().toString();
        String json = name.replaceFirst("\\.model$", "") + ".json";
        Path file = entry.path().resolveSibling(json);
        boolean named = Files.exists(file);
        Binding data = named ? read(model, file) : SeededData.of(model);
        if (data == null) {
            if (!named) {
                problems.add(new Problem(
                        entry.path(),
                        "no seeded data was found at which all outputs are finite; put data into " + json
                                + " beside the model, in the form that `costate eval` takes"));
            }
            return;
        }
        DerivativeTests tests = DerivativeTests.of(
                model, companions, entry.packageName(), data, named ? "the data of " + json : "seeded data");
        made.add(tests.source().path());
        output.write(tests.source().path(), tests.source().text());
        output.write(point(tests.source().path()), tests.point());
    }

    private @Nullable Binding read(Model model, Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Binding data = Binding.ofEither(model, InputJson.read(in, model));
            data.constrain();
            for (Derivative d : model.derivatives()) {
                for (Tensor input : d.wrt()) {
                    if (!data.values().containsKey(input)) {
                        throw new DataException(
                                "input '" + input.name() + "' has to be given: '" + d.clause() + "' is by it");
                    }
                }
            }
            return data;
        } catch (DataException e) {
            e.problems().forEach(problem -> problems.add(new Problem(file, problem)));
            return null;
        }
    }
}

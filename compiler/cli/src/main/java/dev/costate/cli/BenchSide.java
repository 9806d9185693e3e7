package dev.costate.cli;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** One side of a comparison: with which passes, or by which build of the compiler, a model is compiled. */
interface BenchSide {
    /** All passes of this compiler. */
    String DEFAULT = "default";

    /** No pass that can be left out. */
    String LITERAL = "literal";

    /** Ahead of the name of the one pass that is left out. */
    String WITHOUT = "without=";

    /** Ahead of the order in which sums are taken. */
    String SUM = "sum=";

    /**
     * What is measured.
     *
     * @param source a model without errors
     * @param roots folders of models, which may import from each other
     * @param libraries folders and jars with libraries
     */
    record Subject(SourceFile source, List<Path> roots, List<Path> libraries, Binding binding) {
        /** The size of each dim that is not given by another. */
        Map<String, Integer> dims() {
            return binding.arguments();
        }

        /** The elements of each input. */
        Map<String, double[]> inputs() {
            Map<String, double[]> inputs = new LinkedHashMap<>();
            binding.values().forEach((tensor, elements) -> inputs.put(tensor.name(), elements));
            return inputs;
        }
    }

    /**
     * Compiles a model and binds its data.
     *
     * @param names outputs and clauses
     * @return what computes each of them, by the same names
     */
    Map<String, DoubleSupplier> computations(Subject subject, List<String> names);

    /** The orders in which sums can be taken. */
    static List<String> orders() {
        return Arrays.stream(SumMode.values()).map(SumMode::toString).toList();
    }

    /**
     * The side that is called so, or null if there is none.
     *
     * @param options what is asked for besides
     */
    static @Nullable BenchSide of(String name, Options options) {
        if (name.equals(DEFAULT)) {
            return new ThisBuild(options);
        }
        if (name.equals(LITERAL)) {
            return new ThisBuild(options.literal());
        }
        if (name.startsWith(WITHOUT)) {
            String pass = name.substring(WITHOUT.length());
            return Options.optional().contains(pass) ? new ThisBuild(options.without(pass)) : null;
        }
        if (name.startsWith(SUM)) {
            return SumMode.of(name.substring(SUM.length()))
                    .map(order -> new ThisBuild(options.withSum(order)))
                    .orElse(null);
        }
        return name.endsWith(".jar") && Files.isReadable(Path.of(name)) ? new OtherBuild(Path.of(name)) : null;
    }

    /** Compiled by this compiler. */
    record ThisBuild(Options options) implements BenchSide {
        @Override
        public Map<String, DoubleSupplier> computations(Subject subject, List<String> names) {
            Options found = options.withLibraries(new LibraryFolders(subject.roots(), subject.libraries(), null));
            ModelInstance instance = LoadedModel.load(ModelCompiler.compile(subject.source(), found))
                    .create(subject.dims());
            subject.inputs().forEach(instance::set);
            Map<String, DoubleSupplier> computations = new LinkedHashMap<>();
            names.forEach(name -> computations.put(name, instance.evaluation(name)));
            return computations;
        }
    }
}

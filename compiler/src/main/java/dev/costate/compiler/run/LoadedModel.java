package dev.costate.compiler.run;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.emit.Companion;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.emit.ModelNames;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model compiled in memory, for programs that learn what model it is at run time. Others use the generated class
 * itself: it has a method for each input and needs no names as text.
 *
 * <pre>{@code
 * ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
 * ModelInstance logistic = LoadedModel.load(result).create(Map.of("N", 2, "D", 1));
 * logistic.set("X", 1, 2).set("y", 0, 1).set("w", 0.5).set("b", 0);
 * double[] loss = logistic.output("loss");
 * Map<String, double[]> gradient = logistic.gradient("gradient of loss");
 * }</pre>
 */
public final class LoadedModel {
    private final Model model;
    private final List<Companion> companions;
    private final Class<?> type;

    LoadedModel(Model model, List<Companion> companions, Class<?> type) {
        this.model = model;
        this.companions = companions;
        this.type = type;
    }

    /**
     * Compiles and loads what a compilation without errors gave.
     *
     * @throws IllegalArgumentException if the model has errors
     * @throws IllegalStateException if there is no Java compiler in this JVM
     */
    public static LoadedModel load(ModelCompiler.Result result) {
        return load(List.of(result), List.of()).get(0);
    }

    /**
     * Loads what a compilation without errors gave, from classes that its files are among.
     *
     * @throws IllegalArgumentException if the model has errors
     */
    public static LoadedModel load(ModelCompiler.Result result, InMemoryCompiler.Classes classes) {
        return new LoadedModel(
                model(result), result.companions(), classes.load(result.files().get(0)));
    }

    private static Model model(ModelCompiler.Result result) {
        Model model = result.model();
        if (model == null) {
            throw new IllegalArgumentException("the model has errors: " + result.diagnostics());
        }
        return model;
    }

    /**
     * Compiles and loads the files that were emitted for a model.
     *
     * @throws IllegalStateException if there is no Java compiler in this JVM
     */
    public static LoadedModel load(Model model, List<JavaSource> sources) {
        return new LoadedModel(model, List.of(), InMemoryCompiler.load(sources));
    }

    /**
     * Compiles and loads several models in one run of javac, which takes less time than one run each. Models of one
     * name need different packages.
     *
     * @param options more options for javac, such as {@code -Xlint:all}
     * @throws IllegalArgumentException if a model has errors
     * @throws IllegalStateException if there is no Java compiler in this JVM
     */
    public static List<LoadedModel> load(List<ModelCompiler.Result> results, List<String> options) {
        List<JavaSource> sources = new ArrayList<>();
        for (ModelCompiler.Result result : results) {
            model(result);
            sources.addAll(result.files());
        }
        InMemoryCompiler.Classes classes = InMemoryCompiler.classes(sources, options);
        return results.stream().map(result -> load(result, classes)).toList();
    }

    /** The checked model. */
    public Model model() {
        return model;
    }

    /** The generated public class. */
    public Class<?> type() {
        return type;
    }

    /**
     * An instance of the generated class.
     *
     * @param dims the value of each dim that is given, by name
     * @throws IllegalArgumentException if one is missing or too small
     */
    public ModelInstance create(Map<String, Integer> dims) {
        List<Model.Dimension> given =
                model.dims().stream().filter(Model.Dimension::given).toList();
        Class<?>[] types = new Class<?>[given.size()];
        Object[] values = new Object[given.size()];
        for (int k = 0; k < values.length; k++) {
            String name = given.get(k).dim().name();
            types[k] = int.class;
            values[k] = dims.get(name);
            if (values[k] == null) {
                throw new IllegalArgumentException("dim " + name + " is not given");
            }
        }
        Object object = Reflection.call(type, null, "of", types, values);
        return new ModelInstance(model, new ModelNames(model), companions, object, dims);
    }
}

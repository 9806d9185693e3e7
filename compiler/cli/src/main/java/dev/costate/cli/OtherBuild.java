package dev.costate.cli;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Compiled by another build of the compiler, whose classes bear the same names, so that they are called by reflection:
 * as {@link BenchSide.ThisBuild} calls its own.
 *
 * @param jar the command with all that it needs
 */
record OtherBuild(Path jar) implements BenchSide {
    @Override
    public Map<String, DoubleSupplier> computations(Subject subject, List<String> names) {
        try {
            Object instance = instance(new Classes(loader()), subject);
            for (Map.Entry<String, double[]> input : subject.inputs().entrySet()) {
                instance.getClass()
                        .getMethod("set", String.class, double[].class)
                        .invoke(instance, input.getKey(), input.getValue());
            }
            Map<String, DoubleSupplier> computations = new LinkedHashMap<>();
            for (String name : names) {
                computations.put(name, (DoubleSupplier) instance.getClass()
                        .getMethod("evaluation", String.class)
                        .invoke(instance, name));
            }
            return computations;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(jar + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(jar + " is no build of Costate that can be compared: " + e, e);
        }
    }

    /** Nothing is shared but the JDK. The loader stays open as long as its classes are used. */
    private ClassLoader loader() {
        try {
            return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object instance(Classes classes, Subject subject) throws ReflectiveOperationException {
        SourceFile file = subject.source();
        Object source = classes.of(SourceFile.class)
                .getConstructor(String.class, String.class, Path.class)
                .newInstance(file.name(), file.text(), file.path());
        Object finder = classes.of(LibraryFolders.class)
                .getConstructor(Collection.class, Collection.class, Path.class)
                .newInstance(subject.roots(), subject.libraries(), null);
        Class<?> options = classes.of(ModelCompiler.Options.class);
        Object plain = options.getMethod("of", String.class).invoke(null, "");
        Object found = options.getMethod("withLibraries", classes.of(LibraryFinder.class))
                .invoke(plain, finder);
        Object result = classes.of(ModelCompiler.class)
                .getMethod("compile", source.getClass(), options)
                .invoke(null, source, found);
        Object loaded = classes.of(LoadedModel.class)
                .getMethod("load", result.getClass())
                .invoke(null, result);
        return loaded.getClass().getMethod("create", Map.class).invoke(loaded, subject.dims());
    }

    /** The other build's classes. */
    private record Classes(ClassLoader loader) {
        Class<?> of(Class<?> ours) throws ClassNotFoundException {
            return Class.forName(ours.getName(), true, loader);
        }
    }
}

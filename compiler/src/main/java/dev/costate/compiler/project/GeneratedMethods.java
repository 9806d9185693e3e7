package dev.costate.compiler.project;

import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.run.MethodSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The methods of generated classes after javac compiled them. */
public final class GeneratedMethods {
    private static final String JAVA = ".java";
    private static final String CLASS = ".class";

    private GeneratedMethods() {}

    /**
     * The methods that no JIT compiles, at most one a class; but for those that run where a NaN was found, and only
     * then.
     *
     * @param output the folder of the Java sources, as it was given to {@link IncrementalBuild}
     * @param classes the folder where javac put the classes
     */
    public static List<MethodSizes.Method> tooLarge(Path output, Path classes) throws IOException {
        List<MethodSizes.Method> found = new ArrayList<>();
        for (String source : IncrementalBuild.filesIn(output)) {
            Path file = output.resolve(source);
            if (Files.exists(file) && Files.readString(file).contains(JavaSource.TRACED)) {
                continue;
            }
            Path outer = classes.resolve(source.substring(0, source.length() - JAVA.length()) + CLASS);
            for (Path nested : withNested(outer)) {
                MethodSizes.Method largest = MethodSizes.largest(Files.readAllBytes(nested));
                if (largest.bytes() > MethodSizes.LIMIT) {
                    found.add(largest);
                }
            }
        }
        return found;
    }

    private static List<Path> withNested(Path outer) throws IOException {
        Path folder = outer.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        String file = String.valueOf(outer.getFileName());
        String nested = file.substring(0, file.length() - CLASS.length()) + "$";
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> {
                        String name = String.valueOf(f.getFileName());
                        return name.equals(file) || (name.startsWith(nested) && name.endsWith(CLASS));
                    })
                    .sorted()
                    .toList();
        }
    }
}

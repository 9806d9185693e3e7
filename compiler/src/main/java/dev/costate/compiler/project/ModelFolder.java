package dev.costate.compiler.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A source root and which of the files below it are models.
 *
 * @param root the folder
 * @param includes patterns of the files to take, such as {@code **}{@code /*.model}, which is also meant if there are
 *     none
 * @param excludes patterns of files to leave out all the same
 */
public record ModelFolder(Path root, List<String> includes, List<String> excludes) {
    private static final List<String> ALL = List.of("**/*.model");

    public ModelFolder {
        includes = includes.isEmpty() ? ALL : List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }

    /** All {@code .model} files below a folder. */
    public static ModelFolder of(Path root) {
        return new ModelFolder(root, ALL, List.of());
    }

    /**
     * A file below the root.
     *
     * @param path where it is
     * @param name its path below the root, with {@code /} between folders
     */
    public record Entry(Path path, String name) {
        /** The package, which is the folder: empty for a file directly below the root. */
        public String packageName() {
            int slash = name.lastIndexOf('/');
            return slash < 0 ? "" : name.substring(0, slash).replace('/', '.');
        }
    }

    /**
     * The models, in order of their names; none if there is no such folder. Links are followed, and one to what does
     * not exist counts as a model, that reading it shows that it is wrong.
     */
    public List<Entry> entries() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        Predicate<String> wanted =
                FilePattern.anyOf(includes).and(FilePattern.anyOf(excludes).negate());
        try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(path -> Files.isRegularFile(path) || !Files.exists(path))
                    .map(path -> new Entry(path, OutputFolder.relative(root, path)))
                    .filter(entry -> wanted.test(entry.name()))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}

package dev.costate.compiler.source;

import dev.costate.compiler.source.LibraryFinder.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something below which libraries are, where their names say. */
interface LibraryPlace {
    /** The end of the name of every library's file. */
    String SUFFIX = ".model";

    /** The library at a path below the place, with {@code /}, or null if there is none. */
    @Nullable
    Library find(String path);

    /** The names of the libraries directly in a folder of the place: empty, or a path that ends with {@code /}. */
    List<String> names(String folder);

    /** The place as it stands in a sentence: {@code in lib}. */
    String text();

    /** The name of the library in a file. */
    static String library(String file) {
        return file.substring(0, file.length() - SUFFIX.length());
    }

    /**
     * A folder, which need not exist.
     *
     * @param text the place in a sentence
     * @param display what diagnostics call a file in it
     */
    record Folder(Path path, String text, Function<Path, String> display) implements LibraryPlace {
        @Override
        public @Nullable Library find(String name) {
            Path file = path.resolve(name).normalize();
            return Files.isRegularFile(file)
                    ? diagnostics -> SourceFile.read(file, display.apply(file), diagnostics)
                    : null;
        }

        @Override
        public List<String> names(String folder) {
            try (Stream<Path> files = Files.list(path.resolve(folder))) {
                return files.map(f -> String.valueOf(f.getFileName()))
                        .filter(f -> f.endsWith(SUFFIX))
                        .map(LibraryPlace::library)
                        .toList();
            } catch (IOException e) {
                return List.of(); // what is not there, or cannot be read, offers nothing
            }
        }
    }

    /**
     * A folder in a jar.
     *
     * @param folder the path in the jar: empty, or with {@code /} at its end
     * @param text the place in a sentence
     */
    record InJar(LibraryJar jar, String folder, String text) implements LibraryPlace {
        @Override
        public @Nullable Library find(String path) {
            byte[] bytes = jar.files().get(folder + path);
            return bytes == null
                    ? null
                    : diagnostics -> SourceFile.read(bytes, jar.prefix() + folder + path, diagnostics);
        }

        @Override
        public List<String> names(String below) {
            String start = folder + below;
            return jar.files().keySet().stream()
                    .filter(f -> f.startsWith(start) && f.indexOf('/', start.length()) < 0)
                    .map(f -> LibraryPlace.library(f.substring(start.length())))
                    .toList();
        }
    }
}

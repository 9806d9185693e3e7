package dev.costate.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that hold what a test must find. With {@code -Dcostate.golden=update} what it finds is written to them first.
 */
public final class Golden {
    /** Whether the files are written first. */
    public static final boolean UPDATE = "update".equals(System.getProperty("costate.golden"));

    private Golden() {}

    /** What is found is what the file says. */
    public static void hold(Path file, String found) throws IOException {
        if (UPDATE) {
            Files.writeString(file, found);
        }
        assertThat(found)
                .as("%s (written anew by -Dcostate.golden=update)", file)
                .isEqualTo(Files.readString(file));
    }

    /** The files of a folder whose names end so, in order of their names. */
    public static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** The file beside another whose name ends otherwise. */
    public static Path beside(Path file, String end, String other) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - end.length()) + other);
    }
}

package dev.costate.compiler.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The {@code .model} files in a jar, which is read once, when something is first looked for in it. */
final class LibraryJar {
    private final Path path;
    private @Nullable Map<String, byte[]> files;

    LibraryJar(Path path) {
        this.path = path;
    }

    /** Whether a file is a jar by its name. */
    static boolean isJar(Path path) {
        String name = path.toString();
        return path.getFileSystem() == FileSystems.getDefault()
                && (name.endsWith(".jar") || name.endsWith(".zip"))
                && Files.isRegularFile(path);
    }

    /** What the names of its files start with in diagnostics. */
    String prefix() {
        return path + "!/";
    }

    /** The files by their paths; none if the jar cannot be read, which {@link #problem} tells. */
    synchronized Map<String, byte[]> files() {
        if (files == null) {
            try {
                files = read();
            } catch (IOException e) {
                files = Map.of();
            }
        }
        return files;
    }

    /** Why the jar cannot be read, or null. */
    @Nullable
    String problem() {
        try {
            read();
            return null;
        } catch (IOException e) {
            return "this jar cannot be read: " + FileProblem.reason(e);
        }
    }

    private Map<String, byte[]> read() throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            for (ZipEntry entry : entries) {
                if (entry.getName().endsWith(LibraryPlace.SUFFIX)) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        found.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        return found;
    }
}

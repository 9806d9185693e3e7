package dev.costate.compiler.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Where the Java goes. Remembers what it changed; a file that is as it should be is left alone. */
public final class OutputFolder {
    private final Path root;
    private final List<Path> written = new ArrayList<>();
    private final List<Path> removed = new ArrayList<>();

    public OutputFolder(Path root) {
        this.root = root;
    }

    /**
     * Makes a file hold a text.
     *
     * @param name its path below the folder, with {@code /}
     */
    public void write(String name, String text) throws IOException {
        Path file = resolve(name);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(file, bytes);
        written.add(file);
    }

    /** Whether every file is there with the hash it should have. */
    boolean holds(SortedMap<String, String> files) throws IOException {
        for (var entry : files.entrySet()) {
            Path file = resolve(entry.getKey());
            if (!Files.isRegularFile(file)
                    || !Digest.of(Files.readAllBytes(file)).equals(entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Deletes a file, and the folders below this one that are empty then. */
    void remove(String name) throws IOException {
        Path file = resolve(name);
        if (Files.deleteIfExists(file)) {
            removed.add(file);
        }
        Path folder = file.getParent();
        while (folder != null && !folder.equals(root) && isEmptyFolder(folder)) {
            Files.delete(folder);
            folder = folder.getParent();
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.findAny().isEmpty();
        }
    }

    private Path resolve(String name) throws IOException {
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root.normalize())) {
            throw new IOException(name + " is not below " + root);
        }
        return file;
    }

    /** The files written, in order; those that were right already are not among them. */
    public List<Path> written() {
        return List.copyOf(written);
    }

    /** The files removed, in order. */
    public List<Path> removed() {
        return List.copyOf(removed);
    }
}

package dev.costate.compiler.project;

import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Where the Java goes. Remembers what it changed; a file that is as it should be is left alone. */
public final class OutputFolder {
    private final Path root;
    private final List<Path> written = new ArrayList<>();
    private final List<Path> removed = new ArrayList<>();

    public OutputFolder(Path root) {
        this.root = root;
    }

    /**
     * Reports an error for each file that stands where a class is to go and that Costate did not make: it does not bear
     * {@link JavaSource#MARK}.
     *
     * @param model the model whose classes these are
     * @param files their paths below the folder, with {@code /}
     */
    public void refuseForeign(SourceFile model, Collection<String> files, Diagnostics diagnostics) throws IOException {
        for (String name : files) {
            Path file = resolve(name);
            if (Files.exists(file) && !isEmpty(file) && !isMarked(file)) {
                diagnostics.report(
                        DiagnosticCode.FOREIGN_FILE,
                        new Span(model, 0, 0),
                        "this model makes `" + name + "`, and " + file + " is in its place, which Costate did not make",
                        "Move it to where your own sources are, or have the Java of models written elsewhere.");
            }
        }
    }

    private static boolean isEmpty(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == 0;
    }

    private static boolean isMarked(Path file) throws IOException {
        return Files.isRegularFile(file)
                && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(JavaSource.MARK);
    }

    /** The Java files that Costate made, whenever that was, as paths below the folder; in order. */
    List<String> marked() throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted().toList()) {
                    if (file.toString().endsWith(".java") && isMarked(file)) {
                        names.add(relative(root, file));
                    }
                }
            }
        }
        return names;
    }

    /** A path below another, with {@code /} on every system. */
    static String relative(Path root, Path file) {
        return String.join("/", (Iterable<String>)
                () -> StreamSupport.stream(root.relativize(file).spliterator(), false)
                        .map(Path::toString)
                        .iterator());
    }

    /**
     * Makes a file hold a text.
     *
     * @param name its path below the folder, with {@code /}
     */
    public void write(String name, String text) throws IOException {
        Path file = resolve(name);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            AtomicFile.write(file, bytes);
            written.add(file);
        }
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
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                return; // another build has just written there
            }
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

    /** Whether a path stays below the folder. */
    static boolean isInside(Path root, String name) {
        return root.resolve(name).normalize().startsWith(root.normalize());
    }

    private Path resolve(String name) throws IOException {
        if (!isInside(root, name)) {
            throw new IOException(name + " is not below " + root);
        }
        return root.resolve(name).normalize();
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

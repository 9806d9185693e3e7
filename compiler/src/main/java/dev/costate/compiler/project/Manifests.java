package dev.costate.compiler.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The manifests beside an output folder, one for each execution that builds into it: {@code costate.manifest}, and
 * {@code costate.NAME.manifest} of the execution NAME.
 */
final class Manifests {
    private static final String SUFFIX = ".manifest";

    private final Path output;
    private final Path sources;
    private final Path file;

    /**
     * @param output the output folder
     * @param sources the source folder
     * @param execution the name of the execution; empty for the usual one
     */
    Manifests(Path output, Path sources, String execution) {
        this.output = output.toAbsolutePath().normalize();
        this.sources = sources.toAbsolutePath().normalize();
        String infix = execution.isEmpty() ? "" : "." + escaped(execution);
        this.file = this.output.resolveSibling(this.output.getFileName() + infix + SUFFIX);
    }

    /** A name as part of a file's on every system; no two become one. */
    private static String escaped(String execution) {
        StringBuilder name = new StringBuilder();
        for (byte b : execution.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            name.append(plain || "._+-".indexOf(b) >= 0 ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return name.toString();
    }

    private static String name(Path output) {
        return String.valueOf(output.getFileName());
    }

    /** Where this execution's manifest is. */
    Path file() {
        return file;
    }

    /** An empty manifest of this execution. */
    Manifest empty() {
        Path folder = file.getParent();
        String path = folder != null && sources.getRoot().equals(folder.getRoot())
                ? OutputFolder.relative(folder, sources)
                : sources.toString();
        return new Manifest(name(output), path);
    }

    /** What this execution made before; null if its manifest is there, but damaged. */
    @Nullable
    Manifest own() {
        try {
            return Files.exists(file) ? Manifest.read(file) : empty();
        } catch (Manifest.Damaged e) {
            return null;
        }
    }

    /** Writes this execution's manifest if it says anything new. */
    void write(Manifest manifest) throws IOException {
        byte[] bytes = manifest.text().getBytes(StandardCharsets.UTF_8);
        if (!Files.isRegularFile(file) || !java.util.Arrays.equals(Files.readAllBytes(file), bytes)) {
            AtomicFile.write(file, bytes);
        }
    }

    /** Notes what other executions made of models that are still there. */
    void claimOthers(ClassNames names) throws IOException {
        for (Path other : all(output)) {
            if (other.equals(file)) {
                continue;
            }
            Manifest manifest = read(other, output);
            if (manifest == null) {
                continue;
            }
            Path root = other.resolveSibling(manifest.sources()).normalize();
            manifest.models().forEach((model, entry) -> {
                if (Files.exists(root.resolve(model))) {
                    String name =
                            root.equals(sources) ? model : root.resolve(model).toString();
                    names.claim(name, entry.files().keySet());
                }
            });
        }
    }

    /** The files that all executions made, in order. */
    static List<String> files(Path output) throws IOException {
        List<String> files = new ArrayList<>();
        Path absolute = output.toAbsolutePath().normalize();
        for (Path file : all(absolute)) {
            Manifest manifest = read(file, absolute);
            if (manifest != null) {
                files.addAll(manifest.files());
            }
        }
        return files.stream().sorted().distinct().toList();
    }

    /** A manifest of this output folder, or null if it is none or damaged. */
    private static @Nullable Manifest read(Path file, Path output) {
        try {
            Manifest manifest = Manifest.read(file);
            return manifest.output().equals(name(output)) ? manifest : null;
        } catch (Manifest.Damaged e) {
            return null;
        }
    }

    private static List<Path> all(Path output) throws IOException {
        Path folder = output.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> {
                        String name = name(f);
                        return name.startsWith(name(output) + ".") && name.endsWith(SUFFIX);
                    })
                    .sorted()
                    .toList();
        }
    }
}

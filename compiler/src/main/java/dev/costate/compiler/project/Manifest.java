package dev.costate.compiler.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an earlier build made: for each model a key, which is the hash of all that its output depends on, and the files.
 * As text, one line a model and one, indented, a file; the last line is a hash of those before it, so that damage
 * shows:
 *
 * <pre>
 * costate 2
 * output costate
 * sources ../../src/main/model
 * model 5feceb66… com/acme/Logistic.model
 *   6b86b273… com/acme/Logistic.java
 * end d4735e3a…
 * </pre>
 */
final class Manifest {
    private static final String HEADER = "costate 2";
    private static final String OUTPUT = "output ";
    private static final String SOURCES = "sources ";
    private static final String MODEL = "model ";
    private static final String FILE = "  ";
    private static final String END = "end ";

    /** The key of a model that must be compiled again. */
    static final String STALE = "-";

    /**
     * One model.
     *
     * @param key the hash of all that the files depend on
     * @param files the hash of each file, by its path below the output folder
     */
    record Entry(String key, SortedMap<String, String> files) {}

    /** A file that is no manifest, or that is damaged. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final String output;
    private final String sources;
    private final SortedMap<String, Entry> models = new TreeMap<>();

    /**
     * An empty one.
     *
     * @param output the name of the output folder
     * @param sources the source folder, as a path from where the manifest is, if there is one
     */
    Manifest(String output, String sources) {
        this.output = output;
        this.sources = sources;
    }

    /** The manifest in a file. */
    static Manifest read(Path file) throws Damaged {
        try {
            String text = Files.readString(file);
            int end = text.lastIndexOf(END);
            if (end < 0 || !text.substring(end).equals(end(text.substring(0, end)))) {
                throw new Damaged();
            }
            List<String> lines = text.substring(0, end).lines().toList();
            if (lines.size() < 3
                    || !lines.get(0).equals(HEADER)
                    || !lines.get(1).startsWith(OUTPUT)
                    || !lines.get(2).startsWith(SOURCES)) {
                throw new Damaged();
            }
            Manifest manifest = new Manifest(
                    unescaped(lines.get(1).substring(OUTPUT.length())),
                    unescaped(lines.get(2).substring(SOURCES.length())));
            manifest.parse(file.resolveSibling(manifest.output), lines.subList(3, lines.size()));
            return manifest;
        } catch (IOException | InvalidPathException e) {
            throw new Damaged(); // not UTF-8, a folder, no permission, no path
        }
    }

    private void parse(Path folder, List<String> lines) throws Damaged {
        SortedMap<String, String> files = new TreeMap<>();
        for (String line : lines) {
            boolean model = line.startsWith(MODEL);
            if (!model && !line.startsWith(FILE)) {
                throw new Damaged();
            }
            String[] parts =
                    line.substring(model ? MODEL.length() : FILE.length()).split(" ", 2);
            if (parts.length != 2) {
                throw new Damaged();
            }
            String name = unescaped(parts[1]);
            if (model) {
                files = new TreeMap<>();
                models.put(name, new Entry(parts[0], files));
            } else if (OutputFolder.isInside(folder, name)) {
                files.put(name, parts[0]);
            } else {
                throw new Damaged();
            }
        }
    }

    String output() {
        return output;
    }

    String sources() {
        return sources;
    }

    Map<String, Entry> models() {
        return models;
    }

    /** The entry of a model, or one that is stale. */
    Entry get(String model) {
        return models.getOrDefault(model, new Entry(STALE, new TreeMap<>()));
    }

    void put(String model, Entry entry) {
        models.put(model, entry);
    }

    /** All files of all models, in order. */
    List<String> files() {
        List<String> files = new ArrayList<>();
        models.values().forEach(entry -> files.addAll(entry.files().keySet()));
        return files;
    }

    String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        text.append(OUTPUT).append(escaped(output)).append('\n');
        text.append(SOURCES).append(escaped(sources)).append('\n');
        models.forEach((model, entry) -> {
            text.append(MODEL).append(entry.key()).append(' ').append(escaped(model));
            text.append('\n');
            entry.files().forEach((file, hash) -> {
                text.append(FILE).append(hash).append(' ').append(escaped(file));
                text.append('\n');
            });
        });
        return text + end(text.toString());
    }

    private static String end(String text) {
        return END + Digest.of(text.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    /** A name on one line, whatever is in it. */
    private static String escaped(String name) {
        return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D");
    }

    private static String unescaped(String name) {
        return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    }
}

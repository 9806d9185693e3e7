package dev.costate.compiler.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an earlier build made: for each model a key, which is the hash of all that its output depends on, and the files.
 * As text, one line a model and one, indented, a file:
 *
 * <pre>
 * costate 1
 * 5feceb66… com/acme/Logistic.model
 *   6b86b273… com/acme/Logistic.java
 * </pre>
 */
final class Manifest {
    private static final String HEADER = "costate 1";
    /** The key of a model that must be compiled again. */
    static final String STALE = "-";

    /**
     * One model.
     *
     * @param key the hash of all that the files depend on
     * @param files the hash of each file, by its path below the output folder
     */
    record Entry(String key, SortedMap<String, String> files) {}

    private final SortedMap<String, Entry> models = new TreeMap<>();

    /** The manifest in a file; empty if there is none or it is not one of ours. */
    static Manifest read(Path file) throws IOException {
        Manifest manifest = new Manifest();
        if (Files.isRegularFile(file)) {
            List<String> lines = Files.readAllLines(file);
            if (!lines.isEmpty() && lines.get(0).equals(HEADER)) {
                manifest.parse(lines.subList(1, lines.size()));
            }
        }
        return manifest;
    }

    private void parse(List<String> lines) {
        Entry current = new Entry(STALE, new TreeMap<>());
        for (String line : lines) {
            String[] parts = line.strip().split(" ", 2);
            if (parts.length != 2) {
                continue;
            }
            if (line.startsWith(" ")) {
                current.files().put(parts[1], parts[0]);
            } else {
                current = new Entry(parts[0], new TreeMap<>());
                models.put(parts[1], current);
            }
        }
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
        for (Map.Entry<String, Entry> model : models.entrySet()) {
            text.append(model.getValue().key())
                    .append(' ')
                    .append(model.getKey())
                    .append('\n');
            model.getValue()
                    .files()
                    .forEach((file, hash) -> text.append("  ")
                            .append(hash)
                            .append(' ')
                            .append(file)
                            .append('\n'));
        }
        return text.toString();
    }
}

package dev.costate.compiler.docs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A fenced block of a Markdown file: the words after the opening fence, and the lines within.
 *
 * @param line of the opening fence, from 1
 */
record Fence(Path file, int line, String info, String text) {
    private static final String MARK = "```";

    /** All of a file. */
    static List<Fence> of(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Fence> fences = new ArrayList<>();
        for (int k = 0; k < lines.size(); k++) {
            if (lines.get(k).startsWith(MARK)) {
                int start = k++;
                StringBuilder text = new StringBuilder();
                while (!lines.get(k).equals(MARK)) {
                    text.append(lines.get(k++)).append('\n');
                }
                String info = lines.get(start).substring(MARK.length()).strip();
                fences.add(new Fence(file, start + 1, info, text.toString()));
            }
        }
        return fences;
    }

    /** Writes a file again with other text within some of its fences. */
    static void replace(Path file, Map<Fence, String> texts) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        List<Fence> fences = new ArrayList<>(texts.keySet());
        fences.sort((a, b) -> b.line() - a.line());
        for (Fence fence : fences) {
            int from = fence.line();
            int to = from + (int) fence.text().lines().count();
            lines.subList(from, to).clear();
            lines.addAll(from, requireNonNull(texts.get(fence)).lines().toList());
        }
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    @Override
    public String toString() {
        return file.getFileName() + ":" + line + " " + info;
    }
}

package dev.costate.compiler.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fenced block of a Markdown file: the words after the opening fence, and the lines within. */
record Fence(Path file, int line, String info, String text) {
    static List<Fence> of(Path file, List<String> lines) {
        List<Fence> fences = new ArrayList<>();
        int k = 0;
        while (k < lines.size()) {
            if (lines.get(k).startsWith("```")) {
                int start = k++;
                StringBuilder text = new StringBuilder();
                while (!lines.get(k).equals("```")) {
                    text.append(lines.get(k++)).append('\n');
                }
                fences.add(
                        new Fence(file, start + 1, lines.get(start).substring(3).strip(), text.toString()));
            }
            k++;
        }
        return fences;
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}

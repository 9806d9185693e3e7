package dev.costate.compiler.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The text of one {@code .model} file and where its lines begin. Offsets count UTF-16 units from 0. */
public final class SourceFile {
    private final String name;
    private final String text;
    private final @Nullable Path path;
    private final int[] lineStarts;

    /**
     * @param name what diagnostics call the file, normally its path as the user gave it
     * @param text the whole text, without a byte order mark
     */
    public SourceFile(String name, String text) {
        this(name, text, null);
    }

    /**
     * @param path where the file is, so that libraries are found beside it, or null if it is no file
     */
    public SourceFile(String name, String text, @Nullable Path path) {
        this.name = name;
        this.text = text;
        this.path = path;
        this.lineStarts = lineStarts(text);
    }

    /**
     * Reads a file in UTF-8, with or without a byte order mark.
     *
     * @param displayName what diagnostics call the file
     * @return the file, or null after an error was reported
     */
    public static @Nullable SourceFile read(Path path, String displayName, Diagnostics diagnostics) {
        return SourceReader.read(path, displayName, diagnostics);
    }

    /**
     * A text in UTF-8 that was not read from a file of its own, as {@link #read(Path, String, Diagnostics)} reads one.
     *
     * @return the text, or null after an error was reported
     */
    public static @Nullable SourceFile read(byte[] bytes, String displayName, Diagnostics diagnostics) {
        return SourceReader.decode(bytes, displayName, null, diagnostics);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    public String name() {
        return name;
    }

    /** The last part of the name, which is the same wherever the file is. */
    public String fileName() {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    public String text() {
        return text;
    }

    /** Where the file is, or null for a text that was read from no file. */
    public @Nullable Path path() {
        return path;
    }

    /** The line of an offset, from 1. */
    public int line(int offset) {
        int at = Arrays.binarySearch(lineStarts, offset);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /** The column of an offset in its line, from 1. */
    public int column(int offset) {
        return offset - lineStarts[line(offset) - 1] + 1;
    }

    /** The text of a line, from 1, without its line end. */
    public String lineText(int line) {
        int from = lineStarts[line - 1];
        int to = line < lineStarts.length ? lineStarts[line] : text.length();
        while (to > from && (text.charAt(to - 1) == '\n' || text.charAt(to - 1) == '\r')) {
            to--;
        }
        return text.substring(from, to);
    }

    /** The same for two that are one file, whatever they are called. */
    public String identity() {
        try {
            return path == null ? name : path.toRealPath().toString();
        } catch (IOException e) {
            return String.valueOf(path);
        }
    }

    /** Files are equal if they are called the same and hold the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof SourceFile file && name.equals(file.name) && text.equals(file.text));
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + text.hashCode();
    }
}

package dev.costate.compiler.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads models from files: UTF-8, with or without a byte order mark. */
public final class SourceReader {
    private SourceReader() {}

    /**
     * The text of a file. What is not UTF-8 is reported, at the first place, and read as U+FFFD.
     *
     * @param name what diagnostics shall call it
     * @throws IOException if it can't be read
     */
    public static SourceFile read(Path path, String name, Diagnostics diagnostics) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            return new SourceFile(name, withoutMark(text));
        } catch (CharacterCodingException e) {
            SourceFile source = new SourceFile(name, withoutMark(new String(bytes, StandardCharsets.UTF_8)));
            int at = Math.max(0, source.text().indexOf('\uFFFD'));
            diagnostics.report(
                    Code.NOT_UTF8,
                    new Span(source, at, Math.min(at + 1, source.text().length())),
                    "the file is not UTF-8 here",
                    "save it in the encoding UTF-8");
            return source;
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

package dev.costate.compiler.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file as strict UTF-8. */
final class SourceReader {
    private SourceReader() {}

    static @Nullable SourceFile read(Path path, String displayName, Diagnostics diagnostics) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            SourceFile none = new SourceFile(displayName, "");
            String reason = Files.isSymbolicLink(path) && !Files.exists(path)
                    ? "it is a link to what does not exist"
                    : FileProblem.reason(e);
            diagnostics.report(DiagnosticCode.UNREADABLE, new Span(none, 0, 0), "the file cannot be read: " + reason);
            return null;
        }
        return decode(bytes, displayName, path, diagnostics);
    }

    static @Nullable SourceFile decode(byte[] bytes, String displayName, @Nullable Path path, Diagnostics diagnostics) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true); // a cut-off sequence at the end is an error too
        String text = out.flip().toString();
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (!result.isError()) {
            return new SourceFile(displayName, text, path);
        }
        // The file up to the bad byte is enough to show where it is.
        SourceFile valid = new SourceFile(displayName, text);
        int value = bytes[in.position()] & 0xff;
        diagnostics.report(
                DiagnosticCode.NOT_UTF_8,
                new Span(valid, text.length(), text.length()),
                String.format(
                        "byte %d of the file, 0x%02x on line %d, is not UTF-8", in.position(), value, line(valid)),
                "Save the file as UTF-8.");
        return null;
    }

    private static int line(SourceFile file) {
        return file.line(file.text().length());
    }
}

package dev.costate.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Span;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** Diagnostics as JSON: an array of objects. Lines and columns count from 1, the end is exclusive. */
final class DiagnosticsJson {
    private DiagnosticsJson() {}

    static void write(List<Diagnostic> diagnostics, Writer out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(JsonLayout.create());
        json.writeStartArray();
        for (Diagnostic diagnostic : diagnostics) {
            write(diagnostic, json);
        }
        json.writeEndArray();
        json.writeRaw('\n');
        json.close();
        out.flush();
    }

    private static void write(Diagnostic diagnostic, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", diagnostic.code().id());
        json.writeStringField("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
        write(diagnostic.span(), json);
        json.writeStringField("message", diagnostic.message());
        json.writeStringField("hint", diagnostic.hint());
        json.writeArrayFieldStart("notes");
        for (Diagnostic.Note note : diagnostic.notes()) {
            json.writeStartObject();
            write(note.span(), json);
            json.writeStringField("message", note.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Span span, JsonGenerator json) throws IOException {
        json.writeStringField("file", span.file().name());
        json.writeNumberField("line", span.line());
        json.writeNumberField("column", span.column());
        json.writeNumberField("endLine", span.file().line(span.end()));
        json.writeNumberField("endColumn", span.file().column(span.end()));
    }
}

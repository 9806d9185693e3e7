package dev.costate.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.costate.compiler.report.Benchmark.Timing;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Figures for programs: times in nanoseconds, memory in bytes. */
final class BenchJson {
    private final JsonGenerator json;

    private BenchJson(JsonGenerator json) {
        this.json = json;
    }

    /** What writes one element of a list. */
    private interface Element<T> {
        void write(BenchJson json, T element) throws IOException;
    }

    /** One object, or an array of them. */
    static void write(List<BenchFigures> all, boolean array, Writer out) throws IOException {
        write(all, array, out, BenchJson::one);
    }

    /** One object, or an array of them. */
    static void writeComparisons(List<BenchComparison> all, boolean array, Writer out) throws IOException {
        write(all, array, out, BenchJson::comparison);
    }

    private static <T> void write(List<T> all, boolean array, Writer out, Element<T> element) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        JsonGenerator generator = factory.createGenerator(out);
        generator.setPrettyPrinter(JsonLayout.create());
        BenchJson json = new BenchJson(generator);
        if (array) {
            generator.writeStartArray();
        }
        for (T each : all) {
            element.write(json, each);
        }
        if (array) {
            generator.writeEndArray();
        }
        generator.writeRaw('\n');
        generator.close();
    }

    private void one(BenchFigures figures) throws IOException {
        json.writeStartObject();
        subject(figures.model(), figures.dims());
        json.writeObjectFieldStart("times");
        for (Map.Entry<String, Timing> timing : figures.times().entrySet()) {
            json.writeObjectFieldStart(timing.getKey());
            timing(figures, timing.getKey(), timing.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("memory");
        json.writeNumberField("work", figures.workBytes());
        json.writeNumberField("data", figures.dataBytes());
        json.writeEndObject();
        json.writeObjectFieldStart("java");
        json.writeNumberField("classes", figures.files().size());
        json.writeNumberField("lines", figures.sourceLines());
        json.writeNumberField("bytes", figures.sourceBytes());
        json.writeEndObject();
        json.writeObjectFieldStart("compiling");
        compiling("modelToJava", figures.toJava());
        compiling("javaToClasses", figures.toClasses());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void subject(String model, Map<String, Long> dims) throws IOException {
        json.writeStringField("model", model);
        json.writeObjectFieldStart("dims");
        for (Map.Entry<String, Long> dim : dims.entrySet()) {
            json.writeNumberField(dim.getKey(), dim.getValue());
        }
        json.writeEndObject();
        json.writeStringField("jvm", BenchFigures.jvm());
    }

    private void comparison(BenchComparison comparison) throws IOException {
        json.writeStartObject();
        subject(comparison.model(), comparison.dims());
        json.writeArrayFieldStart("sides");
        for (String side : comparison.sides()) {
            json.writeString(side);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("times");
        for (Map.Entry<String, BenchComparison.Pair> pair : comparison.times().entrySet()) {
            json.writeObjectFieldStart(pair.getKey());
            json.writeNumberField("first", pair.getValue().first().median());
            json.writeNumberField("second", pair.getValue().second().median());
            json.writeNumberField("ratio", pair.getValue().ratio());
            json.writeNumberField("firstCallOfFirst", pair.getValue().first().first());
            json.writeNumberField("firstCallOfSecond", pair.getValue().second().first());
            OptionalDouble asFast = pair.getValue().asFast();
            if (asFast.isPresent()) {
                json.writeNumberField("asFastAfter", asFast.getAsDouble());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void timing(BenchFigures figures, String name, Timing timing) throws IOException {
        json.writeNumberField("median", timing.median());
        json.writeNumberField("least", timing.least());
        if (!name.equals(BenchCommand.VALUE)) {
            json.writeNumberField("ratio", figures.ratio(timing));
        }
        json.writeNumberField("firstCall", timing.first());
        json.writeNumberField("warmUp", timing.warmUp());
        json.writeNumberField("calls", timing.calls());
        if (timing.allocated() >= 0) {
            json.writeNumberField("allocated", timing.allocated());
        }
    }

    private void compiling(String what, List<Double> times) throws IOException {
        json.writeObjectFieldStart(what);
        json.writeNumberField("first", times.get(0));
        json.writeNumberField("least", BenchFigures.least(times));
        json.writeEndObject();
    }
}

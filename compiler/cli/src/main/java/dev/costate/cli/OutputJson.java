package dev.costate.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.costate.compiler.data.ArrayShape;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.runtime.SparsePattern;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Results as JSON. Numbers in the shortest form that reads back as the same double; non-finite ones as strings. */
final class OutputJson {
    /**
     * All there is to write.
     *
     * @param free null if params were given themselves
     * @param lets the lets, or null if they were not asked for
     */
    record Results(
            Evaluation evaluation,
            @Nullable FreePoint free,
            @Nullable Map<Tensor, double[]> lets) {}

    private final JsonGenerator json;
    private final Binding binding;

    private OutputJson(JsonGenerator json, Binding binding) {
        this.json = json;
        this.binding = binding;
    }

    /** Writes all results. */
    static void write(Model model, Binding binding, Results results, Writer out) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER) // shortest on every JDK, Double.toString since 19
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        JsonGenerator json = factory.createGenerator(out);
        json.setPrettyPrinter(JsonLayout.create());
        new OutputJson(json, binding).all(model, results);
        json.writeRaw('\n');
        json.close();
        out.flush();
    }

    private void all(Model model, Results all) throws IOException {
        Evaluation results = all.evaluation();
        Map<Tensor, double[]> lets = all.lets();
        json.writeStartObject();
        json.writeStringField("model", model.name());
        json.writeObjectFieldStart("dims");
        for (Map.Entry<String, Long> dim : binding.dims().entrySet()) {
            json.writeNumberField(dim.getKey(), dim.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("outputs");
        for (Tensor output : model.outputs()) {
            field(output, Objects.requireNonNull(results.outputs().get(output)));
        }
        json.writeEndObject();
        if (lets != null) {
            json.writeObjectFieldStart("lets");
            for (Map.Entry<Tensor, double[]> let : lets.entrySet()) {
                field(let.getKey(), let.getValue());
            }
            json.writeEndObject();
        }
        json.writeObjectFieldStart("derivatives");
        for (Map.Entry<Derivative, double[]> result : results.derivatives().entrySet()) {
            json.writeFieldName(result.getKey().clause());
            SparsePattern pattern = results.patterns().get(result.getKey());
            if (pattern == null) {
                new DerivativeJson(json, result.getKey(), result.getValue(), binding::shape).write();
            } else {
                sparse(pattern, result.getValue());
            }
        }
        json.writeEndObject();
        if (all.free() != null) {
            free(all.free());
        }
        json.writeEndObject();
    }

    private void free(FreePoint free) throws IOException {
        json.writeObjectFieldStart("natural");
        for (Map.Entry<Tensor, double[]> param : free.natural().entrySet()) {
            field(param.getKey(), param.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("logJacobian", free.logJacobian());
        json.writeObjectFieldStart("unconstrained");
        for (Map.Entry<Derivative, double[]> result : free.derivatives().entrySet()) {
            json.writeFieldName(result.getKey().clause());
            new DerivativeJson(json, result.getKey(), result.getValue(), binding::freeShape).write();
        }
        json.writeEndObject();
    }

    private void sparse(SparsePattern pattern, double[] values) throws IOException {
        json.writeStartObject();
        integers("rows", pattern.rows());
        integers("cols", pattern.columns());
        json.writeFieldName("values");
        json.writeStartArray();
        for (double value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
        integers("shape", pattern.shape().size(0), pattern.shape().size(1));
        json.writeEndObject();
    }

    private void integers(String name, int... values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }

    private void field(Tensor tensor, double[] elements) throws IOException {
        json.writeFieldName(tensor.name());
        array(elements, 0, binding.shape(tensor), 0);
    }

    /** One row of an axis and all below it; returns where the next starts. */
    private int array(double[] elements, int from, ArrayShape shape, int axis) throws IOException {
        if (axis == shape.rank()) {
            json.writeNumber(elements[from]);
            return from + 1;
        }
        int at = from;
        json.writeStartArray();
        for (long k = 0; k < shape.axis(axis); k++) {
            at = array(elements, at, shape, axis + 1);
        }
        json.writeEndArray();
        return at;
    }
}

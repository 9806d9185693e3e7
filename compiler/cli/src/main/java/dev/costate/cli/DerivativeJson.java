package dev.costate.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.costate.compiler.data.ArrayShape;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model.Derivative;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One derivative as JSON: an array for each combination of the inputs that its axes run over, in an object by their
 * names; just one array if none does.
 */
final class DerivativeJson {
    /** A tensor, or all of an axis, along one axis of the result. */
    private record Part(String name, long offset, ArrayShape shape) {}

    private final JsonGenerator json;
    private final Derivative derivative;
    private final double[] elements;
    private final Function<Tensor, ArrayShape> shapes;

    DerivativeJson(JsonGenerator json, Derivative derivative, double[] elements, Function<Tensor, ArrayShape> shapes) {
        this.json = json;
        this.derivative = derivative;
        this.elements = elements;
        this.shapes = shapes;
    }

    void write() throws IOException {
        List<List<Part>> blocks = List.of(List.of());
        List<Form.Space> axes = derivative.result().axes();
        for (Form.Space space : axes) {
            List<List<Part>> next = new ArrayList<>();
            for (List<Part> block : blocks) {
                for (Part part : parts(space)) {
                    List<Part> longer = new ArrayList<>(block);
                    longer.add(part);
                    next.add(longer);
                }
            }
            blocks = next;
        }
        boolean named = axes.contains(Form.Space.INPUTS);
        if (named) {
            json.writeStartObject();
        }
        for (List<Part> block : blocks) {
            if (named) {
                List<String> names =
                        block.stream().map(Part::name).filter(n -> !n.isEmpty()).toList();
                json.writeFieldName(String.join(",", names));
            }
            block(block, 0, 0);
        }
        if (named) {
            json.writeEndObject();
        }
    }

    private List<Part> parts(Form.Space space) {
        if (space == Form.Space.OUTPUT) {
            return List.of(new Part("", 0, shapes.apply(derivative.output())));
        }
        if (space == Form.Space.COEFFICIENTS) {
            return List.of(new Part("", 0, new ArrayShape(derivative.order() + 1L)));
        }
        List<Part> parts = new ArrayList<>();
        long offset = 0;
        for (Tensor input : derivative.wrt()) {
            ArrayShape shape = shapes.apply(input);
            parts.add(new Part(input.name(), offset, shape));
            offset += shape.size();
        }
        return parts;
    }

    /** The length of an axis of the result. */
    private long length(int axis) {
        List<Part> parts = parts(derivative.result().axes().get(axis));
        return parts.stream().mapToLong(p -> p.shape().size()).sum();
    }

    /** What stands along the axes from one on, where those before are at a position. */
    private void block(List<Part> block, int axis, long position) throws IOException {
        if (axis == block.size()) {
            json.writeNumber(elements[Math.toIntExact(position)]);
            return;
        }
        long start = position * length(axis) + block.get(axis).offset();
        rows(block, axis, 0, start);
    }

    /** One row of the shape of a part and all below it; returns how many elements of the part it covers. */
    private long rows(List<Part> block, int axis, int depth, long position) throws IOException {
        ArrayShape shape = block.get(axis).shape();
        if (depth == shape.rank()) {
            block(block, axis + 1, position);
            return 1;
        }
        json.writeStartArray();
        long covered = 0;
        for (long k = 0; k < shape.axis(depth); k++) {
            covered += rows(block, axis, depth + 1, position + covered);
        }
        json.writeEndArray();
        return covered;
    }
}

package dev.costate.compiler.junit;

import dev.costate.compiler.data.ArrayShape;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Writes data as a text that {@link dev.costate.runtime.ModelPoint} reads. */
final class PointText {
    private final Model model;
    private final Binding data;
    private final StringBuilder text = new StringBuilder();

    private PointText(Model model, Binding data) {
        this.model = model;
        this.data = data;
    }

    /** The name of the weights of an array output whose second derivatives are taken. */
    static String weights(Derivative d) {
        return "weights of " + d.clause();
    }

    /** The name of the direction of a series. */
    static String direction(Derivative d) {
        return "direction of " + d.clause();
    }

    /** The name of the free numbers of a param. */
    static String free(Tensor param) {
        return "free " + param.name();
    }

    /** The text, with a first line that says what it is. */
    static String of(Model model, Binding data, String heading) {
        PointText point = new PointText(model, data);
        point.text.append("# ").append(heading).append('\n');
        point.write();
        return point.text.toString();
    }

    private void write() {
        data.dims().forEach((name, size) -> line("size", name, Long.toString(size)));
        for (Tensor input : model.inputs()) {
            double[] elements = data.values().get(input);
            if (elements != null) {
                shape(input);
                array(input.name(), elements);
            }
        }
        data.free().forEach((param, numbers) -> {
            shape(free(param), model.freeShape(param), data.freeShape(param));
            array(free(param), numbers);
        });
        model.outputs().forEach(this::shape);
        for (Derivative d : model.derivatives()) {
            if (d.isSecond() && !d.isScalar()) {
                array(weights(d), given(d, data.shape(d.output()).size()));
            } else if (d.form().isSeries()) {
                long size = d.wrt().stream()
                        .mapToLong(input -> data.shape(input).size())
                        .sum();
                array(direction(d), given(d, size));
            }
        }
    }

    /** What the data gives first for a derivative; if nothing, numbers that are no special case. */
    private double[] given(Derivative d, long size) {
        double[][] given = data.given().get(d);
        return given == null ? new Random(1).doubles(size, 0.5, 1.5).toArray() : given[0];
    }

    private void shape(Tensor tensor) {
        shape(tensor.name(), tensor.shape(), data.shape(tensor));
    }

    private void shape(String name, List<Poly> axes, ArrayShape shape) {
        StringJoiner sizes = new StringJoiner(" ");
        for (int k = 0; k < shape.rank(); k++) {
            sizes.add(Long.toString(shape.axis(k)));
        }
        line("shape", name, axes.stream().map(Poly::toString).collect(Collectors.joining(" × ")), sizes.toString());
    }

    private void array(String name, double[] elements) {
        line("array", name, Arrays.stream(elements).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    }

    private void line(String... fields) {
        text.append(String.join("\t", fields)).append('\n');
    }
}

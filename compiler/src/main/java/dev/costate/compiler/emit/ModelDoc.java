package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The class comment of a model: what its author wrote of it, its inputs and outputs. */
final class ModelDoc {
    private ModelDoc() {}

    static String of(Model model, ModelNames names) {
        StringBuilder text = new StringBuilder();
        String doc = model.doc();
        text.append(doc == null ? "The model {@code " + model.name() + "}." : Escape.javadoc(doc));
        text.append("\n\n<p>Values and exact gradients, from {@code ")
                .append(Escape.lineComment(model.source().fileName()))
                .append("}. An instance\nbelongs to one thread; {@link #fork()} makes another over the same data. ")
                .append("Arrays are allocated\nwhen a method first needs them, none after that.\n\n");
        table(text, "Inputs", List.of("name", "kind", "shape", "offset", "what"), inputs(model, names));
        List<List<String>> outputs = new ArrayList<>();
        for (Tensor output : model.outputs()) {
            outputs.add(List.of(output.name(), UnitDoc.shape(output.shape()), what(output)));
        }
        table(text, "Outputs", List.of("name", "shape", "what"), outputs);
        return text.append("\n@serial exclude\n").toString();
    }

    private static List<List<String>> inputs(Model model, ModelNames names) {
        List<List<String>> rows = new ArrayList<>();
        for (Tensor input : model.inputs()) {
            boolean parameter = input.role() == Tensor.Role.PARAM;
            rows.add(List.of(
                    input.name(),
                    input.role().toString().toLowerCase(Locale.ROOT),
                    UnitDoc.shape(input.shape()) + below(input),
                    parameter ? names.offset(input).toString() : "",
                    what(input)));
        }
        for (Tensor noise : model.noise()) {
            String kind = noise.role() == Tensor.Role.UNIFORM_NOISE ? "uniform noise" : "normal noise";
            rows.add(List.of(noise.name(), kind, UnitDoc.shape(noise.shape()), "", what(noise)));
        }
        return rows;
    }

    /** Of index data what its elements are less than. */
    private static String below(Tensor input) {
        return input.below() == null ? "" : " in " + input.below();
    }

    private static String what(Tensor tensor) {
        String doc = tensor.doc();
        return doc == null ? "" : Escape.lineComment(doc);
    }

    private static void table(StringBuilder text, String title, List<String> head, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            text.append(Tables.table(title, head, rows));
        }
    }
}

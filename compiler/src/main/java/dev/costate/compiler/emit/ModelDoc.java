package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The class comment of a model: what its author wrote of it, its sizes, inputs and outputs. */
final class ModelDoc {
    private ModelDoc() {}

    /** @param remarks sentences on how it computes */
    static String of(Model model, ModelNames names, List<String> remarks) {
        StringBuilder text = new StringBuilder();
        String doc = model.doc();
        text.append(doc == null ? "The model {@code " + model.name() + "}." : Escape.javadoc(doc));
        String title = "Values and exact gradients, from {@code "
                + Escape.lineComment(model.source().fileName()) + "}";
        text.append("\n\n");
        remarks.forEach(remark -> text.append("<p>").append(remark).append("\n\n"));
        return text.append(Tables.table(title, List.of("name", "kind", "shape", "offset", "what"), rows(model, names)))
                .append("@serial exclude\n")
                .toString();
    }

    /** Sizes, inputs and outputs. */
    private static List<List<String>> rows(Model model, ModelNames names) {
        List<List<String>> rows = new ArrayList<>();
        for (Model.Dimension dim : model.dims()) {
            String size =
                    dim.value() == null ? "≥ " + dim.atLeast() : dim.value().toString();
            rows.add(List.of(dim.dim().name(), "dim", size, "", what(dim.doc())));
        }
        for (Tensor input : model.inputs()) {
            boolean parameter = input.role() == Tensor.Role.PARAM;
            rows.add(List.of(
                    input.name(),
                    input.role().toString().toLowerCase(Locale.ROOT),
                    names.shape(input.shape()) + below(input),
                    parameter ? names.offset(input).toString() : "",
                    what(input.doc())));
        }
        for (Tensor noise : model.noise()) {
            String kind = noise.role() == Tensor.Role.UNIFORM_NOISE ? "uniform noise" : "normal noise";
            rows.add(List.of(noise.name(), kind, names.shape(noise.shape()), "", what(noise.doc())));
        }
        for (Tensor output : model.outputs()) {
            rows.add(List.of(output.name(), "output", names.shape(output.shape()), "", what(output.doc())));
        }
        return rows;
    }

    /** Of index data what its elements are less than. */
    private static String below(Tensor input) {
        return input.below() == null ? "" : " in " + input.below();
    }

    private static String what(@Nullable String doc) {
        return doc == null ? "" : Escape.lineComment(doc);
    }
}

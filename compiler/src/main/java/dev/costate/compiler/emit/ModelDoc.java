package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The class comment of a model: what its author wrote of it, its sizes, inputs and outputs, and what these take. */
final class ModelDoc {
    private final Model model;
    private final ModelNames names;
    private final Map<String, Poly> operations;

    /** @param operations how many there are, of outputs by {@code value of NAME}, of derivatives by clause */
    ModelDoc(Model model, ModelNames names, Map<String, Poly> operations) {
        this.model = model;
        this.names = names;
        this.operations = operations;
    }

    /** @param remarks sentences on how it computes */
    String text(List<String> remarks) {
        StringBuilder text = new StringBuilder();
        String doc = model.doc();
        text.append(doc == null ? "The model {@code " + model.name() + "}." : Escape.javadoc(doc));
        String title = "Values and exact gradients, from {@code "
                + Escape.lineComment(model.source().fileName()) + "}";
        text.append("\n\n");
        remarks.forEach(remark -> text.append("<p>").append(remark).append("\n\n"));
        return text.append(Tables.table(title, List.of("name", "kind", "shape", "offset", "what"), rows()))
                .append("@serial exclude\n")
                .toString();
    }

    /** Sizes, inputs and outputs. */
    private List<List<String>> rows() {
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
            String what = Stream.of(what(output.doc()), operations("value of " + output.name()))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("; "));
            rows.add(List.of(output.name(), "output", names.shape(output.shape()), "", what));
        }
        for (Model.Derivative derivative : model.derivatives()) {
            String count = operations(derivative.clause());
            if (!count.isEmpty()) {
                rows.add(List.of(names.method(derivative), "method", "", "", count));
            }
        }
        return rows;
    }

    private String operations(String what) {
        Poly count = operations.get(what);
        return count == null ? "" : count + (count.equals(Poly.ONE) ? " operation" : " operations");
    }

    /** Of index data what its elements are less than. */
    private static String below(Tensor input) {
        return input.below() == null ? "" : " in " + input.below();
    }

    private static String what(@Nullable String doc) {
        return doc == null ? "" : Escape.lineComment(doc);
    }
}

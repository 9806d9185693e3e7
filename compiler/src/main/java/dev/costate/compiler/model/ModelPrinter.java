package dev.costate.compiler.model;

import dev.costate.compiler.ir.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of a checked model: every size, shape and index range that was found out. */
public final class ModelPrinter {
    private final TermPrinter terms = new TermPrinter();
    private final StringBuilder out = new StringBuilder();

    private ModelPrinter() {}

    public static String print(Checked checked) {
        ModelPrinter printer = new ModelPrinter();
        printer.model(checked.model(), checked.equations());
        return printer.out.toString();
    }

    private void model(Model model, List<Model.Definition> equations) {
        line("model " + model.name());
        section(!model.dims().isEmpty());
        model.dims().forEach(d -> line(dim(d)));
        section(!model.inputs().isEmpty());
        for (Tensor tensor : model.inputs()) {
            Term value = model.defaults().get(tensor);
            String role = tensor.role().name().toLowerCase(Locale.ROOT);
            line(role + " " + tensor + (value == null ? "" : " = " + terms.print(value)));
        }
        section(!model.noise().isEmpty());
        for (Tensor z : model.noise()) {
            line("noise " + z + (z.role() == Tensor.Role.UNIFORM_NOISE ? " uniform" : ""));
        }
        int before = out.length();
        section(!equations.isEmpty());
        for (Model.Definition definition : equations) {
            line(terms.definition(definition));
        }
        out.insert(before, functions());
        section(!model.derivatives().isEmpty());
        for (Model.Derivative derivative : model.derivatives()) {
            line("derive " + derivative.form().words() + " of "
                    + derivative.output().name() + " wrt "
                    + derivative.wrt().stream().map(Tensor::name).collect(Collectors.joining(", ")));
        }
    }

    /** The functions as they are called: one for each combination of kinds. */
    private String functions() {
        return terms.functions().isEmpty()
                ? ""
                : "\n" + String.join("\n", terms.functions().values()) + "\n";
    }

    private static String dim(Model.Dimension dim) {
        return "dim " + dim.dim().name() + (dim.value() == null ? " >= " + dim.atLeast() : " = " + dim.value());
    }

    private void section(boolean any) {
        out.append(any ? "\n" : "");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}

package dev.costate.compiler.check;

/** Checked models as text. */
public final class ModelPrinter {
    private ModelPrinter() {}

    /** The model as text. */
    public static String print(Model model) {
        return model.equations().toString();
    }
}

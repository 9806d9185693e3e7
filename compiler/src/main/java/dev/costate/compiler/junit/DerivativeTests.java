package dev.costate.compiler.junit;

import dev.costate.compiler.data.Binding;
import dev.costate.compiler.emit.Companion;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.emit.ModelNames;
import dev.costate.compiler.model.Model;
import java.util.List;

/**
 * A test class for a model, and the text with the data that it reads.
 *
 * @param point the text, to stand beside the class
 */
public record DerivativeTests(JavaSource source, String point) {
    /** What the names of test classes end with, after that of the model. */
    static final String SUFFIX = "DerivativesTest";

    /**
     * The tests of all derivatives of a model.
     *
     * @param companions the classes beside that of the model
     * @param data what they are checked at; all that is derived by is given
     * @param origin where the data is from, in words
     */
    public static DerivativeTests of(
            Model model, List<Companion> companions, String packageName, Binding data, String origin) {
        String className = new ModelNames(model).type() + SUFFIX;
        String heading = "What " + className + " checks derivatives at: " + origin + ".";
        return new DerivativeTests(
                new JavaSource(
                        packageName, className, new DerivativeTestWriter(model, companions, packageName, data).write()),
                PointText.of(model, data, heading));
    }
}

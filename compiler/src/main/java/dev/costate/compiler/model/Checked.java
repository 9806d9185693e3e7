package dev.costate.compiler.model;

import dev.costate.compiler.syntax.Precision;
import java.util.List;

/**
 * A model with the equations of its lets and outputs, each after those it reads. Lowering is through with the
 * equations, of which there is one for each line of a large model; the model stays as long as what was compiled.
 *
 * @param bounds the equations of the bounds of domains that are more than a number or a name; no other equation reads
 *     what they define
 */
public record Checked(Model model, List<Model.Definition> equations, List<Model.Definition> bounds) {
    public Checked {
        equations = List.copyOf(equations);
        bounds = List.copyOf(bounds);
    }

    /** The same, computed in {@code double} whatever it says. */
    public Checked inDouble() {
        return new Checked(model.in(Precision.DOUBLE), equations, bounds);
    }
}

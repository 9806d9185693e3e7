package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.ConstantTerms;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.CompilerBug;
import java.util.List;
import java.util.OptionalDouble;

/** The values of constants and of data that has a default: terms of literals and constants, computed here. */
public final class Defaults {
    private final Model model;

    public Defaults(Model model) {
        this.model = model;
    }

    /** The value, or nothing for data without a default. */
    OptionalDouble of(Tensor input) {
        Term term = model.defaults().get(input);
        return term == null || term instanceof Term.Table ? OptionalDouble.empty() : OptionalDouble.of(value(term));
    }

    /** Whether nothing but a caller can say what it is. */
    boolean mustBeGiven(Tensor input) {
        return input.role() == Tensor.Role.DATA && of(input).isEmpty();
    }

    /** The elements of a constant array, row-major. */
    List<Double> table(Tensor input) {
        return model.defaults().get(input) instanceof Term.Table table
                ? table.elements().stream().map(this::value).toList()
                : List.of();
    }

    /** The elements of an input, row-major; none for what a caller has to give. */
    public double[] elements(Tensor input) {
        OptionalDouble one = of(input);
        return one.isPresent()
                ? new double[] {one.getAsDouble()}
                : table(input).stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double value(Term term) {
        return new ConstantTerms(model.defaults())
                .value(term)
                .orElseThrow(() ->
                        new CompilerBug("emit", "no constant: " + term.span().text()));
    }
}

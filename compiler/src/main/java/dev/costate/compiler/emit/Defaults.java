package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.CompilerBug;
import java.util.List;
import java.util.OptionalDouble;

/** The values of constants and of data that has a default: terms of literals and constants, computed here. */
final class Defaults {
    private final Model model;

    Defaults(Model model) {
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

    private double value(Term term) {
        if (term instanceof Term.Constant number) {
            return number.value();
        } else if (term instanceof Term.Int integer && integer.value().isConstant()) {
            return integer.value().constant().orElse(0);
        } else if (term instanceof Term.Read read && read.subscripts().isEmpty()) {
            return of(read.tensor()).orElseThrow(() -> notConstant(term));
        } else if (term instanceof Term.Apply apply) {
            return apply.op()
                    .value(apply.arguments().stream().mapToDouble(this::value).toArray());
        } else if (term instanceof Term.Chain chain) {
            double result = value(chain.first());
            for (Term.Link link : chain.rest()) {
                result = combine(result, link);
            }
            return result;
        } else if (term instanceof Term.Detach detach) {
            return value(detach.value());
        }
        throw notConstant(term);
    }

    private double combine(double left, Term.Link link) {
        double right = value(link.operand());
        return switch (link.operator()) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            default -> throw notConstant(link.operand());
        };
    }

    private static CompilerBug notConstant(Term term) {
        return new CompilerBug("emit", "no constant: " + term.span().text());
    }
}

package dev.costate.compiler.model;

import dev.costate.compiler.ir.Tensor;
import java.util.Map;
import java.util.OptionalDouble;

/** The values of terms of literals and constants. */
public final class ConstantTerms {
    private final Map<Tensor, Term> constants;

    /** @param constants what constants stand for */
    public ConstantTerms(Map<Tensor, Term> constants) {
        this.constants = constants;
    }

    /** The value of a term, or nothing if it is made of more than literals and scalar constants. */
    public OptionalDouble value(Term term) {
        double value = Double.NaN;
        if (term instanceof Term.Constant number) {
            value = number.value();
        } else if (term instanceof Term.Int integer && integer.value().isConstant()) {
            value = integer.value().constant().orElse(0);
        } else if (term instanceof Term.Read read && read.subscripts().isEmpty()) {
            Term constant = constants.get(read.tensor());
            return constant == null || constant instanceof Term.Table ? OptionalDouble.empty() : value(constant);
        } else if (term instanceof Term.Apply apply) {
            return applied(apply);
        } else if (term instanceof Term.Chain chain) {
            return chain(chain);
        } else if (term instanceof Term.Detach detach) {
            return value(detach.value());
        } else {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value);
    }

    private OptionalDouble applied(Term.Apply apply) {
        double[] arguments = new double[apply.arguments().size()];
        for (int k = 0; k < arguments.length; k++) {
            OptionalDouble argument = value(apply.arguments().get(k));
            if (argument.isEmpty()) {
                return argument;
            }
            arguments[k] = argument.getAsDouble();
        }
        return OptionalDouble.of(apply.op().value(arguments));
    }

    private OptionalDouble chain(Term.Chain chain) {
        OptionalDouble result = value(chain.first());
        for (Term.Link link : chain.rest()) {
            OptionalDouble operand = value(link.operand());
            if (result.isEmpty() || operand.isEmpty()) {
                return OptionalDouble.empty();
            }
            double left = result.getAsDouble();
            double right = operand.getAsDouble();
            switch (link.operator()) {
                case ADD -> result = OptionalDouble.of(left + right);
                case SUBTRACT -> result = OptionalDouble.of(left - right);
                case MULTIPLY -> result = OptionalDouble.of(left * right);
                case DIVIDE -> result = OptionalDouble.of(left / right);
                default -> result = OptionalDouble.empty();
            }
        }
        return result;
    }
}

package dev.costate.compiler.model;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.DomainExpression.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an input lives.
 *
 * @param bounds one for a relation, two for an interval, none for what a word says
 * @param text as the model writes it
 * @param span of the declaration
 */
public record Domain(Kind kind, List<Bound> bounds, String text, Span span) {
    public Domain {
        bounds = List.copyOf(bounds);
    }

    /** A number, or a quantity: a scalar, or an array with the axes of the input. */
    public sealed interface Bound {
        /** Whether it is known and infinite, and so none. */
        default boolean isNone() {
            return false;
        }

        /** A bound that is known when the model is compiled. */
        record Known(double value) implements Bound {
            @Override
            public boolean isNone() {
                return Double.isInfinite(value);
            }
        }

        /**
         * A bound that is computed.
         *
         * @param inputs what it depends on
         */
        record Quantity(Tensor tensor, List<Tensor> inputs) implements Bound {
            public Quantity {
                inputs = List.copyOf(inputs);
            }

            /** Whether it depends on params. */
            public boolean ofParams() {
                return inputs.stream().anyMatch(input -> input.role() == Tensor.Role.PARAM);
            }
        }
    }

    /** The bound that elements lie above, or null if there is none. */
    public @Nullable Bound lower() {
        return kind.hasLower() && !bounds.get(0).isNone() ? bounds.get(0) : null;
    }

    /** The bound that elements lie below, or null if there is none. */
    public @Nullable Bound upper() {
        Bound bound = kind.hasUpper() ? bounds.get(bounds.size() - 1) : null;
        return bound == null || bound.isNone() ? null : bound;
    }

    /** Whether a number lies between those bounds that are known. */
    public boolean admits(double value) {
        double least = kind.hasLower() && bounds.get(0) instanceof Bound.Known a ? a.value() : Double.NEGATIVE_INFINITY;
        double most = kind.hasUpper() && bounds.get(bounds.size() - 1) instanceof Bound.Known b
                ? b.value()
                : Double.POSITIVE_INFINITY;
        boolean atEnd = (kind == Kind.GREATER && value == least) || (kind == Kind.LESS && value == most);
        return value >= least && value <= most && !atEnd;
    }

    /** The axes of the free numbers of an array. */
    List<Poly> freeShape(List<Poly> natural) {
        List<Poly> shape = new ArrayList<>(natural);
        int last = shape.size() - 1;
        switch (kind) {
            case SIMPLEX, SUM_TO_ZERO -> shape.set(last, shape.get(last).plus(-1));
            case CHOLESKY_CORRELATION -> {
                Poly n = shape.remove(last);
                shape.set(last - 1, Poly.apply(Atom.Function.QUOTIENT, n.times(n.plus(-1)), Poly.of(2)));
            }
            default -> {
                // As many as there are elements.
            }
        }
        return shape;
    }

    /** Whether bounds depend on an input. */
    public boolean isOf(Tensor input) {
        return bounds.stream()
                .anyMatch(b -> b instanceof Bound.Quantity q && q.inputs().contains(input));
    }

    /** Whether bounds are computed from params. */
    public boolean isOfParams() {
        return bounds.stream().anyMatch(b -> b instanceof Bound.Quantity q && q.ofParams());
    }
}

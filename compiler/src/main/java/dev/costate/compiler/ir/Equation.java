package dev.costate.compiler.ir;

import dev.costate.compiler.source.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For all values of the indices of {@code domain} where {@code guard} holds:
 * {@code target[subscripts] reduction value}. A range of the domain whose index is in no subscript is what is reduced
 * over. Several equations may add to one target; it starts at the identity of the reduction.
 *
 * @param guard a condition over the indices of the domain, or null
 * @param span the place in the model it comes from, or null
 */
public record Equation(
        Tensor target,
        List<Poly> subscripts,
        List<Range> domain,
        @Nullable Expr guard,
        Reduction reduction,
        Expr value,
        @Nullable Span span) {
    public Equation {
        subscripts = List.copyOf(subscripts);
        domain = List.copyOf(domain);
    }

    /** The expressions it evaluates: the value, and the guard if there is one. */
    public List<Expr> roots() {
        return guard == null ? List.of(value) : List.of(guard, value);
    }

    /** The reads in what it evaluates, in order of their ids. */
    public List<Expr> reads() {
        if (guard == null || guard.reads().isEmpty()) {
            return value.reads();
        }
        return Stream.concat(guard.reads().stream(), value.reads().stream())
                .distinct()
                .sorted(Comparator.comparingInt(Expr::id))
                .toList();
    }

    /** Whether its guard is a comparison of numbers that does not hold: it is evaluated nowhere. */
    public boolean isNever() {
        if (guard == null || guard.op() == null || !guard.operands().stream().allMatch(Expr::isNumber)) {
            return false;
        }
        double[] numbers = guard.operands().stream().mapToDouble(Expr::number).toArray();
        return Objects.requireNonNull(guard.op()).value(numbers) == 0;
    }

    /** The equation with these expressions; itself, if they are its own. */
    public Equation with(@Nullable Expr newGuard, Expr newValue) {
        return newGuard == guard && newValue == value
                ? this
                : new Equation(target, subscripts, domain, newGuard, reduction, newValue, span);
    }
}

package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.DomainExpression;
import dev.costate.compiler.syntax.DomainExpression.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of domains: the elements of a param from its free numbers, by the formulas as they are written in
 * docs/domains.md, and the logarithm of their Jacobian. Digits are kept for free numbers of moderate size only.
 */
final class FreeNumbers {
    private static final Jet ZERO = Jet.constant(0);
    private static final Jet ONE = Jet.constant(1);

    private final Jet[] u;
    private final Jet[] elements;
    private Jet logJacobian = ZERO;

    private FreeNumbers(Jet[] u, int size) {
        this.u = u;
        this.elements = new Jet[size];
    }

    /** The shape of the free numbers of an array. */
    static long[] shape(DomainExpression.@Nullable Kind kind, long... shape) {
        long[] free = shape.clone();
        int last = shape.length - 1;
        if (kind == Kind.SIMPLEX || kind == Kind.SUM_TO_ZERO) {
            free[last]--;
        } else if (kind == Kind.CHOLESKY_CORRELATION) {
            free = Arrays.copyOf(shape, last);
            free[last - 1] = shape[last] * (shape[last] - 1) / 2;
        }
        return free;
    }

    /**
     * From the free numbers of an array.
     *
     * @param shape of the array
     * @param bounds the bounds of the domain at an element
     */
    static FreeNumbers of(Kind kind, long[] shape, Jet[] u, IntFunction<List<Jet>> bounds) {
        FreeNumbers numbers = new FreeNumbers(u, TableValues.size(shape));
        if (kind.isBounds()) {
            for (int k = 0; k < u.length; k++) {
                List<Jet> own = bounds.apply(k);
                numbers.bounded(
                        k, kind.hasLower() ? own.get(0) : null, kind.hasUpper() ? own.get(own.size() - 1) : null);
            }
            return numbers;
        }
        int n = (int) shape[shape.length - 1];
        int block = kind == Kind.CHOLESKY_CORRELATION ? n * n : n;
        int blocks = n == 0 ? 0 : numbers.elements.length / block;
        for (int b = 0; b < blocks; b++) {
            int from = u.length / blocks * b;
            switch (kind) {
                case ORDERED, POSITIVE_ORDERED -> numbers.ordered(kind == Kind.POSITIVE_ORDERED, from, b * n, n);
                case SIMPLEX -> numbers.simplex(from, b * n, n);
                case SUM_TO_ZERO -> numbers.sumToZero(from, b * n, n);
                case UNIT -> numbers.unit(from, b * n, n);
                default -> numbers.choleskyCorrelation(from, b * block, n);
            }
        }
        return numbers;
    }

    /** The elements, row-major. */
    Jet[] elements() {
        return elements;
    }

    Jet logJacobian() {
        return logJacobian;
    }

    private static Jet of(String function, Jet... arguments) {
        return Joint.of(function, List.of(arguments), new boolean[arguments.length]);
    }

    private void log(Jet term) {
        logJacobian = logJacobian.plus(term);
    }

    private void bounded(int k, @Nullable Jet lower, @Nullable Jet upper) {
        Jet a = lower != null && Double.isInfinite(lower.value()) ? null : lower;
        Jet b = upper != null && Double.isInfinite(upper.value()) ? null : upper;
        if (a != null && b != null) {
            Jet width = b.minus(a);
            elements[k] = u[k].value() > 0
                    ? b.minus(width.times(of("sigmoid", u[k].negated())))
                    : a.plus(width.times(of("sigmoid", u[k])));
            log(of("log", width).minus(of("softplus", u[k])).minus(of("softplus", u[k].negated())));
            return;
        }
        Jet exp = of("exp", u[k]);
        elements[k] = a != null ? a.plus(exp) : b != null ? b.minus(exp) : u[k];
        log(a != null || b != null ? u[k] : ZERO);
    }

    private void ordered(boolean positive, int from, int to, int n) {
        for (int k = 0; k < n; k++) {
            boolean plain = k == 0 && !positive;
            Jet step = plain ? u[from] : of("exp", u[from + k]);
            elements[to + k] = k == 0 ? step : elements[to + k - 1].plus(step);
            log(plain ? ZERO : u[from + k]);
        }
    }

    private void simplex(int from, int to, int n) {
        Jet rest = ONE;
        for (int k = 0; k < n - 1; k++) {
            Jet z = of("sigmoid", u[from + k].minus(Jet.constant(Math.log(n - 1 - k))));
            elements[to + k] = rest.times(z);
            log(of("log", rest.times(z).times(ONE.minus(z))));
            rest = rest.times(ONE.minus(z));
        }
        elements[to + n - 1] = rest;
    }

    private void sumToZero(int from, int to, int n) {
        for (int k = 0; k < n; k++) {
            Jet x = k == 0 ? ZERO : scaled(from, k).times(-k);
            for (int j = k + 1; j < n; j++) {
                x = x.plus(scaled(from, j));
            }
            elements[to + k] = x;
        }
    }

    private Jet scaled(int from, int j) {
        return u[from + j - 1].times(1 / Math.sqrt(j * (j + 1.0)));
    }

    private void unit(int from, int to, int n) {
        Jet squares = ZERO;
        for (int k = from; k < from + n; k++) {
            squares = squares.plus(u[k].times(u[k]));
        }
        for (int k = 0; k < n; k++) {
            elements[to + k] = u[from + k].over(of("sqrt", squares));
        }
        log(squares.times(-0.5));
    }

    private void choleskyCorrelation(int from, int to, int n) {
        int next = from;
        for (int i = 0; i < n; i++) {
            Jet rest = ONE;
            for (int j = 0; j < n; j++) {
                Jet entry = j > i ? ZERO : of("sqrt", rest);
                if (j < i) {
                    Jet free = u[next++];
                    entry = of("tanh", free).times(entry);
                    log(of("log_cosh", free).times(-(i - j + 1)));
                }
                elements[to + i * n + j] = entry;
                rest = rest.minus(entry.times(entry));
            }
        }
    }
}

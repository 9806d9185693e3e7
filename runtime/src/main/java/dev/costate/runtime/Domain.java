package dev.costate.runtime;

import java.util.Arrays;

/**
 * Where an array lives: how its elements are checked, and which free numbers they are made of. A domain has as many
 * free numbers as the transform of docs/domains.md takes; the other way round it is compiled into the model. Long,
 * since each domain is a class within it.
 */
abstract class Domain {
    /** Sums and norms may be off by so much. */
    static final double TOLERANCE = 1e-8;

    private final String text;

    Domain(String text) {
        this.text = text;
    }

    /** As the model writes it. */
    final String text() {
        return text;
    }

    /** How many free numbers an array of this shape has. */
    abstract int dimension(Shape shape);

    /** Whether a free number of 0 is no point inside. */
    boolean isSingularAtZero() {
        return false;
    }

    /** Throws if elements are outside. */
    abstract void check(String name, Shape shape, double[] values, int at);

    /** Writes the free numbers of elements. */
    abstract void unconstrain(Shape shape, double[] values, int at, double[] u, int to);

    /** Writes the bounds of elements, if these are all there is to say of them. */
    void bounds(Shape shape, int at, double[] lower, double[] upper) {
        throw new IllegalStateException("`" + text + "` is no bound");
    }

    /** The exception for an element. */
    final DomainException outside(String name, Shape shape, int place, double value) {
        return new DomainException(name + shape.subscript(place), value, "its domain is `" + text + "`");
    }

    /** The length of the last axis. */
    static int last(Shape shape) {
        return shape.size(shape.rank() - 1);
    }

    /** Any numbers. */
    static final class Free extends Domain {
        Free() {
            super("any number");
        }

        @Override
        int dimension(Shape shape) {
            return shape.count();
        }

        @Override
        void check(String name, Shape shape, double[] values, int at) {
            for (int k = 0; k < shape.count(); k++) {
                if (Double.isNaN(values[at + k])) {
                    throw outside(name, shape, k, values[at + k]);
                }
            }
        }

        @Override
        void unconstrain(Shape shape, double[] values, int at, double[] u, int to) {
            System.arraycopy(values, at, u, to, shape.count());
        }

        @Override
        void bounds(Shape shape, int at, double[] lower, double[] upper) {
            Arrays.fill(lower, at, at + shape.count(), Double.NEGATIVE_INFINITY);
            Arrays.fill(upper, at, at + shape.count(), Double.POSITIVE_INFINITY);
        }
    }

    /** Each element between two bounds, of which either may be infinite. */
    static final class Bounds extends Domain {
        private final double[] lower;
        private final double[] upper;
        private final boolean open;

        /**
         * Between bounds.
         *
         * @param lower one for all elements, or one each
         * @param open whether the bounds themselves are outside
         */
        Bounds(String text, double[] lower, double[] upper, boolean open) {
            super(text);
            this.lower = lower;
            this.upper = upper;
            this.open = open;
        }

        /** Throws if a lower bound is not below the upper one. */
        void checkOrder(String name) {
            for (int k = 0; k < Math.max(lower.length, upper.length); k++) {
                double a = of(lower, k);
                double b = of(upper, k);
                if (!(a < b)) {
                    throw new DomainException("the lower end of the domain of " + name, a, "the upper end is " + b);
                }
            }
        }

        private static double of(double[] bounds, int k) {
            return bounds[bounds.length == 1 ? 0 : k];
        }

        @Override
        int dimension(Shape shape) {
            return shape.count();
        }

        @Override
        void check(String name, Shape shape, double[] values, int at) {
            for (int k = 0; k < shape.count(); k++) {
                double value = values[at + k];
                double a = of(lower, k);
                double b = of(upper, k);
                boolean above = value >= a && !(open && value == a && a > Double.NEGATIVE_INFINITY);
                boolean below = value <= b && !(open && value == b && b < Double.POSITIVE_INFINITY);
                if (!above || !below) {
                    throw outside(name, shape, k, value);
                }
            }
        }

        @Override
        void unconstrain(Shape shape, double[] values, int at, double[] u, int to) {
            for (int k = 0; k < shape.count(); k++) {
                double a = of(lower, k);
                double b = of(upper, k);
                double value = values[at + k];
                boolean above = a > Double.NEGATIVE_INFINITY;
                boolean below = b < Double.POSITIVE_INFINITY;
                u[to + k] = above && below
                        ? Transcendental.log((value - a) / (b - value))
                        : above ? Transcendental.log(value - a) : below ? Transcendental.log(b - value) : value;
            }
        }

        @Override
        void bounds(Shape shape, int at, double[] lowest, double[] greatest) {
            for (int k = 0; k < shape.count(); k++) {
                double a = of(lower, k);
                double b = of(upper, k);
                lowest[at + k] = open && a > Double.NEGATIVE_INFINITY ? Math.nextUp(a) : a;
                greatest[at + k] = open && b < Double.POSITIVE_INFINITY ? Math.nextDown(b) : b;
            }
        }
    }

    /** A domain of the elements along the last axis together. */
    abstract static class Row extends Domain {
        private final int fewer;

        /** @param fewer by how much the free numbers are fewer than the elements */
        Row(String text, int fewer) {
            super(text);
            this.fewer = fewer;
        }

        @Override
        final int dimension(Shape shape) {
            int n = last(shape);
            return n == 0 ? 0 : shape.count() / n * (n - fewer);
        }

        @Override
        final void check(String name, Shape shape, double[] values, int at) {
            int n = last(shape);
            for (int row = 0; row < shape.count(); row += n) {
                checkRow(name, shape, values, at, row, n);
            }
        }

        @Override
        final void unconstrain(Shape shape, double[] values, int at, double[] u, int to) {
            int n = last(shape);
            for (int row = 0; row < shape.count(); row += n) {
                unconstrainRow(values, at + row, n, u, to + row / n * (n - fewer));
            }
        }

        abstract void checkRow(String name, Shape shape, double[] values, int at, int row, int n);

        abstract void unconstrainRow(double[] values, int at, int n, double[] u, int to);

        /** Throws if a sum or norm is not what it is to be. */
        final void checkTotal(String name, Shape shape, int row, double total, double expected, String what) {
            if (!(Math.abs(total - expected) <= TOLERANCE)) {
                throw new DomainException(
                        what + " of " + name + " from " + name + shape.subscript(row) + " on",
                        total,
                        "its domain is `" + text() + "`");
            }
        }
    }

    /** Strictly increasing. */
    static final class Ordered extends Row {
        private final boolean positive;

        Ordered(boolean positive) {
            super(positive ? "positive ordered" : "ordered", 0);
            this.positive = positive;
        }

        @Override
        void checkRow(String name, Shape shape, double[] values, int at, int row, int n) {
            double before = positive ? 0 : Double.NEGATIVE_INFINITY;
            for (int k = row; k < row + n; k++) {
                double value = values[at + k];
                if (!(value > before || (k == row && !positive && value == before))) {
                    throw outside(name, shape, k, value);
                }
                before = value;
            }
        }

        @Override
        void unconstrainRow(double[] values, int at, int n, double[] u, int to) {
            u[to] = positive ? Transcendental.log(values[at]) : values[at];
            for (int k = 1; k < n; k++) {
                u[to + k] = Transcendental.log(values[at + k] - values[at + k - 1]);
            }
        }
    }

    /** Positive, with the sum 1. */
    static final class Simplex extends Row {
        Simplex() {
            super("simplex", 1);
        }

        @Override
        void checkRow(String name, Shape shape, double[] values, int at, int row, int n) {
            double sum = 0;
            for (int k = row; k < row + n; k++) {
                if (!(values[at + k] >= 0)) {
                    throw outside(name, shape, k, values[at + k]);
                }
                sum += values[at + k];
            }
            checkTotal(name, shape, row, sum, 1, "the sum");
        }

        @Override
        void unconstrainRow(double[] values, int at, int n, double[] u, int to) {
            double left = values[at + n - 1];
            for (int k = n - 2; k >= 0; k--) {
                // What is left behind an entry is the sum of those that follow.
                u[to + k] = Transcendental.log(values[at + k] / left) + Transcendental.log(n - 1 - k);
                left += values[at + k];
            }
        }
    }

    /** With the sum 0. */
    static final class SumToZero extends Row {
        SumToZero() {
            super("sum to zero", 1);
        }

        @Override
        void checkRow(String name, Shape shape, double[] values, int at, int row, int n) {
            double sum = 0;
            for (int k = row; k < row + n; k++) {
                sum += values[at + k];
            }
            checkTotal(name, shape, row, sum, 0, "the sum");
        }

        @Override
        void unconstrainRow(double[] values, int at, int n, double[] u, int to) {
            double rest = 0;
            for (int k = n - 1; k > 0; k--) {
                // x[k] = rest - k v[k], with rest the sum of the v behind.
                double v = (rest - values[at + k]) / k;
                u[to + k - 1] = v * Math.sqrt((double) k * (k + 1));
                rest += v;
            }
        }
    }

    /** Of norm 1. */
    static final class Unit extends Row {
        Unit() {
            super("unit", 0);
        }

        @Override
        boolean isSingularAtZero() {
            return true;
        }

        @Override
        void checkRow(String name, Shape shape, double[] values, int at, int row, int n) {
            double squares = 0;
            for (int k = row; k < row + n; k++) {
                squares += values[at + k] * values[at + k];
            }
            checkTotal(name, shape, row, Math.sqrt(squares), 1, "the norm");
        }

        @Override
        void unconstrainRow(double[] values, int at, int n, double[] u, int to) {
            System.arraycopy(values, at, u, to, n);
        }
    }

    /** The Cholesky factor of a correlation matrix, along the last two axes. */
    static final class CholeskyCorrelation extends Domain {
        CholeskyCorrelation() {
            super("cholesky correlation");
        }

        @Override
        int dimension(Shape shape) {
            int n = last(shape);
            return n == 0 ? 0 : shape.count() / n * (n - 1) / 2;
        }

        @Override
        void check(String name, Shape shape, double[] values, int at) {
            int n = last(shape);
            for (int row = 0; row < shape.count(); row += n) {
                int diagonal = row / n % n;
                double squares = 0;
                for (int k = 0; k < n; k++) {
                    double value = values[at + row + k];
                    boolean right = k < diagonal ? !Double.isNaN(value) : k == diagonal ? value >= 0 : value == 0;
                    if (!right) {
                        throw outside(name, shape, row + k, value);
                    }
                    squares += value * value;
                }
                if (!(Math.abs(Math.sqrt(squares) - 1) <= TOLERANCE)) {
                    throw new DomainException(
                            "the norm of the row of " + name + shape.subscript(row),
                            Math.sqrt(squares),
                            "its domain is `" + text() + "`");
                }
            }
        }

        @Override
        void unconstrain(Shape shape, double[] values, int at, double[] u, int to) {
            int n = last(shape);
            int next = to;
            for (int row = 0; row < shape.count(); row += n) {
                int diagonal = row / n % n;
                next += diagonal;
                double left = values[at + row + diagonal] * values[at + row + diagonal];
                for (int k = diagonal - 1; k >= 0; k--) {
                    // tanh u is the entry over the norm of itself and all behind it in the row.
                    double entry = values[at + row + k];
                    double behind = Math.sqrt(left);
                    u[next - diagonal + k] = Trigonometry.asinh(entry / behind);
                    left += entry * entry;
                }
            }
        }
    }
}

package dev.costate.compiler.lower;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SUB;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Reductions;
import dev.costate.compiler.op.Roots;
import dev.costate.compiler.op.Sigmoids;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.DomainExpression.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The equations that make one param of its free numbers u, and the logarithm of their Jacobian: a method a domain.
 *
 * <p>Entries of a simplex and the diagonal of a Cholesky factor are exponentials of sums, so that the laws of stability
 * find the logarithm of one ready, with all its digits where the entry itself is no double any more.
 */
final class Transforms {
    private static final String NAMES = "ijklmn";

    private final Exprs make;
    private final Reductions reductions;
    private final Tensor param;
    private final Tensor free;
    private final Tensor natural;
    private final List<Equation> equations = new ArrayList<>();
    /** The ranges over the axes in front of those of the domain, and their indices. */
    private final List<Range> batch = new ArrayList<>();

    private final List<Poly> at = new ArrayList<>();
    /** The length of the last axis. */
    private final Poly n;

    private @Nullable Span span;
    private @Nullable Expr logJacobian;
    /** The logarithm of the diagonal of a Cholesky factor. */
    private @Nullable Tensor logDiagonal;

    /**
     * @param free the free numbers
     * @param natural what the equations define
     */
    Transforms(Exprs make, Tensor param, Tensor free, Tensor natural) {
        this.make = make;
        this.reductions = new Reductions(make, ranges -> false);
        this.param = param;
        this.free = free;
        this.natural = natural;
        List<Poly> shape = param.shape();
        this.n = shape.isEmpty() ? Poly.ONE : shape.get(shape.size() - 1);
    }

    List<Equation> equations() {
        return equations;
    }

    /** The logarithm of the Jacobian, or null if that is 0. */
    @Nullable
    Expr logJacobian() {
        return logJacobian;
    }

    /** An element, read as an exponential where that is known of it. */
    Expr read(List<Poly> subscripts) {
        int rank = subscripts.size();
        Tensor logs = logDiagonal;
        boolean diagonal = logs != null && subscripts.get(rank - 1).equals(subscripts.get(rank - 2));
        return logs != null && diagonal ? exp(make.read(logs, subscripts)) : make.read(natural, subscripts);
    }

    /**
     * How far an element is above its lower bound or below its upper one, with all digits where the element itself is
     * that bound to the last digit.
     *
     * @param a the lower bound there, or null
     * @param b the upper bound there, or null
     * @param above whether above the lower one, which is there then; else the upper one is
     * @return null where laws of stability know the difference as it is
     */
    @Nullable
    Expr distance(@Nullable Expr a, @Nullable Expr b, boolean above, List<Poly> subscripts) {
        Expr u = make.read(free, subscripts);
        Expr distance = exp(u);
        if (a != null && b != null) {
            if (isSigmoid(a, b) || isTanh(a, b)) {
                return null;
            }
            Expr part = apply(Sigmoids.SIGMOID, above ? u : apply(NEG, u));
            distance = unlessInfinite(above ? b : a, distance, apply(MUL, apply(SUB, b, a), part));
        }
        Expr natural = read(subscripts);
        if (above) {
            Expr lower = Objects.requireNonNull(a);
            return unlessInfinite(lower, apply(SUB, natural, lower), distance);
        }
        Expr upper = Objects.requireNonNull(b);
        return unlessInfinite(upper, apply(SUB, upper, natural), distance);
    }

    private static boolean isSigmoid(Expr a, Expr b) {
        return a.isNumber(0) && b.isNumber(1);
    }

    private static boolean isTanh(Expr a, Expr b) {
        return a.isNumber(-1) && b.isNumber(1);
    }

    /** A bound that is computed may be infinite, and so none. */
    private Expr unlessInfinite(Expr bound, Expr without, Expr with) {
        if (bound.isNumber()) {
            return with;
        }
        Expr size = apply(Arithmetic.ABS, bound);
        return make.choose(apply(Comparisons.EQ, size, make.number(Double.POSITIVE_INFINITY)), without, with);
    }

    /**
     * Makes the equations.
     *
     * @param bound a bound at an element
     */
    Transforms write(Domain domain, BiFunction<Domain.Bound, List<Poly>, Expr> bound) {
        int axes = param.shape().size();
        int own = domain.kind().isBounds() ? 0 : domain.kind() == Kind.CHOLESKY_CORRELATION ? 2 : 1;
        for (int axis = 0; axis < axes - own; axis++) {
            Range range = range(axis, Poly.ZERO, param.shape().get(axis));
            batch.add(range);
            at.add(Poly.of(range.index()));
        }
        span = domain.span();
        switch (domain.kind()) {
            case GREATER, AT_LEAST, LESS, AT_MOST, INTERVAL -> bounds(domain, bound);
            case ORDERED, POSITIVE_ORDERED -> ordered(domain.kind() == Kind.POSITIVE_ORDERED);
            case SIMPLEX -> simplex();
            case SUM_TO_ZERO -> sumToZero();
            case UNIT -> unit();
            case CHOLESKY_CORRELATION -> choleskyCorrelation();
        }
        return this;
    }

    private Range range(int axis, Poly from, Poly to) {
        return new Range(
                Atom.Index.free(axis < NAMES.length() ? NAMES.substring(axis, axis + 1) : "i" + axis, axis), from, to);
    }

    /** A range of the last axis. */
    private Range along(long from, Poly to) {
        return range(batch.size(), Poly.of(from), to);
    }

    private List<Poly> at(Poly... last) {
        List<Poly> subscripts = new ArrayList<>(at);
        subscripts.addAll(List.of(last));
        return subscripts;
    }

    private List<Range> in(Range... last) {
        List<Range> ranges = new ArrayList<>(batch);
        ranges.addAll(List.of(last));
        return ranges;
    }

    private void set(Tensor target, List<Poly> subscripts, List<Range> domain, Expr value) {
        equations.add(new Equation(target, subscripts, domain, null, Reduction.SET, value, span));
    }

    private Tensor temporary(String suffix, List<Poly> shape) {
        return make.tensors().temporary(param.name() + suffix, shape, param.span());
    }

    private Expr apply(Op op, Expr... operands) {
        return make.apply(op, operands);
    }

    private Expr exp(Expr x) {
        return apply(Exponentials.EXP, x);
    }

    private Expr softplus(Expr x) {
        return apply(Sigmoids.SOFTPLUS, x);
    }

    private Expr sum(List<Range> ranges, Expr body) {
        return ranges.isEmpty() ? body : reductions.sum(ranges, null, body);
    }

    /** A bound that is computed may be infinite, and so none. */
    private void bounds(Domain domain, BiFunction<Domain.Bound, List<Poly>, Expr> bound) {
        Domain.Bound lower = domain.lower();
        Domain.Bound upper = domain.upper();
        Expr u = make.read(free, at);
        Expr a = lower == null ? null : bound.apply(lower, at);
        Expr b = upper == null ? null : bound.apply(upper, at);
        Expr value = between(a, b, u);
        Expr log = logOfSlope(a, b, u);
        if (b != null && !b.isNumber()) {
            Expr none = apply(Comparisons.EQ, b, make.number(Double.POSITIVE_INFINITY));
            value = make.choose(none, between(a, null, u), value);
            log = make.choose(none, logOfSlope(a, null, u), log);
        }
        if (a != null && !a.isNumber()) {
            Expr none = apply(Comparisons.EQ, a, make.number(Double.NEGATIVE_INFINITY));
            Expr otherValue = between(null, b, u);
            Expr otherLog = logOfSlope(null, b, u);
            if (b != null && !b.isNumber()) {
                Expr neither = apply(Comparisons.EQ, b, make.number(Double.POSITIVE_INFINITY));
                otherValue = make.choose(neither, u, otherValue);
                otherLog = make.choose(neither, make.number(0), otherLog);
            }
            value = make.choose(none, otherValue, value);
            log = make.choose(none, otherLog, log);
        }
        set(natural, at, batch, value);
        logJacobian = sum(batch, log);
    }

    private Expr between(@Nullable Expr a, @Nullable Expr b, Expr u) {
        if (b == null) {
            return a == null ? u : apply(ADD, a, exp(u));
        } else if (a == null) {
            return apply(SUB, b, exp(u));
        } else if (isSigmoid(a, b)) {
            return apply(Sigmoids.SIGMOID, u);
        } else if (isTanh(a, b)) {
            return apply(Hyperbolic.TANH, apply(MUL, make.number(0.5), u));
        }
        // From the nearer end, so that the distance to it keeps its digits.
        Expr width = apply(SUB, b, a);
        Expr fromUpper = apply(SUB, b, apply(MUL, width, apply(Sigmoids.SIGMOID, apply(NEG, u))));
        Expr fromLower = apply(ADD, a, apply(MUL, width, apply(Sigmoids.SIGMOID, u)));
        return make.choose(apply(Comparisons.LT, make.number(0), u), fromUpper, fromLower);
    }

    /** The logarithm of the derivative of {@link #between} by u. */
    private Expr logOfSlope(@Nullable Expr a, @Nullable Expr b, Expr u) {
        if (a == null || b == null) {
            return a == b ? make.number(0) : u;
        }
        // softplus(u) + softplus(-u) = 2 softplus(u) - u
        Expr log = apply(SUB, u, apply(MUL, make.number(2), softplus(u)));
        return apply(ADD, apply(Logarithms.LOG, apply(SUB, b, a)), log);
    }

    private void ordered(boolean positive) {
        Expr first = make.read(free, at(Poly.ZERO));
        set(natural, at(Poly.ZERO), batch, positive ? exp(first) : first);
        Range rest = along(1, n);
        Poly k = Poly.of(rest.index());
        Expr step = make.read(free, at(k));
        set(natural, at(k), in(rest), apply(ADD, make.read(natural, at(k.plus(-1))), exp(step)));
        logJacobian = positive ? sum(in(along(0, n)), step) : sum(in(rest), step);
    }

    /** By sticks that are broken off: of what is left, u says how much goes to the next entry. */
    private void simplex() {
        Poly last = n.plus(-1);
        Range range = along(0, last);
        Poly k = Poly.of(range.index());
        Expr even = apply(Logarithms.LOG, make.integer(last.minus(k)));
        Expr u = apply(SUB, make.read(free, at(k)), even);
        Tensor left = temporary("LogLeft", param.shape());
        Expr logKept = apply(NEG, softplus(u));
        set(left, at(Poly.ZERO), batch, make.number(0));
        set(left, at(k.plus(1)), in(range), apply(ADD, make.read(left, at(k)), logKept));
        Tensor log = temporary("Log", param.shape());
        set(log, at(k), in(range), apply(SUB, make.read(left, at(k)), softplus(apply(NEG, u))));
        set(log, at(last), batch, make.read(left, at(last)));
        Range all = along(0, n);
        set(natural, at(k), in(all), exp(make.read(log, at(k))));
        logJacobian = sum(in(range), apply(ADD, make.read(log, at(k)), logKept));
    }

    private void sumToZero() {
        Poly last = n.plus(-1);
        Range range = along(0, last);
        Poly k = Poly.of(range.index());
        Tensor rest = temporary("Rest", param.shape());
        Expr scaled = apply(
                Quotients.DIV,
                make.read(free, at(k)),
                apply(Roots.SQRT, make.integer(k.plus(1).times(k.plus(2)))));
        set(rest, at(last), batch, make.number(0));
        set(rest, at(k), in(range), apply(ADD, make.read(rest, at(k.plus(1))), scaled));
        set(natural, at(Poly.ZERO), batch, make.read(rest, at(Poly.ZERO)));
        Expr own = apply(MUL, make.integer(k.plus(1)), scaled);
        set(natural, at(k.plus(1)), in(range), apply(SUB, make.read(rest, at(k.plus(1))), own));
    }

    private void unit() {
        Range range = along(0, n);
        Poly k = Poly.of(range.index());
        Expr u = make.read(free, at(k));
        Tensor norm = temporary("Norm", param.shape().subList(0, batch.size()));
        set(norm, at, batch, reductions.norm(List.of(range), null, u));
        set(natural, at(k), in(range), apply(Quotients.DIV, u, make.read(norm, at)));
        Expr squares = sum(in(range), apply(Arithmetic.SQUARE, u));
        logJacobian = apply(MUL, make.number(-0.5), squares);
    }

    /** With 1 - tanh² = 1/cosh², what is left of a row's norm is a product, and its logarithm a sum. */
    private void choleskyCorrelation() {
        Range rows = along(0, n);
        Poly i = Poly.of(rows.index());
        // Row r has r free numbers: of row i + 1 those from i (i + 1)/2 on.
        Range others = along(0, n.plus(-1));
        Range below = range(batch.size() + 1, Poly.ZERO, i.plus(1));
        Poly j = Poly.of(below.index());
        Poly row = i.plus(1);
        Poly start = Poly.apply(Atom.Function.QUOTIENT, i.times(row), Poly.of(2));
        Expr u = make.read(free, at(start.plus(j)));
        Expr logCosh = apply(Hyperbolic.LOG_COSH, u);
        Tensor left = temporary("LogLeft", param.shape());
        set(left, at(i, Poly.ZERO), in(rows), make.number(0));
        set(left, at(row, j.plus(1)), in(others, below), apply(SUB, make.read(left, at(row, j)), logCosh));
        Expr tanh = apply(Hyperbolic.TANH, u);
        set(natural, at(row, j), in(others, below), apply(MUL, tanh, exp(make.read(left, at(row, j)))));
        set(natural, at(i, i), in(rows), exp(make.read(left, at(i, i))));
        set(natural, at(i, j), in(rows, range(batch.size() + 1, row, n)), make.number(0));
        logDiagonal = left;
        Expr weighted = apply(MUL, make.integer(row.minus(j).plus(1)), logCosh);
        logJacobian = apply(NEG, sum(in(others, below), weighted));
    }
}

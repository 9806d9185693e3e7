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
import dev.costate.compiler.op.Activations;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Reductions;
import dev.costate.compiler.op.Roots;
import dev.costate.compiler.op.Sigmoids;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.DomainExpression.Kind;
import java.util.ArrayList;
import java.util.List;
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

    /** What bounds make of an element's free number. */
    Between between(Domain domain, BiFunction<Domain.Bound, List<Poly>, Expr> bound, List<Poly> subscripts) {
        Domain.Bound lower = domain.lower();
        Domain.Bound upper = domain.upper();
        return new Between(
                make,
                lower == null ? null : bound.apply(lower, subscripts),
                upper == null ? null : bound.apply(upper, subscripts),
                make.read(free, subscripts),
                isOfParams(lower) || isOfParams(upper));
    }

    private static boolean isOfParams(Domain.@Nullable Bound bound) {
        return bound instanceof Domain.Bound.Quantity quantity && quantity.ofParams();
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

    private Expr softplus(Expr x, Expr more) {
        Expr value = apply(ADD, apply(Activations.RELU, x), more);
        return apply(Surrogates.SURROGATE, value, softplus(x));
    }

    private Expr sum(List<Range> ranges, Expr body) {
        return ranges.isEmpty() ? body : reductions.sum(ranges, null, body);
    }

    private void bounds(Domain domain, BiFunction<Domain.Bound, List<Poly>, Expr> bound) {
        Between between = between(domain, bound, at);
        set(natural, at, batch, between.value());
        logJacobian = sum(batch, between.logOfSlope());
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
        Tensor shifted = temporary("Shifted", free.shape());
        set(shifted, at(k), in(range), apply(SUB, make.read(free, at(k)), even));
        Expr u = make.read(shifted, at(k));
        // Of u and -u, by one logarithm for both: softplus(u) = max(u, 0) + softplus(-|u|).
        Tensor more = temporary("More", free.shape());
        set(more, at(k), in(range), softplus(apply(NEG, apply(Arithmetic.ABS, u))));
        Expr ofBoth = make.read(more, at(k));
        Expr logKept = apply(NEG, softplus(u, ofBoth));
        Tensor left = temporary("LogLeft", param.shape());
        set(left, at(Poly.ZERO), batch, make.number(0));
        set(left, at(k.plus(1)), in(range), apply(ADD, make.read(left, at(k)), logKept));
        Tensor log = temporary("Log", param.shape());
        set(log, at(k), in(range), apply(SUB, make.read(left, at(k)), softplus(apply(NEG, u), ofBoth)));
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
        // Each function is evaluated once, whatever reads it.
        Range each = along(0, free.shape().get(batch.size()));
        Expr u = make.read(free, at(Poly.of(each.index())));
        Tensor logs = temporary("LogCosh", free.shape());
        set(logs, at(Poly.of(each.index())), in(each), apply(Hyperbolic.LOG_COSH, u));
        Tensor tanhs = temporary("Tanh", free.shape());
        set(tanhs, at(Poly.of(each.index())), in(each), apply(Hyperbolic.TANH, u));
        Expr logCosh = make.read(logs, at(start.plus(j)));
        Tensor left = temporary("LogLeft", param.shape());
        set(left, at(i, Poly.ZERO), in(rows), make.number(0));
        set(left, at(row, j.plus(1)), in(others, below), apply(SUB, make.read(left, at(row, j)), logCosh));
        Expr tanh = make.read(tanhs, at(start.plus(j)));
        set(natural, at(row, j), in(others, below), apply(MUL, tanh, exp(make.read(left, at(row, j)))));
        set(natural, at(i, i), in(rows), exp(make.read(left, at(i, i))));
        set(natural, at(i, j), in(rows, range(batch.size() + 1, row, n)), make.number(0));
        logDiagonal = left;
        Expr weighted = apply(MUL, make.integer(row.minus(j).plus(1)), logCosh);
        logJacobian = apply(NEG, sum(in(others, below), weighted));
    }
}

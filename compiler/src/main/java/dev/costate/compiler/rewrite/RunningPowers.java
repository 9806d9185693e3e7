package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Proofs;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.IndexPower;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Powers whose exponent is the index of a loop, plus a number, are elements of a running product: {@code p[0] = 1, p[k
 * + 1] = p[k] x}, one multiplication each, and the same for value and derivatives. Each rounding is as that of a base
 * that differs in its last bit.
 */
public final class RunningPowers {
    /** Powers of a base, over indices numbered by where they stand in it, up to an exponent. */
    private record Key(Expr base, List<Range> ranges, Poly size) {}

    private final Exprs make;
    private final Prover prover;
    private final Proofs proofs;
    private final Map<Key, Tensor> known = new HashMap<>();
    private final List<Equation> result = new ArrayList<>();

    private RunningPowers(Exprs make, Prover prover, Proofs proofs) {
        this.make = make;
        this.prover = prover;
        this.proofs = proofs;
    }

    /** The equations of a unit, with running products before those that read them. */
    public static List<Equation> of(Exprs make, Prover prover, Proofs proofs, List<Equation> equations) {
        RunningPowers pass = new RunningPowers(make, prover, proofs);
        for (List<Equation> group : SharedLoops.groups(equations, 0)) {
            pass.result.addAll(group.stream().map(pass::rewritten).toList());
        }
        return pass.result;
    }

    private Equation rewritten(Equation e) {
        if (e.domain().isEmpty()) {
            return e;
        }
        Map<Expr, Expr> done = new HashMap<>();
        for (Expr node : Graph.ascending(e.roots())) {
            IndexPower power = IndexPower.of(node);
            Expr read = power == null ? null : read(power, e);
            if (read != null) {
                done.put(node, read);
            }
        }
        if (done.isEmpty()) {
            return e;
        }
        return e.with(e.guard() == null ? null : rewritten(e.guard(), done), rewritten(e.value(), done));
    }

    private Expr rewritten(Expr root, Map<Expr, Expr> done) {
        return Graph.rebuild(root, make::rebuild, done);
    }

    /** The power by reads of a running product; null if it stays what it is. */
    private @Nullable Expr read(IndexPower power, Equation e) {
        Range range = null;
        Map<Atom.Index, Poly> numbers = new LinkedHashMap<>();
        List<Range> over = new ArrayList<>();
        for (Range r : e.domain()) {
            if (isStep(power, r)) {
                range = r;
            } else if (power.base().free().contains(r.index())) {
                Atom.Index index = Atom.Index.free(r.index().name(), over.size());
                numbers.put(r.index(), Poly.of(index));
                over.add(new Range(index, r.from(), r.to()));
            }
        }
        if (range == null || !over.stream().allMatch(this::isPlain) || !isFree(power.base(), e)) {
            return null;
        }
        Poly size = power.exponent().substitute(replacing(range.index(), range.to()));
        Key key = new Key(new Substitution(make, numbers).apply(power.base()), over, size);
        if (!prover.nonNegative(size.plus(-1), Facts.NONE) || (!known.containsKey(key) && !define(key, e))) {
            return null;
        }
        Tensor powers = Objects.requireNonNull(known.get(key));
        boolean isPositive = prover.nonNegative(power.exponent().plus(-1), Assumptions.of(e.domain()));
        return power.by(make, isPositive, exponent -> {
            List<Poly> subscripts = new ArrayList<>();
            numbers.keySet().forEach(index -> subscripts.add(Poly.of(index)));
            subscripts.add(exponent);
            return make.read(powers, subscripts);
        });
    }

    /** Whether the exponent is the index of a range, plus a number that leaves no exponent below 0. */
    private boolean isStep(IndexPower power, Range range) {
        Poly rest = power.exponent().minus(Poly.of(range.index()));
        return rest.isConstant()
                && range.from().isConstant()
                && rest.plus(range.from()).constant().orElse(-1) >= 0
                && isPlain(range)
                && !power.base().free().contains(range.index());
    }

    /** Whether values have an axis of their own: as long as sizes say, and not negative. */
    private boolean isPlain(Range range) {
        return !range.isRow()
                && List.of(range.from(), range.to()).stream().allMatch(Poly::isOfDims)
                && prover.nonNegative(range.to(), Facts.NONE);
    }

    /** Whether the base is known before the equation runs, and not only before an iteration of its group. */
    private static boolean isFree(Expr base, Equation e) {
        return e.domain().stream().noneMatch(Range::isShared)
                || base.reads().stream()
                        .allMatch(
                                node -> ((Expr.Head.Read) node.head()).tensor().isInput());
    }

    private static Function<Atom, @Nullable Poly> replacing(Atom.Index index, Poly image) {
        return atom -> atom.equals(index) ? image : null;
    }

    /** Adds what computes the powers of a base, if that has a value everywhere. */
    private boolean define(Key key, Equation e) {
        List<Poly> shape = new ArrayList<>(key.ranges().stream().map(Range::to).toList());
        shape.add(key.size());
        Tensor powers = make.tensors().temporary(e.target().origin().name() + "Powers", shape, e.span());
        Map<Atom.Index, Poly> shared = new HashMap<>();
        List<Range> domain = new ArrayList<>();
        for (Range range : key.ranges()) {
            Atom.Index index = make.shared(range.index().name());
            shared.put(range.index(), Poly.of(index));
            domain.add(new Range(index, range.from(), range.to()));
        }
        Atom.Index step = make.shared("power");
        domain.add(new Range(step, Poly.ZERO, key.size().plus(-1), Range.Order.UPWARD));
        List<Poly> own = key.ranges().stream().map(r -> Poly.of(r.index())).toList();
        List<Poly> at = domain.stream().map(r -> Poly.of(r.index())).toList();
        Expr next = make.apply(Arithmetic.MUL, make.read(powers, at), new Substitution(make, shared).apply(key.base()));
        Equation first = equation(powers, with(own, Poly.ZERO), key.ranges(), make.number(1), e);
        List<Poly> ahead = with(at.subList(0, own.size()), Poly.of(step).plus(1));
        Equation then = equation(powers, ahead, domain, next, e);
        if (!proofs.holds(first) || !proofs.holds(then)) {
            return false;
        }
        result.add(first);
        result.add(then);
        known.put(key, powers);
        return true;
    }

    private static Equation equation(Tensor powers, List<Poly> subscripts, List<Range> domain, Expr value, Equation e) {
        return new Equation(powers, subscripts, domain, null, Reduction.SET, value, e.span());
    }

    private static List<Poly> with(List<Poly> subscripts, Poly last) {
        List<Poly> longer = new ArrayList<>(subscripts);
        longer.add(last);
        return longer;
    }
}

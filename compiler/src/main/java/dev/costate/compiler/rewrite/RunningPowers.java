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
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.IndexPower;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Powers whose exponent is made of indices of loops, times constants, plus a number are elements of a running product:
 * {@code p[0] = 1, p[k + 1] = p[k] x}, one multiplication each, and the same for value and derivatives. Each rounding
 * is as that of a base that differs in its last bit. Exponents that are multiples of a number and what remains, such as
 * {@code 2 k + 1}, are powers of that power of the base, times what remains; some that are negative stand in front.
 * Long, since all exponents of a base share a table, which takes all to be known before one is replaced.
 */
public final class RunningPowers {
    /** So many negative exponents are powers by themselves at most. */
    private static final int FEW = 4;

    /** Powers of a base, over indices numbered by where they stand in it. */
    private record Key(Expr base, List<Range> ranges) {}

    /**
     * The power of an exponent, as an element of a table and what remains.
     *
     * @param numbers by which indices of the equation the table is read
     * @param at the exponent of the base of the table
     * @param rest what that is multiplied by; null if nothing
     * @param most how many exponents there are from 0 on
     * @param below how many there are below 0
     * @param condition whether the exponent of what is differentiated is not 0; null if it never is
     */
    private record Use(
            Key key,
            Set<Atom.Index> numbers,
            Poly at,
            @Nullable Expr rest,
            Poly most,
            int below,
            @Nullable Expr condition) {}

    /** A table of powers: so many from 0 on, and some below. */
    private static final class Table {
        private Poly most;
        private int below;
        private @Nullable Tensor powers;
        private boolean failed;

        Table(Poly most) {
            this.most = most;
        }
    }

    private final Exprs make;
    private final Prover prover;
    private final Proofs proofs;
    private final Map<Key, List<Table>> known = new HashMap<>();
    private final List<Equation> result = new ArrayList<>();

    private RunningPowers(Exprs make, Prover prover, Proofs proofs) {
        this.make = make;
        this.prover = prover;
        this.proofs = proofs;
    }

    /** The equations of a unit, with running products before those that read them. */
    public static List<Equation> of(Exprs make, Prover prover, Proofs proofs, List<Equation> equations) {
        RunningPowers pass = new RunningPowers(make, prover, proofs);
        equations.forEach(e -> pass.uses(e).values().forEach(pass::note));
        for (List<Equation> group : SharedLoops.groups(equations, 0)) {
            pass.result.addAll(group.stream().map(pass::rewritten).toList());
        }
        return pass.result;
    }

    private Map<Expr, Use> uses(Equation e) {
        Map<Expr, Use> uses = new LinkedHashMap<>();
        if (!e.domain().isEmpty()) {
            for (Expr node : Graph.ascending(e.roots())) {
                IndexPower power = IndexPower.of(node);
                Use use = power == null ? null : use(power, e);
                if (use != null) {
                    uses.put(node, use);
                }
            }
        }
        return uses;
    }

    /** Makes a table as large as all that read it need. */
    private void note(Use use) {
        List<Table> tables = known.computeIfAbsent(use.key(), k -> new ArrayList<>());
        Table table = table(tables, use);
        if (table == null) {
            table = new Table(use.most());
            tables.add(table);
        }
        long more = use.most().minus(table.most).constant().orElse(0);
        table.most = more > 0 ? use.most() : table.most;
        table.below = Math.max(table.below, use.below());
    }

    /** The table whose size differs by no more than a number. */
    private static @Nullable Table table(List<Table> tables, Use use) {
        return tables.stream()
                .filter(table -> use.most().minus(table.most).isConstant())
                .findFirst()
                .orElse(null);
    }

    private Equation rewritten(Equation e) {
        Map<Expr, Expr> done = new HashMap<>();
        uses(e).forEach((node, use) -> {
            Table table = Objects.requireNonNull(table(Objects.requireNonNull(known.get(use.key())), use));
            Tensor powers = powers(use.key(), table, e);
            if (powers != null) {
                List<Poly> subscripts = new ArrayList<>();
                use.numbers().forEach(index -> subscripts.add(Poly.of(index)));
                subscripts.add(use.at().plus(table.below));
                Expr read = make.read(powers, subscripts);
                Expr power = use.rest() == null ? read : make.apply(Arithmetic.MUL, read, use.rest());
                done.put(node, Objects.requireNonNull(IndexPower.of(node)).by(make, power, use.condition()));
            }
        });
        if (done.isEmpty()) {
            return e;
        }
        return e.with(e.guard() == null ? null : rewritten(e.guard(), done), rewritten(e.value(), done));
    }

    private Expr rewritten(Expr root, Map<Expr, Expr> done) {
        return Graph.rebuild(root, make::rebuild, done);
    }

    /** What reads a power from a table; null if it stays what it is. */
    private @Nullable Use use(IndexPower power, Equation e) {
        Poly exponent = power.needed();
        Poly most = most(exponent, power.base(), e);
        Map<Atom.Index, Poly> numbers = new LinkedHashMap<>();
        List<Range> over = new ArrayList<>();
        for (Range r : e.domain()) {
            if (power.base().free().contains(r.index())) {
                Atom.Index index = Atom.Index.free(r.index().name(), over.size());
                numbers.put(r.index(), Poly.of(index));
                over.add(new Range(index, r.from(), r.to()));
            }
        }
        if (most == null || !over.stream().allMatch(this::isPlain) || !isFree(power.base(), e)) {
            return null;
        }
        Facts facts = Assumptions.of(e.domain());
        boolean natural = prover.nonNegative(power.exponent(), facts);
        long step = natural ? step(exponent) : 1;
        long rest = natural ? Math.floorMod(constant(exponent), step) : 0;
        Poly at = exponent.plus(-rest).over(step);
        Poly size = most.plus(-rest).over(step).plus(1);
        int below = 0;
        while (!natural && below <= FEW && !prover.nonNegative(at.plus(below), facts)) {
            below++;
        }
        for (int slack = 0; slack <= below && !prover.nonNegative(size.plus(-1), Facts.NONE); slack++) {
            size = size.plus(1);
        }
        if (below > FEW || !prover.nonNegative(size.plus(-1), Facts.NONE)) {
            return null;
        }
        Expr base = IndexPower.of(make, power.base(), step);
        return new Use(
                new Key(new Substitution(make, numbers).apply(base), over),
                numbers.keySet(),
                at,
                rest == 0 ? null : IndexPower.of(make, power.base(), rest),
                size,
                below,
                power.derivative() ? nonZero(power.exponent(), at, natural, facts) : null);
    }

    /** Whether an exponent is not 0; null if it never is. Where it is natural, that is where the other is, too. */
    private @Nullable Expr nonZero(Poly exponent, Poly at, boolean natural, Facts facts) {
        if (prover.nonNegative(natural ? at : exponent.plus(-1), facts)) {
            return null;
        }
        Expr zero = make.number(0);
        return natural
                ? make.apply(Comparisons.LT, zero, make.integer(at.plus(1)))
                : make.apply(Comparisons.NE, zero, make.integer(exponent));
    }

    /** The largest exponent, if it is made of indices of plain ranges that are not in the base; else null. */
    private @Nullable Poly most(Poly exponent, Expr base, Equation e) {
        Poly most = exponent;
        for (Range r : e.domain()) {
            if (exponent.indices().contains(r.index())) {
                if (!exponent.isLinearIn(r.index())
                        || !isPlain(r)
                        || base.free().contains(r.index())) {
                    return null;
                }
                Poly last = exponent.coefficient(r.index()) < 0 ? r.from() : r.to().plus(-1);
                most = most.substitute(replacing(r.index(), last));
            }
        }
        return exponent.denominator() == 1 && !most.equals(exponent) && most.isOfDims() ? most : null;
    }

    /** What divides all terms of an exponent but that without indices and dims. */
    private static long step(Poly exponent) {
        long step = 0;
        for (Poly.Term term : exponent.terms()) {
            if (!term.atoms().isEmpty()) {
                step = Poly.gcd(step, term.coefficient());
            }
        }
        return step;
    }

    private static long constant(Poly exponent) {
        return exponent.terms().stream()
                .filter(term -> term.atoms().isEmpty())
                .mapToLong(Poly.Term::coefficient)
                .sum();
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

    /** The powers of a base, after what computes them; null if that has no value everywhere. */
    private @Nullable Tensor powers(Key key, Table table, Equation e) {
        if (table.powers != null || table.failed) {
            return table.powers;
        }
        List<Poly> shape = new ArrayList<>(key.ranges().stream().map(Range::to).toList());
        shape.add(table.most.plus(table.below));
        Tensor powers = make.tensors().powers(e.target().origin().name() + "Powers", shape, e.span());
        List<Equation> equations = new ArrayList<>();
        List<Poly> own = key.ranges().stream().map(r -> Poly.of(r.index())).toList();
        for (int below = table.below; below >= 0; below--) {
            Expr value = below == 0 ? make.number(1) : IndexPower.of(make, key.base(), -below);
            Poly at = Poly.of(table.below - below);
            equations.add(equation(powers, with(own, at), key.ranges(), value, e));
        }
        Map<Atom.Index, Poly> shared = new HashMap<>();
        List<Range> domain = new ArrayList<>();
        for (Range range : key.ranges()) {
            Atom.Index index = make.shared(range.index().name());
            shared.put(range.index(), Poly.of(index));
            domain.add(new Range(index, range.from(), range.to()));
        }
        Atom.Index step = make.shared("power");
        domain.add(new Range(step, Poly.ZERO, table.most.plus(-1), Range.Order.UPWARD));
        List<Poly> around = new ArrayList<>(
                domain.stream().map(r -> Poly.of(r.index())).toList().subList(0, own.size()));
        Poly here = Poly.of(step).plus(table.below);
        Expr base = new Substitution(make, shared).apply(key.base());
        Expr next = make.apply(Arithmetic.MUL, make.read(powers, with(around, here)), base);
        equations.add(equation(powers, with(around, here.plus(1)), domain, next, e));
        table.failed = !equations.stream().allMatch(proofs::holds);
        if (!table.failed) {
            table.powers = powers;
            result.addAll(equations);
        }
        return table.powers;
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

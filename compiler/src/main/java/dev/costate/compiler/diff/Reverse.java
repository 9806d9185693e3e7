package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Runs;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reverse mode by one rule. An equation {@code T[α] += e} gives, for each read {@code A[β]} in {@code e}, one adjoint
 * equation over the same domain with the subscripts of read and write exchanged:
 *
 * <pre>   Ā[β]  +=  T̄[α] · ∂e/∂A </pre>
 *
 * <p>The local derivatives of one equation are one sweep over its graph ({@link LocalSweep}), so they take at most a
 * small multiple of its operations. The other reductions differ in the factor of an element: 1 over the number of ties
 * for those that attain a maximum or minimum, the product of the others for a product ({@link ProductOfOthers}).
 */
public final class Reverse {
    private final Program program;
    private final Exprs make;
    private final Activity activity;
    private final Demand demand;
    private final Map<Tensor, Tensor> adjoints = new HashMap<>();
    private final List<Equation> result = new ArrayList<>();
    /** The shared indices of the program itself. */
    private final Set<Atom.Index> forward = new HashSet<>();

    private Reverse(Program program, Collection<Tensor> wrt) {
        this.program = program;
        this.make = program.make();
        this.activity = new Activity(program, wrt);
        this.demand = new Demand(program.equations());
        program.equations()
                .forEach(e -> e.domain().stream().filter(Range::isShared).forEach(r -> forward.add(r.index())));
    }

    /**
     * The gradient of a scalar output.
     *
     * @param program flat
     * @param wrt the inputs to differentiate with respect to
     * @param seed the adjoint of the output, a constant or the read of a tensor that is given
     */
    public static Gradient of(Program program, Tensor output, Collection<Tensor> wrt, Expr seed) {
        Reverse reverse = new Reverse(program, wrt);
        if (reverse.activity.isActive(output)) {
            reverse.seed(output, seed);
            reverse.run();
        }
        Map<Tensor, Tensor> wanted = new LinkedHashMap<>();
        wrt.forEach(input -> wanted.put(input, reverse.adjoint(input)));
        return new Gradient(Accumulation.merge(program.make(), reverse.result), wanted);
    }

    private void seed(Tensor output, Expr seed) {
        result.add(new Equation(adjoint(output), List.of(), List.of(), null, Reduction.SUM, seed, output.span()));
    }

    private void run() {
        List<List<Equation>> runs = Runs.of(program.equations(), 0);
        for (int k = runs.size() - 1; k >= 0; k--) {
            List<Equation> run = runs.get(k);
            if (Runs.shared(run.get(0), 0) == null) {
                run.stream().filter(this::isWanted).forEach(this::differentiate);
            } else {
                recurrence(run);
            }
        }
    }

    private boolean isWanted(Equation e) {
        return adjoints.containsKey(e.target()) && activity.isActive(e.value());
    }

    /** The equations of common loops, in loops that run the other way. */
    private void recurrence(List<Equation> run) {
        if (!spread(run)) {
            return;
        }
        Map<Atom.Index, Range> turned = new HashMap<>();
        int start = result.size();
        for (int k = run.size() - 1; k >= 0; k--) {
            if (isWanted(run.get(k))) {
                int from = result.size();
                differentiate(run.get(k));
                for (int made = from; made < result.size(); made++) {
                    result.set(made, turned(result.get(made), turned));
                }
            }
        }
        addZeros(start);
    }

    /** Marks what of a run has an adjoint, since one may reach an equation from an earlier one; whether any has. */
    private boolean spread(List<Equation> run) {
        boolean more = true;
        boolean any = false;
        while (more) {
            more = false;
            for (Equation e : run) {
                if (isWanted(e)) {
                    any = true;
                    for (Expr node : Graph.reads(List.of(e.value()))) {
                        Tensor read = ((Expr.Head.Read) node.head()).tensor();
                        boolean own = run.stream().anyMatch(other -> other.target() == read);
                        if (own && activity.isActive(node) && !adjoints.containsKey(read)) {
                            adjoint(read);
                            more = true;
                        }
                    }
                }
            }
        }
        return any;
    }

    /** Adjoints that are read and to which nothing contributes are zero. */
    private void addZeros(int start) {
        Set<Tensor> written = new HashSet<>();
        result.forEach(e -> written.add(e.target()));
        Set<Tensor> missing = new LinkedHashSet<>();
        for (Equation e : result.subList(start, result.size())) {
            for (Expr node : Graph.reads(e.roots())) {
                Tensor read = ((Expr.Head.Read) node.head()).tensor();
                if (read.role() == Tensor.Role.ADJOINT && !written.contains(read) && adjoints.containsValue(read)) {
                    missing.add(read);
                }
            }
        }
        for (Tensor tensor : missing) {
            List<Range> domain = new ArrayList<>();
            for (Poly size : tensor.shape()) {
                domain.add(Range.upTo(new Atom.Index("i", domain.size()), size));
            }
            List<Poly> all = domain.stream().map(r -> Poly.of(r.index())).toList();
            Expr zero = make.number(0);
            result.add(start, new Equation(tensor, all, domain, null, Reduction.SUM, zero, tensor.span()));
        }
    }

    /** The equation in loops of its own that take the values of the shared indices in the other order. */
    private Equation turned(Equation e, Map<Atom.Index, Range> turned) {
        Map<Atom.Index, Poly> images = new HashMap<>();
        List<Range> domain = new ArrayList<>();
        for (Range r : e.domain()) {
            Substitution renaming = new Substitution(make, images);
            Range own = new Range(r.index(), renaming.apply(r.from()), renaming.apply(r.to()), r.order());
            if (forward.contains(r.index())) {
                Range other = turned.computeIfAbsent(
                        r.index(), i -> new Range(make.shared(i.name()), own.from(), own.to(), opposite(own.order())));
                images.put(r.index(), Poly.of(other.index()));
                domain.add(other);
            } else {
                domain.add(own);
            }
        }
        Substitution renaming = new Substitution(make, images);
        return new Equation(
                e.target(),
                e.subscripts().stream().map(renaming::apply).toList(),
                domain,
                e.guard() == null ? null : renaming.apply(e.guard()),
                e.reduction(),
                renaming.apply(e.value()),
                e.span());
    }

    private static Range.Order opposite(Range.Order order) {
        return switch (order) {
            case ANY -> Range.Order.ANY;
            case UPWARD -> Range.Order.DOWNWARD;
            case DOWNWARD -> Range.Order.UPWARD;
        };
    }

    private Tensor adjoint(Tensor tensor) {
        return adjoints.computeIfAbsent(tensor, Tensor::adjoint);
    }

    private void differentiate(Equation e) {
        Expr upper = make.read(adjoint(e.target()), e.subscripts());
        Expr own = make.read(e.target(), e.subscripts());
        switch (e.reduction()) {
            case SET -> sweep(e, upper, e.guard(), own);
            case SUM -> sweep(e, upper, e.guard(), null);
            case MAX, MIN -> extreme(e, upper, own);
            case PROD -> sweep(e, make.apply(Ops.MUL, upper, others(e)), e.guard(), null);
        }
    }

    /** What attains the extreme shares its adjoint evenly. */
    private void extreme(Equation e, Expr upper, Expr own) {
        Expr attains = make.apply(Ops.EQ, e.value(), own);
        Tensor ties = Tensor.temporary(e.target().name() + "Ties", e.target().shape(), e.span());
        Expr one = make.number(1);
        result.add(new Equation(
                ties,
                e.subscripts(),
                e.domain(),
                e.guard(),
                Reduction.SUM,
                make.choose(attains, one, make.number(0)),
                e.span()));
        Expr guard = e.guard() == null ? attains : make.apply(Ops.AND, e.guard(), attains);
        sweep(e, make.apply(Ops.DIV, upper, make.read(ties, e.subscripts())), guard, null);
    }

    private Expr others(Equation e) {
        ProductOfOthers others = new ProductOfOthers(make, e);
        result.addAll(others.equations());
        return others.value();
    }

    private void sweep(Equation e, Expr seed, @Nullable Expr outer, @Nullable Expr own) {
        Expr guard = outer;
        if (guard == null
                && demand.isConditional(e.target())
                && !e.value().operands().isEmpty()) {
            guard = make.apply(Ops.NE, make.read(adjoint(e.target()), e.subscripts()), make.number(0));
        }
        for (LocalSweep.Contribution c : new LocalSweep(make, activity, e.value(), seed, own, guard).contributions()) {
            Span span = e.span();
            result.add(new Equation(
                    adjoint(c.read().tensor()),
                    c.read().subscripts(),
                    e.domain(),
                    c.condition(),
                    Reduction.SUM,
                    c.adjoint(),
                    span));
        }
    }
}

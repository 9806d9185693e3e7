package dev.costate.compiler.diff;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.ZeroProducts;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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
 * for those that attain a maximum or minimum, the product of the others for a product ({@link ProductScans}).
 *
 * <p>Long, since adjoints of single equations, of recurrences and of each kind of reduction belong to one walk.
 */
public final class Reverse {
    private final Program program;
    private final Exprs make;
    private final Activity activity;
    private final ConditionalLiveness liveness;
    /** The tensors to whose adjoints something is added that is mostly 0, and those to whose something else is. */
    private final Set<Tensor> guarded = new HashSet<>();

    private final Set<Tensor> unguarded = new HashSet<>();
    private final Products products;
    private final Map<Tensor, Tensor> adjoints = new HashMap<>();
    /** All of these adjoints. */
    private final Set<Tensor> ours = new HashSet<>();

    private final List<Equation> result = new ArrayList<>();
    /** What the first of the resulting equations write, and how many those are. */
    private final Set<Tensor> written = new HashSet<>();

    private int noted;
    /** The shared indices of the program itself. */
    private final Set<Atom.Index> forward = new HashSet<>();

    /** The axis that every adjoint has over the elements of the output, or null if they are weighted together. */
    private final @Nullable Range rows;

    private Reverse(Program program, Collection<Tensor> wrt, @Nullable Range rows) {
        this.program = program;
        this.rows = rows;
        this.make = program.make();
        this.activity = new Activity(program, wrt);
        this.liveness = new ConditionalLiveness(program.equations());
        this.products =
                new Products(rows == null ? program.equations() : List.of(), activity, new Bounds(program.equations()));
        program.equations()
                .forEach(e -> e.domain().stream().filter(Range::isShared).forEach(r -> forward.add(r.index())));
    }

    /**
     * The gradient of a weighted sum of the elements of an output.
     *
     * @param program flat
     * @param wrt the inputs to differentiate with respect to
     * @param seed the weight of the element whose indices are numbered by their positions, the adjoint of a scalar
     */
    public static Gradient of(Program program, Tensor output, Collection<Tensor> wrt, Expr seed) {
        Reverse reverse = new Reverse(program, wrt, null);
        List<Range> domain = DerivativeDomains.domain(output);
        return reverse.run(output, wrt, domain, DerivativeDomains.all(domain), seed);
    }

    /**
     * The gradients of all elements of an output: every adjoint has one more axis, over them.
     *
     * @param rows the elements, row-major, or their colours
     * @param colours for each element, the row that it is joined with others in; null if each is by itself
     */
    public static Gradient ofEach(
            Program program, Tensor output, Collection<Tensor> wrt, Range rows, @Nullable Tensor colours) {
        Reverse reverse = new Reverse(program, wrt, rows);
        List<Range> domain = DerivativeDomains.domain(output);
        List<Poly> subscripts = new ArrayList<>(DerivativeDomains.all(domain));
        subscripts.add(Directions.coloured(Poly.position(output.shape(), DerivativeDomains.all(domain)), colours));
        return reverse.run(output, wrt, domain, subscripts, program.make().number(1));
    }

    private Gradient run(Tensor output, Collection<Tensor> wrt, List<Range> domain, List<Poly> subscripts, Expr seed) {
        if (activity.isActive(output)) {
            unguarded.add(output);
            result.add(new Equation(adjoint(output), subscripts, domain, null, Reduction.SUM, seed, output.span()));
            run();
        }
        Map<Tensor, Tensor> wanted = new LinkedHashMap<>();
        wrt.forEach(input -> wanted.put(input, adjoint(input)));
        return new Gradient(Accumulation.merge(make, result), wanted);
    }

    private void run() {
        List<List<Equation>> groups = SharedLoops.groups(program.equations(), 0);
        for (int k = groups.size() - 1; k >= 0; k--) {
            List<Equation> group = groups.get(k);
            if (SharedLoops.range(group.get(0), 0) == null) {
                group.stream().filter(this::isWanted).forEach(this::differentiate);
            } else {
                recurrence(group);
            }
        }
    }

    private boolean isWanted(Equation e) {
        return adjoints.containsKey(e.target()) && activity.isActive(e.value());
    }

    /** The equations of common loops, in loops that run the other way. */
    private void recurrence(List<Equation> group) {
        if (!spread(group)) {
            return;
        }
        Map<Atom.Index, Range> turned = new HashMap<>();
        int start = result.size();
        for (int k = group.size() - 1; k >= 0; k--) {
            if (isWanted(group.get(k))) {
                int from = result.size();
                differentiate(group.get(k));
                for (int made = from; made < result.size(); made++) {
                    result.set(made, turned(result.get(made), turned));
                }
            }
        }
        addZeros(start);
    }

    /** Marks what of a group has an adjoint, since one may reach an equation from an earlier one; whether any has. */
    private boolean spread(List<Equation> group) {
        Map<Tensor, List<Equation>> writers = new HashMap<>();
        group.forEach(
                e -> writers.computeIfAbsent(e.target(), t -> new ArrayList<>()).add(e));
        Deque<Equation> work = new ArrayDeque<>();
        group.stream().filter(this::isWanted).forEach(work::add);
        boolean any = !work.isEmpty();
        while (!work.isEmpty()) {
            for (Expr node : activity.reached(work.remove().value())) {
                Tensor read = ((Expr.Head.Read) node.head()).tensor();
                if (writers.containsKey(read) && !adjoints.containsKey(read)) {
                    adjoint(read);
                    requireNonNull(writers.get(read)).stream()
                            .filter(this::isWanted)
                            .forEach(work::add);
                }
            }
        }
        return any;
    }

    /** Adjoints that are read and to which nothing contributes are zero. */
    private void addZeros(int start) {
        result.subList(noted, result.size()).forEach(e -> written.add(e.target()));
        Set<Tensor> missing = new LinkedHashSet<>();
        for (Equation e : result.subList(start, result.size())) {
            for (Expr node : e.reads()) {
                Tensor read = ((Expr.Head.Read) node.head()).tensor();
                if (ours.contains(read) && !written.contains(read)) {
                    missing.add(read);
                }
            }
        }
        for (Tensor tensor : missing) {
            List<Range> domain = DerivativeDomains.domain(tensor);
            Expr zero = make.number(0);
            result.add(
                    start,
                    new Equation(
                            tensor, DerivativeDomains.all(domain), domain, null, Reduction.SUM, zero, tensor.span()));
        }
        written.addAll(missing);
        noted = result.size();
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
        List<Poly> axes = rows == null ? List.of() : List.of(rows.to());
        Tensor adjoint = adjoints.computeIfAbsent(tensor, t -> t.adjoint(axes));
        ours.add(adjoint);
        return adjoint;
    }

    /** The read of the adjoint of an element. */
    private Expr adjoint(Tensor tensor, List<Poly> subscripts) {
        return make.read(adjoint(tensor), DerivativeDomains.along(subscripts, rows));
    }

    private void differentiate(Equation e) {
        // Of a row, the derivatives of the equation meet the adjoints of its target when they are known.
        Expr upper = rows == null ? adjoint(e.target(), e.subscripts()) : make.number(1);
        Expr own = make.read(e.target(), e.subscripts());
        switch (e.reduction()) {
            case SET -> sweep(e, upper, e.guard(), own);
            case SUM -> sweep(e, upper, e.guard(), null);
            case MAX, MIN -> extreme(e, upper, own);
            case UNION -> throw new CompilerBug("differentiate", "sets have no derivatives");
            case PROD -> product(e, upper);
        }
    }

    /** What attains the extreme shares its adjoint evenly. */
    private void extreme(Equation e, Expr upper, Expr own) {
        Ties ties = Ties.of(make, e, own);
        result.add(ties.equation());
        sweep(e, ties.share(make, upper), ties.guard(), null);
    }

    /** A factor's share is the product of the others. */
    private void product(Equation e, Expr upper) {
        ProductScans.Others others = new ProductScans(make, e).others(products.ofFactors(e));
        result.addAll(others.equations());
        sweep(e, make.apply(ZeroProducts.ZERO_MUL, upper, others.product()), e.guard(), null);
    }

    /** Whether all partial derivatives are numbers: then an adjoint of zero contributes zero. */
    private boolean isLinear(Expr value) {
        return Graph.ascending(List.of(value), activity::isActive).stream()
                .filter(node -> activity.isActive(node) && !node.operands().isEmpty())
                .allMatch(node ->
                        node.op() != null && activity.partials(node).stream().allMatch(p -> p == null || p.isNumber()));
    }

    /**
     * Whether most adjoints of a sum are 0, as of what a minimum is taken of: a test skips the loop over its terms.
     */
    private boolean skipsLoops(Equation e) {
        Set<Atom.Index> written = new HashSet<>();
        e.subscripts().forEach(s -> written.addAll(s.indices()));
        return e.domain().stream().anyMatch(r -> !r.isShared() && !written.contains(r.index()))
                && isMostlyZero(e.target());
    }

    private boolean isMostlyZero(Tensor tensor) {
        return guarded.contains(tensor) && !unguarded.contains(tensor);
    }

    private void sweep(Equation e, Expr seed, @Nullable Expr outer, @Nullable Expr own) {
        Expr guard = outer;
        if (guard == null
                && rows == null
                && ((liveness.isConditional(e.target()) && !isLinear(e.value())) || skipsLoops(e))) {
            guard = ConditionalLiveness.test(make, adjoint(e.target(), e.subscripts()));
        }
        LocalSweep sweep = new LocalSweep(make, activity, products.in(e), e.value(), seed, own, guard);
        for (LocalSweep.Contribution c : sweep.contributions()) {
            Span span = e.span();
            boolean isAlways = c.condition() == null && !isMostlyZero(e.target());
            (isAlways ? unguarded : guarded).add(c.read().tensor());
            result.add(new Equation(
                    adjoint(c.read().tensor()),
                    DerivativeDomains.along(c.read().subscripts(), rows),
                    DerivativeDomains.over(e.domain(), rows),
                    c.condition(),
                    Reduction.SUM,
                    rows == null
                            ? c.adjoint()
                            : make.apply(ZeroProducts.ZERO_MUL, adjoint(e.target(), e.subscripts()), c.adjoint()),
                    span));
        }
    }
}

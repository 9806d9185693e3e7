package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Guards;
import dev.costate.compiler.op.ZeroProducts;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forward mode by one rule. An equation {@code T[α] ⊕= e} gives one equation right behind it, over the same domain:
 *
 * <pre>   Ṫ[α]  +=  Σ over the reads A[β] in e of  Ȧ[β] · ∂e/∂A </pre>
 *
 * <p>In one direction every node has a tangent, made of those of its operands, and what equations have in common moves
 * once: the tangents of all take a small multiple of the operations. In many directions at once every tangent is a row,
 * and an equation adds one for each read: the local derivatives are those of reverse mode ({@link LocalSweep}), seeded
 * with 1. A read of an input moves in one of them only: that is an equation of its own, which adds the local derivative
 * to the tangent in that direction. What attains a maximum or minimum has 1 over the number of ties as its seed, a
 * factor of a product the product of the others.
 *
 * <p>Long, since one direction and many are two rules of one walk.
 */
public final class Forward {
    private final Exprs make;
    private final Activity activity;
    private final Products products;
    private final Directions directions;
    /** The axis that every tangent has over the directions, or null if there is just one. */
    private final @Nullable Range axis;

    private final Map<Tensor, Tensor> tangents = new LinkedHashMap<>();
    /** What has a tangent that several equations add to. */
    private final Set<Tensor> added = new HashSet<>();

    /** The tangents of nodes in one direction. What equations have in common moves once. */
    private final Map<Expr, Expr> moved = new HashMap<>();

    private final Map<Equation, Tangents.Seed> seeds = new HashMap<>();

    private List<Equation> made = new ArrayList<>();

    private Forward(Program program, Set<Tensor> inputs, Directions directions) {
        this.make = program.make();
        this.directions = directions;
        this.axis = directions instanceof Directions.Each each ? each.over() : null;
        this.activity = new Activity(program, inputs);
        // Of one equation alone: its derivatives meet the tangents of what it reads.
        this.products = new Products(List.of(), activity, new Bounds(program.equations()));
        for (Equation e : program.equations()) {
            if (e.reduction() != Reduction.SET
                    || e.value().reads().stream().anyMatch(this::isSeeded)
                    || (axis != null && isDivided(e))) {
                added.add(e.target());
            }
        }
    }

    /** The tangents of everything that the equations of a flat program write. */
    public static Tangents of(Program program, Directions directions) {
        Map<Tensor, ?> inputs = directions instanceof Directions.Each each
                ? each.offsets()
                : ((Directions.Given) directions).tangents();
        Forward forward = new Forward(program, inputs.keySet(), directions);
        List<List<Equation>> behind = new ArrayList<>();
        for (Equation e : program.equations()) {
            forward.made = new ArrayList<>();
            if (forward.activity.isActive(e.target())) {
                forward.differentiate(e);
            }
            behind.add(forward.made);
        }
        forward.addZeros(program.equations(), behind);
        return new Tangents(behind, forward.tangents, forward.seeds);
    }

    /** Tangents that are read before anything adds to them are zero. */
    private void addZeros(List<Equation> equations, List<List<Equation>> behind) {
        Set<Tensor> all = new HashSet<>(tangents.values());
        Set<Tensor> written = new HashSet<>();
        int first = 0;
        for (List<Equation> group : SharedLoops.groups(equations, 0)) {
            List<Equation> moving = new ArrayList<>();
            behind.subList(first, first + group.size()).forEach(moving::addAll);
            if (SharedLoops.range(group.get(0), 0) != null) {
                moving.forEach(e -> written.add(e.target()));
            }
            for (Equation e : moving) {
                for (Expr node : e.reads()) {
                    Tensor read = ((Expr.Head.Read) node.head()).tensor();
                    if (all.contains(read) && written.add(read)) {
                        List<Range> domain = DerivativeDomains.domain(read);
                        Expr zero = make.number(0);
                        behind.get(first - 1)
                                .add(new Equation(
                                        read,
                                        DerivativeDomains.all(domain),
                                        domain,
                                        null,
                                        Reduction.SUM,
                                        zero,
                                        read.span()));
                    }
                }
                written.add(e.target());
            }
            first += group.size();
        }
    }

    /** Whether the node reads an input that moves in one of many directions. */
    private boolean isSeeded(Expr node) {
        return directions instanceof Directions.Each each
                && node.head() instanceof Expr.Head.Read read
                && each.offsets().containsKey(read.tensor());
    }

    /** Whether some of what moves the value does so in a branch only. */
    private boolean isDivided(Equation e) {
        Regions regions = new Regions(List.of(e.value()));
        return e.value().reads().stream()
                .anyMatch(read -> activity.isActive(read) && regions.dominator(read) != regions.outermost());
    }

    private Tensor tangent(Tensor tensor) {
        Tensor given =
                directions instanceof Directions.Given one ? one.tangents().get(tensor) : null;
        if (given != null) {
            return given;
        }
        List<Poly> axes = axis == null ? List.of() : List.of(axis.to());
        return tangents.computeIfAbsent(tensor, t -> t.tangent(axes));
    }

    private void differentiate(Equation e) {
        Expr one = make.number(1);
        if (!activity.isActive(e.value())) {
            if (!added.contains(e.target())) {
                add(e, e.guard(), make.number(0));
            }
            return;
        }
        Expr own = make.read(e.target(), e.subscripts());
        switch (e.reduction()) {
            case SET -> sweep(e, one, e.guard(), own);
            case SUM -> sweep(e, one, e.guard(), null);
            case MAX, MIN -> extreme(e, own);
            case UNION -> throw new CompilerBug("differentiate", "sets have no derivatives");
            case PROD -> product(e);
        }
    }

    /** Each factor moves it, times the product of the others. */
    private void product(Equation e) {
        ProductScans.Others others = new ProductScans(make, e).others(products.ofFactors(e));
        made.addAll(others.equations());
        sweep(e, others.product(), e.guard(), null);
    }

    /** What attains the extreme moves it, each of several by its share. */
    private void extreme(Equation e, Expr own) {
        Ties ties = Ties.of(make, e, own);
        made.add(ties.equation());
        sweep(e, ties.share(make, make.number(1)), ties.guard(), null);
    }

    private void sweep(Equation e, Expr seed, @Nullable Expr guard, @Nullable Expr own) {
        if (axis == null) {
            Expr along = make.apply(ZeroProducts.ZERO_MUL, along(e.value(), own), seed);
            if (!along.isNumber(0) || !added.contains(e.target())) {
                add(e, guard, along);
            }
            return;
        }
        Map<@Nullable Expr, Expr> sums = new LinkedHashMap<>();
        LocalSweep sweep = new LocalSweep(make, activity, products.in(e), e.value(), seed, own, null);
        for (LocalSweep.Contribution c : sweep.contributions()) {
            Expr.Head.Read read = c.read();
            if (directions instanceof Directions.Each each && each.offsets().containsKey(read.tensor())) {
                seeded(e, guard, c, each.direction(read.tensor(), read.subscripts()));
            } else {
                Expr tangent = make.read(tangent(read.tensor()), DerivativeDomains.along(read.subscripts(), axis));
                sums.merge(
                        c.condition(),
                        make.apply(ZeroProducts.ZERO_MUL, tangent, c.adjoint()),
                        (a, b) -> make.apply(Arithmetic.ADD, a, b));
            }
        }
        Expr always = sums.remove(null);
        if (always != null || !added.contains(e.target())) {
            add(e, guard, always == null ? make.number(0) : always);
        }
        sums.forEach((condition, value) -> add(e, both(guard, condition), value));
    }

    /**
     * The tangent of a value, with what has been stored of it in the place of itself: node by node from the reads up.
     */
    private Expr along(Expr root, @Nullable Expr own) {
        Map<Expr, Expr> stored = own == null || root.operands().isEmpty() ? Map.of() : Map.of(root, own);
        for (Expr node : Graph.ascending(List.of(root), n -> !moved.containsKey(n))) {
            if (node != root && activity.isActive(node) && !moved.containsKey(node)) {
                moved.put(node, moved(node, Map.of()));
            }
        }
        return moved(root, stored);
    }

    private Expr moved(Expr node, Map<Expr, Expr> stored) {
        Expr zero = make.number(0);
        if (node.head() instanceof Expr.Head.Read read) {
            return make.read(tangent(read.tensor()), read.subscripts());
        } else if (node.head() instanceof Expr.Head.Choice) {
            Expr first = moved.getOrDefault(node.operand(1), zero);
            return make.choose(node.operand(0), first, moved.getOrDefault(node.operand(2), zero));
        }
        Expr sum = zero;
        Expr like = moved.getOrDefault(node.operand(0), zero);
        List<@Nullable Expr> partials = activity.partials(node);
        for (int k = 1; k < partials.size(); k++) {
            Expr ratio = activity.ratio(node, k);
            Expr partial = ratio == null ? partials.get(k) : ratio;
            if (partial != null) {
                Expr product = product(moved.getOrDefault(node.operand(k), zero), partial, stored);
                like = ratio == null ? like : make.apply(Arithmetic.ADD, like, product);
                sum = ratio == null ? make.apply(Arithmetic.ADD, sum, product) : sum;
            }
        }
        Expr first = partials.get(0);
        if (first == null) {
            return sum;
        }
        Expr along = activity.along(node, 0, like);
        return make.apply(Arithmetic.ADD, along == null ? product(like, first, stored) : along, sum);
    }

    private Expr product(Expr tangent, Expr partial, Map<Expr, Expr> stored) {
        Expr factor = stored.isEmpty() ? partial : Graph.replace(partial, make, stored);
        return make.apply(ZeroProducts.ZERO_MUL, tangent, factor);
    }

    private void add(Equation e, @Nullable Expr guard, Expr value) {
        made.add(new Equation(
                tangent(e.target()),
                DerivativeDomains.along(e.subscripts(), axis),
                DerivativeDomains.over(e.domain(), axis),
                guard == null ? null : moving(guard),
                added.contains(e.target()) ? Reduction.SUM : Reduction.SET,
                value,
                e.span()));
    }

    /** The element of an input that is read moves in its own direction. */
    private void seeded(Equation e, @Nullable Expr guard, LocalSweep.Contribution c, Poly direction) {
        List<Poly> subscripts = new ArrayList<>(e.subscripts());
        subscripts.add(direction);
        Expr where = both(guard, c.condition());
        Equation seeded =
                new Equation(tangent(e.target()), subscripts, e.domain(), where, Reduction.SUM, c.adjoint(), e.span());
        seeds.put(seeded, new Tangents.Seed(c.read().tensor(), c.read().subscripts()));
        made.add(seeded);
    }

    private @Nullable Expr both(@Nullable Expr guard, @Nullable Expr condition) {
        return guard == null || condition == null
                ? guard == null ? condition : guard
                : make.apply(Connectives.AND, guard, condition);
    }

    /** A guard that an adjoint is not zero is none of the mathematics: its tangent may not be zero where it is. */
    private Expr moving(Expr guard) {
        Expr all = null;
        for (Expr condition : Guards.conditions(guard)) {
            Expr.Head.Read adjoint = ConditionalLiveness.tested(condition);
            Expr moving = condition;
            if (adjoint != null && activity.isActive(adjoint.tensor())) {
                Expr tangent =
                        make.read(tangent(adjoint.tensor()), DerivativeDomains.along(adjoint.subscripts(), axis));
                moving = make.apply(Connectives.OR, condition, make.apply(Comparisons.NE, tangent, make.number(0)));
            }
            all = Guards.and(make, all, moving);
        }
        return all == null ? guard : all;
    }
}

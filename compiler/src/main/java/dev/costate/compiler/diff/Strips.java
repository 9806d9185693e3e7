package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Guards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Strip-mining of the axis over directions or rows, where there may be many: strip by strip, all tangents or adjoints
 * in the directions of the strip. So what they are kept in is no wider than a strip, however many directions there are:
 *
 * <pre>   Ṫ[α, s] += partial · Ȧ[β, s]  for s in n
 *   Ṫ[strip, α, s] += partial · Ȧ[strip, β, s]  for strip in n / 64, …, s in min(64, n - 64 strip) </pre>
 *
 * <p>The strips are a range that all these equations share, behind all others: what does not move with the directions
 * is computed once. No element is needed in another strip, so the first axis is never stored. Results keep their place.
 */
public final class Strips {
    /** How many directions make a strip: its rows stay in the innermost cache, and partial derivatives are paid off. */
    static final int WIDTH = 64;

    /** The same of colours, of which a sparse matrix has few, so that their rows are not mostly empty. */
    private static final int COLOURS = 16;

    private final Exprs make;
    private final Prover prover;
    private final Poly size;
    private final int width;
    private final Set<Tensor> results;
    private final Range strips;
    /** The first direction of the strip. */
    private final Poly first;

    private final Map<Tensor, Tensor> narrow = new LinkedHashMap<>();
    private final Set<Tensor> inStrips = new HashSet<>();
    private final Map<Expr, Expr> done = new HashMap<>();

    private Strips(Exprs make, Prover prover, Poly size, Set<Tensor> results) {
        this.make = make;
        this.prover = prover;
        this.size = size;
        this.width = isKnown(size) ? WIDTH : COLOURS;
        this.results = results;
        Poly count = Poly.apply(Atom.Function.DIV, size.plus(width - 1), Poly.of(width));
        this.strips = Range.upTo(make.shared("strip"), count);
        this.first = Poly.of(strips.index()).times(Poly.of(width));
    }

    /**
     * The equations, those of tensors with an axis over directions in strips, behind the others.
     *
     * @param results the tensors that the caller receives
     */
    public static List<Equation> of(Exprs make, Prover prover, List<Equation> equations, Set<Tensor> results) {
        Poly size = equations.stream()
                .map(Equation::target)
                .filter(Strips::isWide)
                .findFirst()
                .map(Strips::directions)
                .orElse(Poly.ZERO);
        if (isKnown(size) && prover.nonNegative(Poly.of(WIDTH).minus(size), Facts.NONE)) {
            return equations;
        }
        Strips strips = new Strips(make, prover, size, results);
        List<Equation> before = new ArrayList<>();
        List<Equation> mined = new ArrayList<>();
        for (Equation e : equations) {
            Poly direction = direction(e);
            if (direction == null) {
                before.add(e);
            } else {
                mined.add(strips.mined(e, direction));
            }
        }
        before.addAll(mined);
        return before;
    }

    /** Whether a tensor has an axis more than what it is the derivative of. */
    private static boolean isWide(Tensor tensor) {
        return tensor.of() != null
                && tensor.shape().size() > tensor.of().shape().size();
    }

    /**
     * Whether the sizes say how many directions there are, rather than a colouring that is found when data is bound.
     */
    private static boolean isKnown(Poly size) {
        return size.atoms().stream().noneMatch(Atom.Element.class::isInstance);
    }

    private static Poly directions(Tensor tensor) {
        return tensor.shape().get(tensor.shape().size() - 1);
    }

    /** The direction that an equation is about, or null if it is about none. */
    private static @Nullable Poly direction(Equation e) {
        if (isWide(e.target())) {
            return last(e.subscripts());
        }
        for (Expr node : e.reads()) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            if (isWide(read.tensor())) {
                return last(read.subscripts());
            }
        }
        return null;
    }

    private static Poly last(List<Poly> subscripts) {
        return subscripts.get(subscripts.size() - 1);
    }

    private Equation mined(Equation e, Poly direction) {
        List<Range> domain = new ArrayList<>(List.of(strips));
        Substitution shift = null;
        Expr some = null;
        // That a row begins before the strip keeps in range what the conditions read, or they what says where it ends.
        boolean isChecked = false;
        for (Range range : e.domain()) {
            if (range.isRow()) {
                isChecked = range.to().atoms().stream().anyMatch(Atom.Checked.class::isInstance);
                shift = new Substitution(
                        make, Map.of(range.index(), Poly.of(range.index()).plus(first)));
                domain.add(within(range));
                if (!range.to().equals(size)) {
                    some = make.apply(Comparisons.LT, make.integer(first), make.integer(range.to()));
                }
            } else {
                domain.add(range);
            }
        }
        Expr guard = e.guard() == null ? null : narrowed(e.guard(), shift);
        if (some != null) {
            guard = isChecked ? guarded(guard, some) : Guards.before(make, some, guard);
        }
        if (shift == null && !restricted(domain, direction)) {
            Expr begun = make.apply(Comparisons.LE, make.integer(first), make.integer(direction));
            Expr goes = make.apply(Comparisons.LT, make.integer(direction), make.integer(first.plus(width)));
            Expr inside = make.apply(Connectives.AND, begun, goes);
            guard = guarded(guard, inside);
        }
        List<Poly> subscripts = new ArrayList<>();
        for (Poly subscript : e.subscripts()) {
            subscripts.add(shift == null ? subscript : shift.apply(subscript));
        }
        Tensor target = e.target();
        if (isNarrow(target)) {
            target = narrow(target);
            subscripts = within(subscripts);
        }
        boolean once = subscripts.stream().noneMatch(s -> s.indices().contains(strips.index()));
        Reduction reduction = once && e.reduction() == Reduction.SET ? Reduction.SUM : e.reduction();
        return new Equation(target, subscripts, domain, guard, reduction, narrowed(e.value(), shift), e.span());
    }

    /**
     * A guard by which a direction is in the strip as well: behind the conditions of the model, which may keep in range
     * what says which direction it is, and before those that look at what only the directions of the strip have.
     */
    private Expr guarded(@Nullable Expr guard, Expr inside) {
        Expr before = null;
        Expr behind = null;
        for (Expr condition : Guards.conditions(guard)) {
            if (condition.reads().stream().anyMatch(n -> inStrips.contains(((Expr.Head.Read) n.head()).tensor()))) {
                behind = Guards.and(make, behind, condition);
            } else {
                before = Guards.and(make, before, condition);
            }
        }
        Expr all = Guards.and(make, before, inside);
        return behind == null ? all : Guards.and(make, all, behind);
    }

    /**
     * Lets the last range of a domain take the values that lead into the strip, if it walks them one by one, provably.
     */
    private boolean restricted(List<Range> domain, Poly direction) {
        int last = domain.size() - 1;
        Range range = domain.get(last);
        Poly rest = direction.minus(Poly.of(range.index()));
        if (last == 0 || range.isShared() || rest.indices().contains(range.index())) {
            return false;
        }
        Poly begin = first.minus(rest);
        Poly from = Poly.apply(Atom.Function.MIN, range.to(), begin);
        if (!prover.nonNegative(begin.minus(range.from()), Assumptions.of(List.of(strips)))) {
            from = Poly.apply(Atom.Function.MAX, range.from(), from);
        }
        Poly to = Poly.apply(Atom.Function.MIN, range.to(), begin.plus(width));
        List<Range> part = new ArrayList<>(domain);
        part.set(last, new Range(range.index(), from, to, range.order()));
        Facts facts = Assumptions.of(part);
        Poly index = Poly.of(range.index());
        boolean proved = Stream.of(
                        index.minus(range.from()),
                        range.to().minus(index).plus(-1),
                        direction.minus(first),
                        first.plus(width - 1).minus(direction))
                .allMatch(goal -> prover.nonNegative(goal, facts));
        if (proved) {
            domain.set(last, part.get(last));
        }
        return proved;
    }

    /** The part of a range over directions that is in the strip, counted from where that begins. */
    private Range within(Range range) {
        Poly most = Poly.apply(Atom.Function.MIN, Poly.of(width), size.minus(first));
        Poly to = range.to().equals(size)
                ? most
                : Poly.apply(Atom.Function.MIN, most, range.to().minus(first));
        return new Range(range.index(), range.from(), to, range.order());
    }

    private Expr narrowed(Expr root, @Nullable Substitution shift) {
        return Graph.rebuild(shift == null ? root : shift.apply(root), this::image, done);
    }

    private Expr image(Expr node, List<Expr> operands) {
        if (node.head() instanceof Expr.Head.Read read && isNarrow(read.tensor())) {
            return make.read(narrow(read.tensor()), within(read.subscripts()));
        }
        return make.rebuild(node, operands);
    }

    private List<Poly> within(List<Poly> subscripts) {
        int last = subscripts.size() - 1;
        List<Poly> all = new ArrayList<>(List.of(Poly.of(strips.index())));
        all.addAll(subscripts.subList(0, last));
        all.add(subscripts.get(last).minus(first));
        return all;
    }

    private boolean isNarrow(Tensor tensor) {
        return isWide(tensor) && !results.contains(tensor);
    }

    private Tensor narrow(Tensor tensor) {
        Poly most = isKnown(size) ? Poly.apply(Atom.Function.MIN, Poly.of(width), size) : Poly.of(width);
        Tensor image = narrow.computeIfAbsent(tensor, t -> t.inStrips(strips.to(), most));
        inStrips.add(image);
        return image;
    }
}

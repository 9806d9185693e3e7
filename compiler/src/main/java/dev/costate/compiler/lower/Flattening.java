package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Extremes;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Ops;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives each distinct reduction an equation of its own over its free indices and what it reduces over. Afterwards no
 * reduction is left within an expression. A reduction within a branch is computed only where that branch is taken.
 */
public final class Flattening {
    /** What makes two reductions the same array: the node, the ranges of its free indices, and where it is needed. */
    private record Key(
            Expr reduction, List<Range> ranges, @Nullable Expr guard) {}

    private final Exprs make;
    private final Map<Key, Expr.Head.Read> known = new HashMap<>();
    private final Map<Reduction, Integer> counters = new EnumMap<>(Reduction.class);
    private final List<Equation> flat = new ArrayList<>();

    private Flattening(Exprs make) {
        this.make = make;
    }

    /** The flat program, not in order yet: {@link Sequencing} finds one. */
    public static Program flatten(Program program) {
        Flattening flattening = new Flattening(program.make());
        program.equations().forEach(flattening::all);
        return program.with(flattening.flat);
    }

    /** Flattens one equation, and before it those that its reductions become, innermost first. */
    private void all(Equation equation) {
        Deque<Equation> open = new ArrayDeque<>();
        open.push(equation);
        while (!open.isEmpty()) {
            Equation top = open.pop();
            List<Equation> made = new ArrayList<>();
            Equation rewritten = new OneEquation(top, made).rewritten();
            if (made.isEmpty()) {
                flat.add(rewritten);
            } else {
                open.push(rewritten);
                Collections.reverse(made);
                made.forEach(open::push);
            }
        }
    }

    /** The reductions of one equation that are not within others. */
    private final class OneEquation {
        private final Equation equation;
        private final List<Equation> made;
        private final Regions regions;
        private final Map<Expr, Expr> done = new HashMap<>();
        /** The reductions for which it is being found out where they are needed. */
        private final Set<Expr> asked = new HashSet<>();

        OneEquation(Equation equation, List<Equation> made) {
            this.equation = equation;
            this.made = made;
            this.regions = new Regions(roots());
        }

        private List<Expr> roots() {
            return equation.roots();
        }

        Equation rewritten() {
            if (roots().stream().noneMatch(Expr::isReducing)) {
                return equation;
            }
            Expr guard = equation.guard() == null ? null : rewrite(equation.guard(), null);
            return equation.with(guard, rewrite(equation.value(), guard));
        }

        private Expr rewrite(Expr root, @Nullable Expr guard) {
            for (Expr node : Graph.ascending(List.of(root), n -> !done.containsKey(n) && !isReduction(n))) {
                if (!done.containsKey(node)) {
                    done.put(node, isReduction(node) ? read(node, guard) : rebuilt(node));
                }
            }
            return Objects.requireNonNull(done.get(root));
        }

        private Expr rebuilt(Expr node) {
            return make.rebuild(node, node.operands().stream().map(done::get).toList());
        }

        /**
         * The read of the array that a reduction becomes. Its free indices are numbered by position, so that one that
         * differs by their names only is the same array.
         */
        private Expr read(Expr node, @Nullable Expr guard) {
            List<Expr> conditions = conditions(node, guard);
            Set<Atom.Index> free = closed(node.free());
            if (!conditions.isEmpty() && mayFail(node)) {
                // It must fail only where it is needed, whatever indices that depends on.
                for (Expr condition : conditions) {
                    free.addAll(closed(condition.free()));
                }
            }
            Expr where = conditions.stream()
                    .filter(condition -> free.containsAll(condition.free()))
                    .reduce((a, b) -> make.apply(Ops.AND, a, b))
                    .orElse(null);
            Map<Atom.Index, Poly> numbers = new HashMap<>();
            Map<Atom, Poly> own = new HashMap<>();
            List<Range> ranges = new ArrayList<>();
            for (Range r : equation.domain()) {
                if (free.contains(r.index())) {
                    Atom.Index index = new Atom.Index(r.index().name(), numbers.size());
                    Substitution bounds = new Substitution(make, numbers);
                    ranges.add(new Range(index, bounds.apply(r.from()), bounds.apply(r.to())));
                    numbers.put(r.index(), Poly.of(index));
                    own.put(index, Poly.of(r.index()));
                }
            }
            Substitution numbering = new Substitution(make, numbers);
            Expr numberedWhere = where == null ? null : numbering.apply(where);
            Key key = new Key(numbering.apply(node), ranges, numberedWhere);
            Expr.Head.Read read = known.computeIfAbsent(key, this::define);
            return make.read(
                    read.tensor(),
                    read.subscripts().stream().map(s -> s.substitute(own::get)).toList());
        }

        /**
         * What holds wherever a reduction is needed, from the outermost condition inwards. Where these conditions need the
         * reduction itself, that one is computed everywhere.
         */
        private List<Expr> conditions(Expr node, @Nullable Expr guard) {
            List<Expr> conditions = new ArrayList<>();
            if (!asked.add(node)) {
                return guard == null ? conditions : List.of(guard);
            }
            Expr needed = Needs.of(node, regions, make);
            if (needed != null && hasMeaning(needed)) {
                conditions.add(rewrite(needed, guard));
            }
            for (Regions.Region region : Regions.path(regions.home(node), regions.outermost())) {
                if (!hasMeaning(region.condition())) {
                    continue;
                }
                Expr condition = rewrite(region.condition(), guard);
                conditions.add(region.holds() ? condition : make.apply(Ops.NOT, condition));
            }
            if (guard != null) {
                conditions.add(guard);
            }
            asked.remove(node);
            Collections.reverse(conditions);
            return conditions;
        }

        /** Whether a condition mentions the equation's own indices only, and none that a reduction around it binds. */
        private boolean hasMeaning(Expr condition) {
            Set<Atom.Index> own = new HashSet<>();
            equation.domain().forEach(range -> own.add(range.index()));
            return own.containsAll(condition.free());
        }

        private static boolean mayFail(Expr reduction) {
            return Graph.ascending(List.of(reduction)).stream().anyMatch(Requirements::mayFail);
        }

        /** The indices, and those that the bounds of their ranges mention. */
        private Set<Atom.Index> closed(Set<Atom.Index> indices) {
            Set<Atom.Index> closed = new LinkedHashSet<>(indices);
            for (int k = equation.domain().size() - 1; k >= 0; k--) {
                Range range = equation.domain().get(k);
                if (closed.contains(range.index())) {
                    closed.addAll(range.from().indices());
                    closed.addAll(range.to().indices());
                }
            }
            return closed;
        }

        private Expr.Head.Read define(Key key) {
            Expr.Head.Reduce reduce = (Expr.Head.Reduce) key.reduction().head();
            List<Poly> shape = new ArrayList<>();
            List<Poly> subscripts = new ArrayList<>();
            for (Range range : key.ranges()) {
                shape.add(Extremes.size(range, key.ranges()));
                subscripts.add(Poly.of(range.index()).minus(Extremes.origin(range, key.ranges())));
            }
            Tensor target = make.tensors().temporary(name(reduce.reduction()), shape, equation.span());
            List<Range> domain = new ArrayList<>(key.ranges());
            domain.addAll(reduce.ranges());
            Expr guard = reduce.guarded() ? key.reduction().operand(1) : null;
            if (key.guard() != null) {
                guard = guard == null ? key.guard() : make.apply(Ops.AND, key.guard(), guard);
            }
            Expr body = key.reduction().operand(0);
            made.add(new Equation(target, subscripts, domain, guard, reduce.reduction(), body, equation.span()));
            return new Expr.Head.Read(target, subscripts);
        }

        private String name(Reduction reduction) {
            int number = counters.merge(reduction, 1, Integer::sum);
            return reduction.name().toLowerCase(Locale.ROOT) + number;
        }
    }

    private static boolean isReduction(Expr node) {
        return node.head() instanceof Expr.Head.Reduce;
    }
}

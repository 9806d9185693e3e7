package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.order.Accesses;
import dev.costate.compiler.order.Components;
import dev.costate.compiler.order.Loop;
import dev.costate.compiler.order.Placement;
import dev.costate.compiler.order.Placement.Level;
import dev.costate.compiler.order.Recurrence;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts equations in an order in which they can run. Those that need each other get common loops: neighbouring equations
 * with the same {@linkplain Range#isShared shared} leading ranges run together, iteration by iteration.
 */
public final class LoopDistribution {
    private final Exprs make;
    private final Prover prover;
    private final List<Equation> equations;
    /**
     * Behind the equations in the graph of what needs what, so that reading an array is one edge however many write it.
     */
    private final Map<Tensor, Integer> arrays = new HashMap<>();
    /** Of each array the equations that write it. */
    private final List<List<Integer>> writers = new ArrayList<>();

    private final List<Equation> result = new ArrayList<>();

    private LoopDistribution(Program program, Prover prover) {
        this.make = program.make();
        this.prover = prover;
        this.equations = program.equations();
        for (int k = 0; k < equations.size(); k++) {
            int array = arrays.computeIfAbsent(equations.get(k).target(), t -> equations.size() + arrays.size());
            if (array - equations.size() == writers.size()) {
                writers.add(new ArrayList<>());
            }
            writers.get(array - equations.size()).add(k);
        }
    }

    /** The flat program, in the order given where dependence leaves a choice. */
    public static Program distribute(Program program, Prover prover) {
        LoopDistribution sequencing = new LoopDistribution(program, prover);
        int count = sequencing.equations.size() + sequencing.arrays.size();
        for (List<Integer> component : Components.of(count, sequencing::needs)) {
            List<Integer> members = component.stream()
                    .filter(k -> k < sequencing.equations.size())
                    .toList();
            if (members.size() == 1 && component.size() == 1) {
                sequencing.add(members.get(0));
            } else if (!members.isEmpty()) {
                sequencing.add(members);
            }
        }
        return program.with(sequencing.result);
    }

    private Collection<Integer> needs(int k) {
        if (k >= equations.size()) {
            return writers.get(k - equations.size());
        }
        Set<Integer> needs = new LinkedHashSet<>();
        for (Expr node : equations.get(k).reads()) {
            Integer array = arrays.get(((Expr.Head.Read) node.head()).tensor());
            if (array != null) {
                needs.add(array);
            }
        }
        return needs;
    }

    /** Adds an equation that does not need itself. */
    private void add(int k) {
        result.add(Scattering.scatter(equations.get(k), make, prover));
    }

    private void add(List<Integer> component) {
        Set<Tensor> own = component.stream()
                .map(k -> equations.get(k).target())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Equation> group = new ArrayList<>();
        for (int k : component) {
            Equation e = AccessAnalysis.reachable(equations.get(k), own, make, prover);
            boolean reads = e.reads().stream().anyMatch(node -> own.contains(((Expr.Head.Read) node.head()).tensor()));
            (reads ? group : result).add(e);
        }
        List<Equation> scattered =
                group.stream().map(e -> Scattering.scatter(e, make, prover)).toList();
        if (!isPlaced(scattered) && !isPlaced(group)) {
            throw new CompilerBug(
                    "sequence", "no order of the equations of " + group.get(0).target());
        }
    }

    /** Whether there is an order of the group, in which it then stands. One pass over all classes may leave none. */
    private boolean isPlaced(List<Equation> group) {
        List<Accesses> statements =
                group.stream().map(e -> AccessAnalysis.of(e, prover)).toList();
        Recurrence.Result order = Recurrence.order(statements, prover);
        if (order.isOrdered()) {
            new Group(group, order.steps()).place();
        }
        return order.isOrdered();
    }

    /** Equations that need each other, on their way into common loops. */
    private final class Group {
        private final List<Equation> group;
        private final List<Placement> steps;
        private final Map<Loop, Range> ranges = new HashMap<>();

        Group(List<Equation> group, List<Placement> steps) {
            this.group = group;
            this.steps = steps;
        }

        void place() {
            int depth = steps.stream().mapToInt(s -> s.levels().size()).max().orElse(0);
            for (int level = 0; level < depth; level++) {
                for (Placement step : steps) {
                    if (level < step.levels().size()) {
                        Range own = range(step, level);
                        Facts facts = outside(step, level);
                        ranges.merge(step.levels().get(level).loop(), own, (a, b) -> union(a, b, facts));
                    }
                }
            }
            steps.forEach(step -> result.add(placed(step)));
        }

        /** What is known of the indices of the loops around a level. */
        private Facts outside(Placement step, int level) {
            Facts facts = Facts.NONE;
            for (Level outer : step.levels().subList(0, level)) {
                facts = facts.withRange(range(outer));
            }
            return facts;
        }

        /** The range of the loop as one equation alone would have it. */
        private Range range(Placement step, int level) {
            Equation e = group.get(step.statement());
            Level at = step.levels().get(level);
            Map<Atom.Index, Poly> images = images(step, level);
            Range own = own(e, at.index());
            Poly from;
            Poly to;
            if (images.containsKey(at.index())) {
                from = images.get(at.index());
                to = from.plus(1);
            } else {
                List<Range> inner = e.domain().stream()
                        .filter(r -> !images.containsKey(r.index()))
                        .toList();
                from = substitute(PolyBounds.least(own.from(), inner), images);
                to = substitute(PolyBounds.greatest(own.to(), inner), images);
            }
            Range known = ranges.get(at.loop());
            Atom.Index index = known == null ? make.shared(own.index().name()) : known.index();
            return new Range(
                    index, from.plus(at.shift()), to.plus(at.shift()), at.loop().order());
        }

        private static Range own(Equation e, Atom.Index index) {
            return e.domain().stream()
                    .filter(r -> r.index().equals(index))
                    .findFirst()
                    .orElseThrow();
        }

        private Range union(Range a, Range b, Facts facts) {
            return new Range(
                    a.index(),
                    extreme(Atom.Function.MIN, a.from(), b.from(), facts),
                    extreme(Atom.Function.MAX, a.to(), b.to(), facts),
                    a.order());
        }

        private Poly extreme(Atom.Function function, Poly a, Poly b, Facts facts) {
            boolean min = function == Atom.Function.MIN;
            if (prover.nonNegative(b.minus(a), facts)) {
                return min ? a : b;
            }
            return prover.nonNegative(a.minus(b), facts) ? min ? b : a : Poly.apply(function, a, b);
        }

        private Range range(Level level) {
            return Objects.requireNonNull(ranges.get(level.loop()));
        }

        /** What the index of a level is, in that of its loop. */
        private Poly here(Level level) {
            return Poly.of(range(level).index()).plus(-level.shift());
        }

        /** What the indices of the first levels of an equation are, in those of the loops. */
        private Map<Atom.Index, Poly> images(Placement step, int levels) {
            Map<Atom.Index, Poly> images = new HashMap<>();
            for (Level level : step.levels().subList(0, levels)) {
                images.put(level.index(), here(level));
            }
            return images;
        }

        private Poly substitute(Poly poly, Map<Atom.Index, Poly> images) {
            return new Substitution(make, images).apply(poly);
        }

        private Equation placed(Placement step) {
            Equation e = group.get(step.statement());
            Map<Atom.Index, Poly> images = images(step, step.levels().size());
            Substitution renaming = new Substitution(make, images);
            List<Range> domain = new ArrayList<>();
            Facts facts = Facts.NONE;
            for (Level level : step.levels()) {
                domain.add(range(level));
                facts = facts.withRange(range(level));
            }
            List<Range> inner = e.domain().stream()
                    .filter(r -> !images.containsKey(r.index()))
                    .map(r -> new Range(r.index(), renaming.apply(r.from()), renaming.apply(r.to()), r.order()))
                    .toList();
            domain.addAll(inner);
            for (Range range : inner) {
                facts = facts.withRange(range);
            }
            Expr guard = e.guard() == null ? null : renaming.apply(e.guard());
            for (Poly where : step.where()) {
                guard = within(guard, renaming.apply(where), facts);
            }
            for (Level level : step.levels()) {
                Range own = own(e, level.index());
                Poly index = Objects.requireNonNull(images.get(level.index()));
                Poly here = here(level);
                if (!here.equals(index)) {
                    guard = and(make.apply(Comparisons.EQ, make.integer(here), make.integer(index)), guard);
                }
                guard = within(guard, index.minus(renaming.apply(own.from())), facts);
                guard = within(guard, renaming.apply(own.to()).minus(index).plus(-1), facts);
            }
            return new Equation(
                    e.target(),
                    e.subscripts().stream().map(renaming::apply).toList(),
                    domain,
                    guard,
                    e.reduction(),
                    renaming.apply(e.value()),
                    e.span());
        }

        private Expr and(Expr first, @Nullable Expr second) {
            return second == null ? first : make.apply(Connectives.AND, first, second);
        }

        /** The guard, and that a polynomial is not negative, unless this is known. */
        private @Nullable Expr within(@Nullable Expr guard, Poly nonNegative, Facts facts) {
            if (prover.nonNegative(nonNegative, facts)) {
                return guard;
            }
            Expr holds = make.apply(Comparisons.LE, make.number(0), make.integer(nonNegative));
            return and(holds, guard);
        }
    }
}

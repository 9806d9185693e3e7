package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.DenseProduct;
import dev.costate.compiler.op.Guards;
import dev.costate.compiler.op.Rows;
import dev.costate.compiler.schedule.Nest.Block;
import dev.costate.compiler.schedule.Nest.Leaf;
import dev.costate.compiler.schedule.Nest.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts equations into loops, each as early as what it reads allows. An equation joins a loop that computes what it
 * reads if it reads it at the same iteration only; so forward and backward equations over a batch meet in one sweep.
 * Linear in the number of reads. Long, since where an equation may join a loop, and how its indices are renamed there,
 * go together.
 */
final class Fusion {
    /** How often equations are put into loops anew, since some loops are better off later. */
    private static final int TRIALS = 8;

    /** A sum of more products is left to loops. */
    private static final int TERMS = 32;

    /** Over how many axes an equation goes that gains where the index of a batch is innermost. */
    private static final int AXES = 3;

    private final Exprs make;
    private final Sums sums;
    private final Block root = new Block(null, 0);
    private final Map<Tensor, List<Leaf>> writers = new HashMap<>();
    /** Where each equation stands, in their order. */
    private final List<Placed> placed = new ArrayList<>();
    /** The levels before which some equations do not run. */
    private final IdentityHashMap<Equation, Integer> earliest;

    /** What the recurrence writes whose equations are being put into loops. */
    private final Set<Tensor> changing = new HashSet<>();

    private int loops;

    private record Placed(Equation equation, Leaf leaf) {}

    private Fusion(Exprs make, Sums sums, IdentityHashMap<Equation, Integer> earliest) {
        this.make = make;
        this.sums = sums;
        this.earliest = earliest;
    }

    /** Puts the equations, given in an order in which they could run, into loops, each as early as may be. */
    static Fusion fuse(Exprs make, List<Equation> equations, Sums sums) {
        return fuse(make, equations, sums, new IdentityHashMap<>());
    }

    /** The same, but with loops as late as what reads them where they become one with it. */
    static Fusion delayed(Exprs make, List<Equation> equations, Sums sums) {
        IdentityHashMap<Equation, Integer> earliest = new IdentityHashMap<>();
        Fusion fusion = fuse(make, equations, sums, earliest);
        for (int trial = 0, tried = 0; trial < TRIALS; trial++) {
            List<Delay> delays = fusion.delays();
            if (tried >= delays.size()) {
                break;
            }
            IdentityHashMap<Equation, Integer> later = new IdentityHashMap<>(earliest);
            Delay delay = delays.get(tried);
            delay.equations().forEach(e -> later.put(e, delay.level()));
            Fusion other = fuse(make, equations, sums, later);
            if (other.root.size() < fusion.root.size()) {
                fusion = other;
                earliest = later;
                tried = 0;
            } else {
                tried++;
            }
        }
        return fusion;
    }

    private static Fusion fuse(
            Exprs make, List<Equation> equations, Sums sums, IdentityHashMap<Equation, Integer> earliest) {
        Fusion fusion = new Fusion(make, sums, earliest);
        fusion.insert(equations, 0, fusion.root, Map.of());
        return fusion;
    }

    /** A loop that may run as late as another one over the same range that reads what it writes. */
    private record Delay(List<Equation> equations, int level) {}

    /**
     * The loops that run earlier than they are needed, before something that a loop over the same range waits for:
     * later they may be one with that, so that nothing is kept from one iteration of theirs to another.
     */
    private List<Delay> delays() {
        Map<Loop, Integer> readBy = new LinkedHashMap<>();
        Map<Loop, List<Equation>> equations = new LinkedHashMap<>();
        for (Placed each : placed) {
            if (each.leaf.within(root) instanceof Loop loop) {
                equations.computeIfAbsent(loop, l -> new ArrayList<>()).add(each.equation);
            }
        }
        for (Nest.Item item : root.ordered()) {
            if (item instanceof Loop reader && equations.containsKey(reader)) {
                for (Equation e : equations.getOrDefault(reader, List.of())) {
                    for (Expr node : e.reads()) {
                        Nest.Written written = root.written(((Expr.Head.Read) node.head()).tensor());
                        Loop writer = written == null ? null : written.last();
                        if (writer != null
                                && writer.level < reader.level
                                && isAlike(writer, reader)
                                && (gains(equations.get(writer)) || gains(equations.get(reader)))) {
                            readBy.putIfAbsent(writer, reader.level);
                        }
                    }
                }
            }
        }
        List<Delay> delays = new ArrayList<>();
        readBy.forEach((loop, level) -> delays.add(new Delay(equations.getOrDefault(loop, List.of()), level)));
        return delays;
    }

    /** Whether some of the equations of a loop may be faster in blocks, be it for their axes or their functions. */
    private static boolean gains(@Nullable List<Equation> equations) {
        return equations != null
                && equations.stream()
                        .anyMatch(e -> e.domain().size() >= AXES
                                || Graph.ascending(List.of(e.value())).stream().anyMatch(Fusion::isOfRows));
    }

    /** Whether it is a function that kernels have. */
    private static boolean isOfRows(Expr node) {
        return node.head() instanceof Expr.Head.Apply apply && apply.op().rows() != null;
    }

    private static boolean isAlike(Loop a, Loop b) {
        return Nest.Key.of(a.range, a.conditions).equals(Nest.Key.of(b.range, b.conditions));
    }

    /** Whether some loops run later than they could. */
    boolean isDelayed() {
        return !earliest.isEmpty();
    }

    Block root() {
        return root;
    }

    /** The equations that write a tensor, as they stand in the loops. */
    List<Leaf> writers(Tensor tensor) {
        return writers.getOrDefault(tensor, List.of());
    }

    /** Puts equations into a block, of which those that share the range of the next loop go into one. */
    private void insert(List<Equation> equations, int depth, Block block, Map<Atom.Index, Poly> names) {
        for (List<Equation> group : SharedLoops.groups(equations, depth)) {
            Range shared = SharedLoops.range(group.get(0), depth);
            if (shared == null) {
                insert(group.get(0), depth, block, names);
            } else {
                if (depth == 0) {
                    changing.clear();
                    group.forEach(e -> changing.add(e.target()));
                }
                Placement placement = new Placement(group, List.of(shared), names);
                Loop loop = shared.order() == Range.Order.ANY
                        ? placement.enter(block)
                        : placement.into(placement.newLoop(block, shared), shared);
                insert(group, depth + 1, loop.body, placement.names);
            }
        }
    }

    private void insert(Equation equation, int depth, Block outer, Map<Atom.Index, Poly> names) {
        List<Equation> products = outer == root ? List.of() : products(equation, depth);
        if (products.size() > 1) {
            products.forEach(product -> insert(product, depth, outer, names));
            return;
        }
        List<Range> remaining =
                equation.domain().subList(depth, equation.domain().size());
        Range row = Rows.range(make, equation);
        Placement placement = new Placement(List.of(equation), remaining, names);
        if (row != null) {
            placement.keep(row);
        } else if (!products.isEmpty() || (outer == root && sums.product(equation) != null)) {
            remaining.forEach(placement::keep);
        }
        Block block = outer;
        while (!placement.remaining.isEmpty()) {
            block = placement.enter(block).body;
        }
        int level = placement.level(block, null);
        Equation renamed = placement.renamed(equation);
        DenseProduct product = outer == root ? sums.product(renamed) : sums.productOfStep(renamed, depth, changing);
        Leaf leaf = block.addLeaf(level, renamed, product);
        leaf.noteWritten();
        placed.add(new Placed(equation, leaf));
        writers.computeIfAbsent(equation.target(), t -> new ArrayList<>(1)).add(leaf);
    }

    /** An equation in a step of a recurrence as those that each add one product; none if it adds anything else. */
    private List<Equation> products(Equation e, int depth) {
        List<Equation> products = new ArrayList<>();
        Deque<Expr> terms = new ArrayDeque<>(List.of(e.value()));
        while (!terms.isEmpty()) {
            Expr term = terms.pop();
            if (Arithmetic.ADD.equals(term.op())) {
                terms.push(term.operand(1));
                terms.push(term.operand(0));
                continue;
            }
            Equation product =
                    new Equation(e.target(), e.subscripts(), e.domain(), e.guard(), e.reduction(), term, e.span());
            if (products.size() == TERMS || sums.productOfStep(product, depth, changing) == null) {
                return List.of();
            }
            products.add(product);
        }
        return products;
    }

    /** The parts of the guards that must all hold, as far as the equations have them in common. */
    private static Set<Expr> conditions(List<Equation> equations) {
        Set<Expr> common = null;
        for (Equation e : equations) {
            Set<Expr> own = new LinkedHashSet<>(Guards.conditions(e.guard()));
            if (common == null) {
                common = own;
            } else {
                common.retainAll(own);
            }
        }
        return common == null ? Set.of() : common;
    }

    /** Whether a condition has a value whatever else holds: it compares indices and sizes. */
    private static boolean isPlain(Expr condition) {
        return Graph.ascending(List.of(condition), node -> true).stream().noneMatch(node -> {
            boolean data = node.head() instanceof Expr.Head.Whole integer
                    && !integer.value().atoms().stream()
                            .allMatch(a -> a instanceof Atom.Dim || a instanceof Atom.Index);
            return data || node.head() instanceof Expr.Head.Read;
        });
    }

    /** Whether the bound of a range may have no value where a condition does not hold. */
    private static boolean mayFail(Poly bound) {
        return Requirements.mayFail(bound) || bound.atoms().stream().anyMatch(Fusion::readsData);
    }

    private static boolean readsData(Atom atom) {
        return (atom instanceof Atom.Element element && !element.subscripts().isEmpty())
                || (atom instanceof Atom.Integral integral
                        && integral.operands().stream()
                                .flatMap(operand -> operand.atoms().stream())
                                .anyMatch(Fusion::readsData));
    }

    /** Equations on their way into loops that they share. */
    private final class Placement {
        /** What they read that something before them writes. */
        private final List<Expr.Head.Read> reads = new ArrayList<>();

        private final Set<Range> remaining;
        /** The indices of the remaining ranges. */
        private final Set<Atom.Index> open = new HashSet<>();

        private final List<Equation> equations;
        private final Map<Atom.Index, Poly> names = new HashMap<>();

        Placement(List<Equation> equations, List<Range> ranges, Map<Atom.Index, Poly> names) {
            this.remaining = new LinkedHashSet<>(ranges);
            ranges.forEach(range -> open.add(range.index()));
            this.names.putAll(names);
            this.equations = equations;
            for (Equation e : equations) {
                for (Expr node : e.reads()) {
                    Expr.Head.Read read = (Expr.Head.Read) node.head();
                    if (writers.containsKey(read.tensor())) {
                        reads.add(read);
                    }
                }
            }
        }

        /** The loop of the block to go into next, over one of the remaining ranges. */
        Loop enter(Block block) {
            Loop loop = producer(block);
            if (loop != null && level(block, loop) == loop.level) {
                for (Range range : remaining) {
                    if (isReady(range) && mayJoin(loop, range)) {
                        return into(loop, range);
                    }
                }
            }
            Range first = remaining.stream().filter(this::isReady).findFirst().orElseThrow();
            int level = level(block, null);
            Loop known = block.loopFrom(level, key(first));
            return into(known != null ? known : newLoop(block, first), first);
        }

        Loop newLoop(Block block, Range range) {
            Atom.Index index = new Atom.Index(range.index().name(), Atom.Index.Kind.LOOP, loops++);
            Range own = renamed(range);
            return block.addLoop(
                    level(block, null),
                    new Range(index, own.from(), own.to(), own.order()),
                    key(range).conditions());
        }

        Loop into(Loop loop, Range range) {
            names.put(range.index(), Poly.of(loop.range.index()));
            remaining.remove(range);
            open.remove(range.index());
            return loop;
        }

        /** Leaves a range to the equation itself. */
        void keep(Range range) {
            names.put(range.index(), Poly.of(range.index()));
            remaining.remove(range);
            open.remove(range.index());
        }

        /** Whether the bounds mention no index that is still to come; rows stay innermost. */
        private boolean isReady(Range range) {
            return (!range.isRow() || remaining.size() == 1)
                    && Collections.disjoint(range.from().indices(), open)
                    && Collections.disjoint(range.to().indices(), open);
        }

        /** A loop over the range; if its bounds may have no value, within the conditions that are known before it. */
        private Nest.Key key(Range range) {
            if (!mayFail(range.from()) && !mayFail(range.to())) {
                return Nest.Key.of(renamed(range), Set.of());
            }
            Substitution renaming = new Substitution(make, names);
            Set<Expr> before = new LinkedHashSet<>();
            boolean all = true;
            for (Expr condition : conditions(equations)) {
                if (!names.keySet().containsAll(condition.free())) {
                    all = false; // those that follow may have a value only where this one holds
                } else if (all || isPlain(condition)) {
                    before.add(renaming.apply(condition));
                }
            }
            return Nest.Key.of(renamed(range), before);
        }

        /** The last loop of the block that writes something this equation reads, or null. */
        private @Nullable Loop producer(Block block) {
            Loop last = null;
            for (Expr.Head.Read read : reads) {
                Nest.Written written = block.written(read.tensor());
                Loop loop = written == null ? null : written.last();
                if (loop != null && (last == null || loop.level > last.level)) {
                    last = loop;
                }
            }
            return last;
        }

        private boolean mayJoin(Loop loop, Range range) {
            return Nest.Key.of(loop.range, loop.conditions).equals(key(range))
                    && reads.stream().allMatch(read -> sameIteration(read, loop, range));
        }

        /** Whether all that the loop writes of a tensor is read at the iteration that writes it. */
        private boolean sameIteration(Expr.Head.Read read, Loop loop, Range range) {
            for (Leaf writer : writers(read.tensor())) {
                if (writer.within(loop.block) == loop) {
                    int axis = loop.axisOfIteration(writer.equation.subscripts());
                    if (axis < 0
                            || !renamed(read.subscripts().get(axis), range.index(), loop)
                                    .equals(writer.equation.subscripts().get(axis))) {
                        return false;
                    }
                }
            }
            return true;
        }

        /**
         * The least level at which the block can run this equation: within {@code joined}, or as an item of its own.
         */
        int level(Block block, @Nullable Loop joined) {
            int level = block == root ? floor() : 0;
            for (Expr.Head.Read read : reads) {
                Nest.Written written = block.written(read.tensor());
                level = written == null ? level : Math.max(level, written.level(joined));
            }
            return level;
        }

        private int floor() {
            return equations.stream()
                    .mapToInt(e -> earliest.getOrDefault(e, 0))
                    .max()
                    .orElse(0);
        }

        /** A subscript, were the equation in this loop over one of its indices. */
        private Poly renamed(Poly subscript, Atom.Index index, Loop loop) {
            Poly own = Poly.of(loop.range.index());
            return subscript.substitute(
                    a -> a.equals(index) ? own : a instanceof Atom.Index other ? names.get(other) : null);
        }

        private Range renamed(Range range) {
            UnaryOperator<Poly> rename = p -> p.substitute(a -> a instanceof Atom.Index i ? names.get(i) : null);
            return new Range(range.index(), rename.apply(range.from()), rename.apply(range.to()), range.order());
        }

        /** The equation with the indices of the loops it stands in. */
        Equation renamed(Equation equation) {
            if (names.isEmpty()) {
                return equation;
            }
            Substitution renaming = new Substitution(make, names);
            List<Range> domain = new ArrayList<>();
            equation.domain().forEach(range -> domain.add(renaming.renamed(range)));
            return new Equation(
                    equation.target(),
                    equation.subscripts().stream().map(renaming::apply).toList(),
                    domain,
                    equation.guard() == null ? null : renaming.apply(equation.guard()),
                    equation.reduction(),
                    renaming.apply(equation.value()),
                    equation.span());
        }
    }
}

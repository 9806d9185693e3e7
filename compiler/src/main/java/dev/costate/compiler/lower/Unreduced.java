package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Regions.Region;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.order.Components;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An equation with reads of arrays in place of its reductions, but for those within others. Each is computed where it
 * is needed, and the conditions that say so may hold reductions that are needed under conditions of their own: so nodes
 * and regions are taken each after those it depends on. Of reductions and conditions that depend on each other, the
 * reductions are computed whatever those conditions say.
 */
final class Unreduced {
    /** What makes two reductions the same array: the node, the ranges of its free indices, and where it is needed. */
    record Key(Expr reduction, List<Range> ranges, @Nullable Expr guard) {}

    /** What is to be done: a node that becomes another, or a region whose condition does. One of them is there. */
    private record Item(@Nullable Expr node, @Nullable Region region) {}

    private final Equation equation;
    private final Exprs make;
    private final Function<Key, Expr.Head.Read> arrays;
    private final Regions regions;
    private final Map<Expr, Expr> done = new HashMap<>();
    private final Map<Set<Atom.Index>, Numbering> numberings = new HashMap<>();

    /** @param arrays makes the array of a reduction, unless there is one, and says how it is read */
    Unreduced(Equation equation, Exprs make, Function<Key, Expr.Head.Read> arrays) {
        this.equation = equation;
        this.make = make;
        this.arrays = arrays;
        this.regions = new Regions(equation.roots());
    }

    Equation equation() {
        Expr guard = equation.guard() == null ? null : new Rewriting(equation.guard(), null).result();
        return equation.with(guard, new Rewriting(equation.value(), guard).result());
    }

    private static boolean isReduction(Expr node) {
        return node.head() instanceof Expr.Head.Reduce;
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

    /**
     * Some of the equation's indices, numbered by position, so that a reduction that differs from another by their
     * names only is the same array.
     */
    private final class Numbering {
        final List<Range> ranges = new ArrayList<>();
        private final Map<Atom, Poly> own = new HashMap<>();
        final Substitution numbers;

        Numbering(Set<Atom.Index> indices) {
            Map<Atom.Index, Poly> images = new HashMap<>();
            for (Range range : equation.domain()) {
                if (indices.contains(range.index())) {
                    Atom.Index index = Atom.Index.free(range.index().name(), images.size());
                    Substitution bounds = new Substitution(make, images);
                    ranges.add(new Range(index, bounds.apply(range.from()), bounds.apply(range.to())));
                    images.put(range.index(), Poly.of(index));
                    own.put(index, Poly.of(range.index()));
                }
            }
            numbers = new Substitution(make, images);
        }

        /** A read of the equation's. */
        Expr read(Expr.Head.Read numbered) {
            return make.read(
                    numbered.tensor(),
                    numbered.subscripts().stream()
                            .map(s -> s.substitute(own::get))
                            .toList());
        }
    }

    /** An expression without reductions, and what it depends on. */
    private final class Rewriting {
        private final Expr root;
        private final @Nullable Expr guard;
        /** What is to be done, and what is to be done before. */
        private final Map<Item, List<Item>> needs = new LinkedHashMap<>();
        /** The same number for those that depend on each other. */
        private final Map<Item, Integer> components = new HashMap<>();
        /** When a reduction is needed that is evaluated speculatively. */
        private final Map<Expr, Expr> needed = new HashMap<>();
        /** The indices that what holds in a region mentions, and what holds of some indices. */
        private final Map<Region, Set<Atom.Index>> mentioned = new HashMap<>();

        private final Map<Set<Atom.Index>, Map<Region, Optional<Expr>>> holding = new HashMap<>();

        Rewriting(Expr root, @Nullable Expr guard) {
            this.root = root;
            this.guard = guard;
        }

        Expr result() {
            find();
            List<Item> items = new ArrayList<>(needs.keySet());
            // What nothing else decides is done in ascending order.
            items.sort(Comparator.comparingInt(item ->
                    item.node() == null ? Integer.MAX_VALUE : item.node().id()));
            Map<Item, Integer> numbers = new HashMap<>();
            items.forEach(item -> numbers.put(item, numbers.size()));
            int component = 0;
            for (List<Integer> members : Components.of(items.size(), k -> numbers(items.get(k), numbers))) {
                for (int member : members) {
                    components.put(items.get(member), component);
                }
                component++;
                List<Expr> nodes = members.stream()
                        .map(member -> items.get(member).node())
                        .filter(Objects::nonNull)
                        .toList();
                nodes.stream().filter(Unreduced::isReduction).forEach(n -> done.put(n, read(n)));
                nodes.stream().filter(n -> !isReduction(n)).forEach(n -> done.put(n, rebuilt(n)));
            }
            return Objects.requireNonNull(done.get(root));
        }

        private List<Integer> numbers(Item item, Map<Item, Integer> numbers) {
            List<Item> needed = Objects.requireNonNull(needs.get(item));
            return needed.stream().map(numbers::get).filter(Objects::nonNull).toList();
        }

        private Expr rebuilt(Expr node) {
            return make.rebuild(node, node.operands().stream().map(done::get).toList());
        }

        /** Finds all that the root depends on and that has not been done. */
        private void find() {
            Deque<Item> open = new ArrayDeque<>(List.of(new Item(root, null)));
            while (!open.isEmpty()) {
                Item item = open.pop();
                boolean known = item.node() != null && done.containsKey(item.node());
                if (!known && !needs.containsKey(item)) {
                    List<Item> own = needs(item);
                    needs.put(item, own);
                    own.forEach(open::push);
                }
            }
        }

        private List<Item> needs(Item item) {
            List<Item> all = new ArrayList<>();
            Expr node = item.node();
            if (item.region() != null) {
                region(item.region().parent(), all);
                all.add(new Item(item.region().condition(), null));
            } else if (node != null && isReduction(node)) {
                region(regions.dominator(node), all);
                Expr when = Needs.of(node, regions, make);
                if (when != null && hasMeaning(when)) {
                    needed.put(node, when);
                    all.add(new Item(when, null));
                }
            } else if (node != null) {
                node.operands().forEach(operand -> all.add(new Item(operand, null)));
            }
            return all;
        }

        private void region(Region region, List<Item> all) {
            if (!region.isOutermost()) {
                all.add(new Item(null, region));
            }
        }

        /** Whether a condition mentions the equation's own indices only, and none that a reduction around it binds. */
        private boolean hasMeaning(Expr condition) {
            Set<Atom.Index> own = new HashSet<>();
            equation.domain().forEach(range -> own.add(range.index()));
            return own.containsAll(condition.free());
        }

        /** The read of the array that a reduction becomes. */
        private Expr read(Expr node) {
            Region region = regions.dominator(node);
            while (!region.isOutermost() && dependOnEachOther(node, new Item(null, region))) {
                region = region.parent();
            }
            Expr when = needed.get(node);
            if (when != null) {
                when = dependOnEachOther(node, new Item(when, null)) ? null : done.get(when);
            }
            Set<Atom.Index> free = closed(node.free());
            if (mayFail(node)) {
                // It must fail only where it is needed, whatever indices that depends on.
                free.addAll(closed(mentioned(region)));
                free.addAll(closed(when == null ? Set.of() : when.free()));
            }
            Optional<Expr> where = also(holding(region, free), when, free);
            Numbering numbering = numberings.computeIfAbsent(free, Numbering::new);
            Key key = new Key(
                    numbering.numbers.apply(node),
                    numbering.ranges,
                    where.map(numbering.numbers::apply).orElse(null));
            return numbering.read(arrays.apply(key));
        }

        /** Whether a reduction is needed by what it needs itself. */
        private boolean dependOnEachOther(Expr reduction, Item need) {
            return Objects.equals(components.get(need), components.get(new Item(reduction, null)));
        }

        private static boolean mayFail(Expr reduction) {
            return Graph.ascending(List.of(reduction)).stream().anyMatch(Requirements::mayFail);
        }

        private Expr condition(Region region) {
            Expr condition = Objects.requireNonNull(done.get(region.condition()));
            return region.holds() ? condition : make.apply(Connectives.NOT, condition);
        }

        /** The indices that what holds in a region mentions. */
        private Set<Atom.Index> mentioned(Region region) {
            return inwards(region, mentioned, guard == null ? Set.of() : guard.free(), (outside, inner) -> {
                Set<Atom.Index> own = condition(inner).free();
                if (outside.containsAll(own)) {
                    return outside;
                }
                Set<Atom.Index> both = new LinkedHashSet<>(outside);
                both.addAll(own);
                return both;
            });
        }

        /** What holds in a region of these indices, from the outermost condition inwards. */
        private Optional<Expr> holding(Region region, Set<Atom.Index> free) {
            return inwards(
                    region,
                    holding.computeIfAbsent(free, f -> new HashMap<>()),
                    also(Optional.empty(), guard, free),
                    (outside, inner) -> also(outside, condition(inner), free));
        }

        private Optional<Expr> also(Optional<Expr> first, @Nullable Expr second, Set<Atom.Index> free) {
            return second == null || !free.containsAll(second.free())
                    ? first
                    : Optional.of(first.map(f -> make.apply(Connectives.AND, f, second))
                            .orElse(second));
        }

        /** What is found of a region from what is known of the one around it. */
        private <T> T inwards(Region region, Map<Region, T> known, T outermost, BiFunction<T, Region, T> step) {
            Deque<Region> path = new ArrayDeque<>();
            Region around = region;
            while (!around.isOutermost() && !known.containsKey(around)) {
                path.push(around);
                around = around.parent();
            }
            T found = known.getOrDefault(around, outermost);
            for (Region inner : path) {
                found = step.apply(found, inner);
                known.put(inner, found);
            }
            return found;
        }
    }
}

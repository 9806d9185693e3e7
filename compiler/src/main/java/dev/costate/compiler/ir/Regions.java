package dev.costate.compiler.ir;

import dev.costate.compiler.source.CompilerBug;
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
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where in the branches of choices, and behind {@code and} and {@code or}, a node is evaluated: its dominator is the
 * innermost region that all its uses share, so that it is evaluated once, before any of them, and only where one of
 * them may need it.
 *
 * <p>Long, since dominance, paths and uses are found in one walk.
 */
public final class Regions {
    /** The part of an evaluation where a condition, within the parent region, is true or false. */
    public static final class Region implements Comparable<Region> {
        private final @Nullable Region parent;
        private final @Nullable Expr condition;
        private final boolean holds;
        private final int depth;
        /**
         * A region further out, so that what two have in common is found in a logarithmic number of steps (E. W. Myers,
         * 1983).
         */
        private final Region jump;
        /** How many regions there are within this one, itself included; they are numbered from this one on. */
        private int size = 1;

        private int number;
        private int next = 1;

        private Region(@Nullable Region parent, @Nullable Expr condition, boolean holds) {
            this.parent = parent;
            this.condition = condition;
            this.holds = holds;
            this.depth = parent == null ? 0 : parent.depth + 1;
            this.jump = parent == null ? this : parent.jumpFromWithin();
        }

        /** Twice as far where the last two jumps are equally long. */
        private Region jumpFromWithin() {
            return depth - jump.depth == jump.depth - jump.jump.depth ? jump.jump : this;
        }

        /** This region or the one around it that is so deep. */
        private Region at(int outer) {
            Region region = this;
            while (region.depth > outer) {
                region = region.jump.depth >= outer ? region.jump : region.parent();
            }
            return region;
        }

        /** Whether this is the whole evaluation, which has neither a parent nor a condition. */
        public boolean isOutermost() {
            return parent == null;
        }

        /** The region this one is directly within. */
        public Region parent() {
            return inner(parent);
        }

        /** An order in which regions stand before all that they are within. */
        @Override
        public int compareTo(Region other) {
            return Integer.compare(other.number, number);
        }

        /** What holds, or does not hold, in it. */
        public Expr condition() {
            return inner(condition);
        }

        /** Whether it is where the condition is true. */
        public boolean holds() {
            return holds;
        }

        private static <T> T inner(@Nullable T part) {
            if (part == null) {
                throw new CompilerBug("regions", "the outermost region has neither a parent nor a condition");
            }
            return part;
        }
    }

    private record Key(Region parent, Expr condition, boolean holds) {}

    private final Region outermost = new Region(null, null, true);
    private final Map<Key, Region> regions = new LinkedHashMap<>();
    private final Map<Expr, Region> dominators = new HashMap<>();
    private final Collection<Expr> roots;
    /** Whether there are no branches: all is evaluated in the outermost region. */
    private final boolean whole;
    /** What is evaluated, operands before users; not known where there are no branches. */
    private final List<Expr> nodes;

    private final Predicate<Expr> entered;
    /** See {@link #needs}; found when first asked for. */
    private @Nullable Map<Expr, Set<Region>> needs;

    /** The regions of an evaluation of all these expressions, outermost all of them. */
    public Regions(Collection<Expr> roots) {
        this(roots, node -> true);
    }

    /**
     * The same, where what stands below some nodes is not evaluated: only those that are {@code entered} use their
     * operands.
     */
    public Regions(Collection<Expr> roots, Predicate<Expr> entered) {
        this.roots = List.copyOf(roots);
        this.entered = entered;
        this.whole = roots.stream().noneMatch(Expr::isBranching);
        this.nodes = whole ? List.of() : Graph.ascending(roots, entered);
        if (!whole) {
            roots.forEach(root -> dominators.put(root, outermost));
        }
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Expr node = nodes.get(k);
            for (int i = 0; entered.test(node) && i < node.arity(); i++) {
                dominators.merge(node.operand(i), regionOfUse(node, i), this::common);
            }
        }
        number();
    }

    /** From the roots down, so that of each node it is known in which regions what is needed uses it. */
    private Map<Expr, Set<Region>> findNeeds() {
        Map<Expr, Set<Region>> needed = new HashMap<>();
        Set<Expr> several = new HashSet<>();
        roots.forEach(root -> needed.put(root, Set.of(outermost)));
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Expr node = nodes.get(k);
            Region dominator = dominator(node);
            Set<Region> own = joined(needed.getOrDefault(node, Set.of(dominator)), dominator);
            needed.put(node, own);
            for (int i = 0; entered.test(node) && i < node.arity(); i++) {
                Expr operand = node.operand(i);
                Set<Region> needs = within(own, dominator, regionOfUse(node, i));
                Set<Region> before = needed.putIfAbsent(operand, needs);
                if (before != null && !before.containsAll(needs)) {
                    // The first that is added to is another's.
                    Set<Region> both = several.add(operand) ? new LinkedHashSet<>(before) : before;
                    both.addAll(needs);
                    needed.put(operand, both);
                }
            }
        }
        number();
        return needed;
    }

    /** The parts of {@code inner} that are to it what the needs are to the dominator that they are within. */
    private Set<Region> within(Set<Region> needs, Region dominator, Region inner) {
        if (inner == dominator) {
            return needs;
        } else if (needs.contains(dominator)) {
            return Set.of(inner);
        }
        Set<Region> all = new LinkedHashSet<>();
        for (Region need : needs) {
            List<Region> path = path(need, dominator);
            Region region = inner;
            for (int k = path.size() - 1; k >= 0; k--) {
                region = child(region, path.get(k).condition(), path.get(k).holds);
            }
            all.add(region);
        }
        return all;
    }

    /**
     * What is needed whether a condition holds or not is needed around it: the outermost regions, within a dominator,
     * that need it.
     */
    private static Set<Region> joined(Set<Region> uses, Region dominator) {
        if (uses.contains(dominator)) {
            return Set.of(dominator);
        }
        Set<Region> joined = new LinkedHashSet<>(uses);
        Map<Region, Set<Expr>> once = new HashMap<>();
        Deque<Region> open = new ArrayDeque<>(uses);
        while (!open.isEmpty()) {
            Region region = open.remove();
            if (region == dominator) {
                continue;
            }
            Region parent = region.parent();
            boolean both = !once.computeIfAbsent(parent, r -> new HashSet<>()).add(region.condition());
            if (both && parent == dominator) {
                return Set.of(dominator);
            } else if (both && joined.add(parent)) {
                open.add(parent);
            }
        }
        joined.removeIf(region -> {
            Region around = region.parent();
            while (around != dominator && !joined.contains(around)) {
                around = around.parent();
            }
            return around != dominator;
        });
        return joined;
    }

    /** Numbers the regions so that those within one follow it. Parents have been made before their parts. */
    private void number() {
        List<Region> made = new ArrayList<>(regions.values());
        outermost.size = 1;
        outermost.next = 1;
        made.forEach(region -> region.size = 1);
        for (int k = made.size() - 1; k >= 0; k--) {
            made.get(k).parent().size += made.get(k).size;
        }
        for (Region region : made) {
            Region parent = region.parent();
            region.number = parent.next;
            region.next = region.number + 1;
            parent.next += region.size;
        }
    }

    public Region outermost() {
        return outermost;
    }

    /** The region a node is evaluated in. */
    public Region dominator(Expr node) {
        return whole ? outermost : Objects.requireNonNull(dominators.get(node), () -> "not evaluated: " + node);
    }

    /**
     * Whether a node may be evaluated where nothing that is needed uses it: its uses are in several branches of which
     * none may be taken, or speculative themselves.
     */
    public boolean isSpeculative(Expr node) {
        return !whole && !needs(node).contains(dominator(node));
    }

    /**
     * Where a node is needed: its dominator, or if it is evaluated speculatively, the regions in it that need the node.
     */
    public Set<Region> needs(Expr node) {
        if (needs == null) {
            needs = findNeeds();
        }
        return needs.getOrDefault(node, Set.of(outermost));
    }

    /** The region in which a node uses its operand {@code i}. */
    public Region regionOfUse(Expr user, int i) {
        Region dominator = dominator(user);
        if (i == 0) {
            return dominator;
        }
        Boolean holds = user.head() instanceof Expr.Head.Choice
                ? (Boolean) (i == 1)
                : user.op() == null ? null : user.op().secondOnlyIf();
        return holds == null ? dominator : within(dominator, user.operand(0), holds);
    }

    /** Where a condition has a value; of both operands of a connective one after the other, if each must have it. */
    private Region within(Region outer, Expr condition, boolean holds) {
        Region region = outer;
        Deque<Expr> open = new ArrayDeque<>(List.of(condition));
        while (!open.isEmpty()) {
            Expr next = open.pop();
            Boolean second = next.op() == null ? null : next.op().secondOnlyIf();
            if (second != null && second == holds) {
                open.push(next.operand(1));
                open.push(next.operand(0));
            } else {
                region = child(region, next, holds);
            }
        }
        return region;
    }

    private Region child(Region outer, Expr condition, boolean holds) {
        return regions.computeIfAbsent(
                new Key(outer, condition, holds), key -> new Region(key.parent(), key.condition(), key.holds()));
    }

    private Region common(Region a, Region b) {
        Region one = a.at(b.depth);
        Region other = b.at(a.depth);
        while (one != other) {
            boolean far = one.jump != other.jump;
            one = far ? one.jump : one.parent();
            other = far ? other.jump : other.parent();
        }
        return one;
    }

    /** Whether a region is {@code outer} or a part of it. */
    public static boolean isWithin(Region inner, Region outer) {
        return outer.number <= inner.number && inner.number < outer.number + outer.size;
    }

    /** Whether a node is evaluated within a region; false for one below a node that is not entered. */
    public boolean isWithin(Expr node, Region outer) {
        Region dominator = whole ? outermost : dominators.get(node);
        return dominator != null && isWithin(dominator, outer);
    }

    /** The regions from {@code inner} outwards, up to but not including {@code outer}. */
    public static List<Region> path(Region inner, Region outer) {
        List<Region> path = new ArrayList<>();
        for (Region region = inner; region != outer; region = region.parent()) {
            path.add(region);
        }
        return path;
    }
}

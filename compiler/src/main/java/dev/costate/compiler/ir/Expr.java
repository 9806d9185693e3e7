package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node of the scalar expression graph. Nodes are made by {@link Exprs} only, which returns the node already made for
 * an equal one, so equality is identity. A node's {@link #id()} is greater than those of its operands: ascending ids
 * are an order of evaluation, and no pass needs recursion.
 *
 * <pre>
 * expr := Constant(double) | Whole(Poly) | Read(Tensor, Poly*)       leaves
 *       | Apply(Op, expr*)                                            elementary operation
 *       | Choice(condition, expr, expr)                               only the branch taken is evaluated
 *       | Reduce(Reduction, Range*, condition?, expr)                 before flattening only
 * </pre>
 *
 * <p>Long, since a node keeps what passes ask of it most: operands without a list, free indices, reads.
 */
public sealed class Expr permits Expr.Wide {
    /** What a node is, apart from its operands. */
    public sealed interface Head {
        /** Whether a node with this head has no value everywhere, its operands aside. */
        default boolean isPartial() {
            return false;
        }

        /** A constant. Equal by bits, so that 0.0 and -0.0 differ and NaN equals itself. */
        record Constant(double value) implements Head {
            @Override
            public boolean equals(Object other) {
                return other instanceof Constant n
                        && Double.doubleToRawLongBits(n.value) == Double.doubleToRawLongBits(value);
            }

            @Override
            public int hashCode() {
                return Double.hashCode(value);
            }
        }

        /** The value of an integer as a real. */
        record Whole(Poly value) implements Head {
            @Override
            public boolean isPartial() {
                return value.atoms().stream()
                        .anyMatch(atom -> !(atom instanceof Atom.Dim || atom instanceof Atom.Index));
            }
        }

        record Read(Tensor tensor, List<Poly> subscripts) implements Head {
            @Override
            public boolean isPartial() {
                return !isConstant();
            }

            /** Whether it reads an element that is there whatever the sizes and indices; all of a scalar's do. */
            private boolean isConstant() {
                for (int axis = 0; axis < subscripts.size(); axis++) {
                    OptionalLong at = subscripts.get(axis).constant();
                    OptionalLong size = tensor.shape().get(axis).constant();
                    if (at.isEmpty() || size.isEmpty() || at.getAsLong() < 0 || at.getAsLong() >= size.getAsLong()) {
                        return false;
                    }
                }
                return true;
            }
        }

        record Apply(Op op) implements Head {}

        /** Operands: condition, value if true, value if false. */
        record Choice() implements Head {}

        /** Operands: the body, then the condition if {@code guarded}. */
        record Reduce(Reduction reduction, List<Range> ranges, boolean guarded) implements Head {}
    }

    /** So many reads are known of each node: most have them in common with an operand. */
    private static final int FEW = 16;

    private final int id;
    private final Head head;
    /** The operands, null where there are less than two; a list for each would take half of the memory of all nodes. */
    private final @Nullable Expr first;

    private final @Nullable Expr second;
    private final Set<Atom.Index> free;
    private final int height;
    /**
     * What it is or holds: a choice or connective, what has no value everywhere, an operation that only derivatives
     * need.
     */
    private final boolean branching;

    private final boolean partial;
    private final boolean transparent;
    /** Of head and operands: by what {@link Exprs} finds a node again. */
    private final int structure;
    /** The reads in it, or null if they are many. */
    private final @Nullable List<Expr> reads;

    Expr(int id, Head head, List<Expr> operands, Set<Atom.Index> free, int height, int structure) {
        this.id = id;
        this.head = head;
        this.first = operands.isEmpty() ? null : operands.get(0);
        this.second = operands.size() < 2 ? null : operands.get(1);
        this.free = free;
        this.height = height;
        this.structure = structure;
        boolean branches = isBranch(head);
        boolean partials = head.isPartial();
        boolean transparents = head instanceof Head.Apply apply && apply.op().java() instanceof Op.Form.Transparent;
        for (int k = 0; k < operands.size(); k++) {
            branches |= operands.get(k).branching;
            partials |= operands.get(k).partial;
            transparents |= operands.get(k).transparent;
        }
        this.reads = head instanceof Head.Read ? List.of(this) : reads(operands);
        this.branching = branches;
        this.partial = partials;
        this.transparent = transparents;
    }

    private static boolean isBranch(Head head) {
        return head instanceof Head.Choice
                || (head instanceof Head.Apply apply && apply.op().secondOnlyIf() != null);
    }

    public int id() {
        return id;
    }

    public Head head() {
        return head;
    }

    /** The operands as a list, made anew. */
    public List<Expr> operands() {
        return second != null ? List.of(operand(0), second) : first != null ? List.of(first) : List.of();
    }

    /** The number of operands. */
    public int arity() {
        return second != null ? 2 : first != null ? 1 : 0;
    }

    public Expr operand(int k) {
        Expr operand = k == 0 ? first : k == 1 ? second : null;
        return operand != null ? operand : further(k);
    }

    /** An operand after the second. */
    Expr further(int k) {
        throw new IndexOutOfBoundsException(k);
    }

    /** Whether these are its operands. */
    boolean hasOperands(List<Expr> others) {
        if (others.size() != arity()) {
            return false;
        }
        for (int k = 0; k < others.size(); k++) {
            if (others.get(k) != operand(k)) {
                return false;
            }
        }
        return true;
    }

    /** What takes the place of each operand; the operands where all stay. */
    public List<Expr> images(Function<Expr, @Nullable Expr> image) {
        List<Expr> images = null;
        for (int k = 0; k < arity(); k++) {
            Expr operand = operand(k);
            Expr now = Objects.requireNonNull(image.apply(operand));
            if (now != operand && images == null) {
                images = new ArrayList<>(operands());
            }
            if (images != null) {
                images.set(k, now);
            }
        }
        return images == null ? operands() : images;
    }

    /** The indices its value depends on, in a fixed order. */
    public Set<Atom.Index> free() {
        return free;
    }

    /** One more than the greatest number of a bound index in it; 0 if it holds no reduction. */
    int height() {
        return height;
    }

    /** Whether it is or holds a reduction. */
    public boolean isReducing() {
        return height > 0;
    }

    /** What its value is. */
    public Op.Kind kind() {
        Expr node = this;
        while (node.head instanceof Head.Choice) {
            node = node.operand(1);
        }
        if (node.head instanceof Head.Apply apply) {
            return apply.op().kind();
        }
        boolean set = node.head instanceof Head.Read read && read.tensor().type() == Tensor.Type.SET;
        return set ? Op.Kind.SET : Op.Kind.REAL;
    }

    /** Whether there is a choice or connective in it, so that not all of it is evaluated always. */
    public boolean isBranching() {
        return branching;
    }

    /** Whether there is a read or an integer in it that has no value everywhere, see {@link PartialNodes}. */
    boolean isPartial() {
        return partial;
    }

    /** Whether there is an operation in it that is just its first operand, and that only derivatives need. */
    public boolean isTransparent() {
        return transparent;
    }

    /** The reads in it, in order of their ids. */
    public List<Expr> reads() {
        return reads != null
                ? reads
                : new NodeQueue(List.of(this))
                        .ascending(node -> true).stream()
                                .filter(node -> node.head instanceof Head.Read)
                                .toList();
    }

    /** Whether its reads are known without a walk. */
    boolean hasKnownReads() {
        return reads != null;
    }

    private static @Nullable List<Expr> reads(List<Expr> operands) {
        List<Expr> all = List.of();
        for (int k = 0; k < operands.size(); k++) {
            List<Expr> more = operands.get(k).reads;
            all = more == null ? null : union(all, more);
            if (all == null || all.size() > FEW) {
                return null;
            }
        }
        return all;
    }

    /** Both in order of their ids; one of them, if it holds the other. */
    private static List<Expr> union(List<Expr> a, List<Expr> b) {
        if (a == b || a.containsAll(b)) {
            return a;
        } else if (b.containsAll(a)) {
            return b;
        }
        List<Expr> both = new ArrayList<>(a);
        for (Expr read : b) {
            if (!a.contains(read)) {
                both.add(read);
            }
        }
        both.sort(Comparator.comparingInt(Expr::id));
        return List.copyOf(both);
    }

    int structure() {
        return structure;
    }

    /** The operation applied, or null if this is no {@link Head.Apply}. */
    public @Nullable Op op() {
        return head instanceof Head.Apply apply ? apply.op() : null;
    }

    public boolean isNumber(double value) {
        return head instanceof Head.Constant n && Double.compare(n.value(), value) == 0;
    }

    public boolean isNumber() {
        return head instanceof Head.Constant;
    }

    /** The value of a {@link Head.Constant}. */
    public double number() {
        return ((Head.Constant) head).value();
    }

    public boolean isCondition() {
        return head instanceof Head.Apply apply && apply.op().kind() == Op.Kind.CONDITION;
    }

    /** The id, which is the same in every run; nodes are equal by identity. */
    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return "#" + id;
    }

    /** A node of more than two operands. */
    static final class Wide extends Expr {
        private final List<Expr> all;

        Wide(int id, Head head, List<Expr> operands, Set<Atom.Index> free, int height, int structure) {
            super(id, head, operands, free, height, structure);
            this.all = operands;
        }

        @Override
        public List<Expr> operands() {
            return all;
        }

        @Override
        public int arity() {
            return all.size();
        }

        @Override
        Expr further(int k) {
            return all.get(k);
        }
    }
}

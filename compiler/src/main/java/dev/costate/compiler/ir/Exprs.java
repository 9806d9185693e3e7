package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place where nodes are made. It orders the operands of commutative operations, folds constants, asks the
 * operation for a simpler form, and returns the node already made for an equal one.
 *
 * <p>Bound indices of a reduction are renamed by the height of the reduction, so that {@code sum(i) x[i]} and
 * {@code sum(j) x[j]} are one node.
 */
public final class Exprs {
    /** All nodes, each at the slot that its structure leads to or the next free one; at most half are taken. */
    private Expr[] slots = new Expr[1 << 10];

    private int size;

    /** One head for all nodes of an operation. */
    private final Map<Op, Expr.Head.Apply> heads = new HashMap<>();

    private final Tensors tensors;
    private int sharedIndices;

    /** @param tensors what makes the tensors that passes add */
    public Exprs(Tensors tensors) {
        this.tensors = tensors;
    }

    public Tensors tensors() {
        return tensors;
    }

    /**
     * A new index for a loop that equations share, which run in it one after the other iteration by iteration. It is
     * like no other in the program, so that neighbouring equations are known by it to belong together.
     */
    public Atom.Index shared(String name) {
        return new Atom.Index(name, Atom.Index.Kind.SHARED, sharedIndices++);
    }

    /** How many distinct nodes have been made. */
    public int size() {
        return size;
    }

    public Expr number(double value) {
        return node(new Expr.Head.Constant(value), List.of());
    }

    /** An integer as a real: a constant if it is one. */
    public Expr integer(Poly value) {
        return value.isConstant()
                ? number((double) value.constant().getAsLong())
                : node(new Expr.Head.Whole(value), List.of());
    }

    public Expr read(Tensor tensor, List<Poly> subscripts) {
        return node(new Expr.Head.Read(tensor, List.copyOf(subscripts)), List.of());
    }

    /** The element of an array as a number, whether it holds real numbers or integers. */
    public Expr element(Tensor tensor, List<Poly> subscripts) {
        return tensor.type() == Tensor.Type.INTEGER
                ? integer(Poly.element(tensor, subscripts))
                : read(tensor, subscripts);
    }

    /** The operation of the operands, in its simplest form. */
    public Expr apply(Op op, Expr... operands) {
        return apply(op, Arrays.asList(operands));
    }

    public Expr apply(Op op, List<Expr> operands) {
        if (operands.size() != op.arity()) {
            throw new IllegalArgumentException(op + " of " + operands.size() + " operands");
        }
        List<Expr> ordered = operands;
        if (op.commutative() && operands.get(0).id() > operands.get(1).id()) {
            ordered = List.of(operands.get(1), operands.get(0));
        }
        if (op.kind() == Op.Kind.REAL && areNumbers(ordered)) {
            return number(op.value(ordered.stream().mapToDouble(Expr::number).toArray()));
        }
        Expr simpler = op.simplify(ordered, this);
        return simpler != null ? simpler : node(heads.computeIfAbsent(op, Expr.Head.Apply::new), ordered);
    }

    private static boolean areNumbers(List<Expr> operands) {
        for (int k = 0; k < operands.size(); k++) {
            if (!operands.get(k).isNumber()) {
                return false;
            }
        }
        return true;
    }

    public Expr choose(Expr condition, Expr ifTrue, Expr ifFalse) {
        if (ifTrue == ifFalse) {
            return ifTrue;
        }
        if (areNumbers(condition.operands()) && condition.op() != null) {
            double[] values =
                    condition.operands().stream().mapToDouble(Expr::number).toArray();
            return Objects.requireNonNull(condition.op()).value(values) != 0 ? ifTrue : ifFalse;
        }
        return node(new Expr.Head.Choice(), List.of(condition, ifTrue, ifFalse));
    }

    /** A reduction of the body over all values of the ranges where the condition, if there is one, holds. */
    public Expr reduce(Reduction reduction, List<Range> ranges, @Nullable Expr where, Expr body) {
        int height = height(body, where);
        Map<Atom.Index, Poly> renaming = new HashMap<>();
        List<Range> renamed = new ArrayList<>();
        for (Range range : ranges) {
            Poly from = range.from().substitute(renaming::get);
            Poly to = range.to().substitute(renaming::get);
            Atom.Index index = new Atom.Index(range.index().name(), Atom.Index.Kind.REDUCED, height);
            height++;
            renaming.put(range.index(), Poly.of(index));
            renamed.add(new Range(index, from, to, range.order()));
        }
        Substitution substitution = new Substitution(this, renaming);
        Expr newBody = substitution.apply(body);
        List<Expr> operands = where == null ? List.of(newBody) : List.of(newBody, substitution.apply(where));
        return node(new Expr.Head.Reduce(reduction, List.copyOf(renamed), where != null), operands);
    }

    /** One more than the greatest height of a bound index that occurs in the expressions, bound within or not. */
    private static int height(Expr body, @Nullable Expr where) {
        return Math.max(body.height(), where == null ? 0 : where.height());
    }

    /** The same head over other operands, made anew by the rules of this class. */
    public Expr rebuild(Expr node, List<Expr> operands) {
        if (node.hasOperands(operands)) {
            return node;
        }
        if (node.head() instanceof Expr.Head.Apply apply) {
            return apply(apply.op(), operands);
        }
        if (node.head() instanceof Expr.Head.Choice) {
            return choose(operands.get(0), operands.get(1), operands.get(2));
        }
        if (node.head() instanceof Expr.Head.Reduce reduce) {
            return reduce(
                    reduce.reduction(), reduce.ranges(), reduce.guarded() ? operands.get(1) : null, operands.get(0));
        }
        return node;
    }

    private Expr node(Expr.Head head, List<Expr> operands) {
        int structure = head.hashCode();
        for (int k = 0; k < operands.size(); k++) {
            structure = 31 * structure + operands.get(k).id();
        }
        int slot = slot(structure);
        while (slots[slot] != null) {
            Expr known = slots[slot];
            if (known.structure() == structure && known.head().equals(head) && known.hasOperands(operands)) {
                return known;
            }
            slot = next(slot);
        }
        Set<Atom.Index> free = free(head, operands);
        int height = heightOf(head, operands);
        Expr made = operands.size() > 2
                ? new Expr.Wide(size++, head, List.copyOf(operands), free, height, structure)
                : new Expr(size++, head, operands, free, height, structure);
        slots[slot] = made;
        if (2 * size > slots.length) {
            grow();
        }
        return made;
    }

    /** Multiplied by an odd number near the golden ratio, so that neighbouring hashes lie far apart. */
    private int slot(int structure) {
        return (structure * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private void grow() {
        Expr[] nodes = slots;
        slots = new Expr[2 * nodes.length];
        for (Expr node : nodes) {
            if (node != null) {
                int slot = slot(node.structure());
                while (slots[slot] != null) {
                    slot = next(slot);
                }
                slots[slot] = node;
            }
        }
    }

    private static int heightOf(Expr.Head head, List<Expr> operands) {
        int height = 0;
        for (int k = 0; k < operands.size(); k++) {
            height = Math.max(height, operands.get(k).height());
        }
        if (head instanceof Expr.Head.Reduce reduce) {
            for (Range range : reduce.ranges()) {
                height = Math.max(height, range.index().number() + 1);
            }
        }
        return height;
    }

    private static Set<Atom.Index> free(Expr.Head head, List<Expr> operands) {
        if (operands.size() == 1 && !(head instanceof Expr.Head.Reduce)) {
            return operands.get(0).free();
        }
        if (head instanceof Expr.Head.Apply && areWithoutIndices(operands)) {
            return Set.of();
        }
        Set<Atom.Index> free = new LinkedHashSet<>();
        for (Expr operand : operands) {
            free.addAll(operand.free());
        }
        if (head instanceof Expr.Head.Whole integer) {
            free.addAll(integer.value().indices());
        } else if (head instanceof Expr.Head.Read read) {
            read.subscripts().forEach(p -> free.addAll(p.indices()));
        } else if (head instanceof Expr.Head.Reduce reduce) {
            reduce.ranges().forEach(r -> free.remove(r.index()));
            for (Range range : reduce.ranges()) {
                free.addAll(range.from().indices());
                free.addAll(range.to().indices());
            }
            reduce.ranges().forEach(r -> free.remove(r.index()));
        }
        for (Expr operand : operands) {
            if (operand.free().size() == free.size() && operand.free().containsAll(free)) {
                return operand.free();
            }
        }
        return free.isEmpty() ? Set.of() : Collections.unmodifiableSet(free);
    }

    private static boolean areWithoutIndices(List<Expr> operands) {
        for (int k = 0; k < operands.size(); k++) {
            if (!operands.get(k).free().isEmpty()) {
                return false;
            }
        }
        return true;
    }
}

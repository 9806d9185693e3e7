package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Between which numbers all values of an expression are, and whether they are finite where the inputs are: what can be
 * said of it by its operations alone. Sums and products of finite numbers count as finite, and sizes as positive: where
 * one is 0, nothing walks it.
 */
final class Bounds {
    /** So many passes over a recurrence give bounds by bounds. */
    private static final int LEAST_PASSES = 2;
    /** After so many all of a recurrence counts as 0 on a whole piece: the time is linear in its size. */
    private static final int MOST_PASSES = 8;

    private final Map<Tensor, ValueRange> tensors = new HashMap<>();
    private final NodeMap<ValueRange> known = new NodeMap<>();

    Bounds(List<Equation> equations) {
        for (List<Equation> group : SharedLoops.groups(equations, 0)) {
            if (SharedLoops.range(group.get(0), 0) == null) {
                Equation e = group.get(0);
                tensors.merge(e.target(), of(e.value()).reduced(e.reduction()), ValueRange::or);
            } else {
                recurrence(group);
            }
        }
    }

    /**
     * A recurrence: first the bounds that hold whatever it reads of itself, then those that follow from these, until it
     * is known which tensors are 0 on a whole piece. What it reads of itself is finite if all of it is so then.
     */
    private void recurrence(List<Equation> group) {
        Map<Tensor, ValueRange> before = new HashMap<>();
        for (Equation e : group) {
            before.put(e.target(), tensors.getOrDefault(e.target(), ValueRange.NOTHING));
        }
        before.keySet().forEach(tensor -> tensors.put(tensor, ValueRange.NUMBERS));
        boolean finite = true;
        boolean settled = false;
        for (int pass = 1; pass <= LEAST_PASSES || !settled; pass++) {
            Map<Tensor, ValueRange> values = values(group, before);
            finite = values.values().stream().allMatch(ValueRange::finite);
            settled = values.entrySet().stream()
                    .noneMatch(v -> v.getValue().vanishes()
                            && !Objects.requireNonNull(tensors.get(v.getKey())).vanishes());
            boolean all = !settled && pass >= MOST_PASSES;
            values.forEach((tensor, range) -> tensors.put(tensor, (all ? range.vanishing() : range).counting(true)));
        }
        if (!finite) {
            before.keySet().forEach(tensor -> tensors.computeIfPresent(tensor, (t, range) -> range.counting(false)));
        }
    }

    /** The values of the tensors of a recurrence, by what is known of them, and by what they were before it. */
    private Map<Tensor, ValueRange> values(List<Equation> group, Map<Tensor, ValueRange> before) {
        Map<Tensor, ValueRange> values = new HashMap<>(before);
        Map<Expr, ValueRange> assumed = new HashMap<>();
        for (Equation e : group) {
            for (Expr node : Graph.ascending(List.of(e.value()), n -> !assumed.containsKey(n))) {
                if (!assumed.containsKey(node)) {
                    assumed.put(node, of(node, assumed::get));
                }
            }
            ValueRange value = Objects.requireNonNull(assumed.get(e.value()));
            values.merge(e.target(), value.reduced(e.reduction()), ValueRange::or);
        }
        return values;
    }

    private ValueRange of(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !known.contains(n))) {
            if (!known.contains(node)) {
                known.put(node, of(node, known::get));
            }
        }
        return Objects.requireNonNull(known.get(root));
    }

    private ValueRange of(Expr node, Function<Expr, @Nullable ValueRange> operand) {
        if (node.isNumber()) {
            return ValueRange.of(node.number());
        } else if (node.head() instanceof Expr.Head.Whole integer) {
            double least = isCount(integer.value()) ? 1 : Double.NEGATIVE_INFINITY;
            return new ValueRange(least, Double.POSITIVE_INFINITY, true, true);
        } else if (node.head() instanceof Expr.Head.Read read) {
            return tensors.getOrDefault(read.tensor(), ValueRange.NUMBERS);
        } else if (node.op() == null && !(node.head() instanceof Expr.Head.Choice)) {
            return ValueRange.ANYTHING;
        }
        List<ValueRange> operands = node.operands().stream()
                .map(o -> Objects.requireNonNull(operand.apply(o)))
                .toList();
        return node.op() == null ? operands.get(1).or(operands.get(2)) : ValueRange.of(node.op(), operands);
    }

    /** Whether it is a size, or a sum and product of such. */
    private static boolean isCount(Poly value) {
        return value.terms().stream()
                .allMatch(
                        term -> term.coefficient() > 0 && term.atoms().stream().allMatch(Atom.Dim.class::isInstance));
    }

    /** Whether all elements of a tensor are finite. */
    boolean isFinite(Tensor tensor) {
        return tensors.getOrDefault(tensor, ValueRange.NUMBERS).finite();
    }

    /** Whether all values of an expression are finite. */
    boolean isFinite(Expr node) {
        return of(node).finite();
    }

    boolean mayVanish(Expr node) {
        return of(node).mayVanish();
    }

    /** Whether an expression may be 0 otherwise than at isolated points: on a whole piece, or where an input is. */
    boolean isFlat(Expr node) {
        boolean product = node.op() != null && node.op().arithmetic() == Op.Arithmetic.PRODUCT;
        return of(node).vanishes()
                || isInput(node)
                || (product && node.operands().stream().allMatch(o -> o.isNumber() || isInput(o)));
    }

    private boolean isInput(Expr node) {
        return node.head() instanceof Expr.Head.Read read && !tensors.containsKey(read.tensor());
    }

    /** Whether the partial derivatives of an operation are finite wherever its value is, and its operands are. */
    boolean isRegular(Expr node) {
        Op op = node.op();
        return op == null
                || !(op.singular() || op.steep())
                || op.regular(
                        node.operands().stream().mapToDouble(o -> of(o).least()).toArray());
    }
}

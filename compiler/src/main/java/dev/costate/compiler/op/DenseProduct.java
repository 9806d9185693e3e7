package dev.costate.compiler.op;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An equation that adds the product of two matrices to a third: {@code T[i, j] += A[i, k] · B[k, j]} for all i, j and
 * k, with the subscripts of each in any order. It needs no loops: one call of a kernel does all of it, many times as
 * fast as loops that share their iterations with other work.
 *
 * @param row the range of the index that the target and the left factor have
 * @param term that of the index of both factors, over which is summed
 * @param column that of the index that the target and the right factor have
 */
public record DenseProduct(Range row, Range term, Range column, Expr.Head.Read left, Expr.Head.Read right) {
    /** Axes that are known to be shorter are left to loops. */
    private static final int FEW = 8;

    /** The only row of a vector. */
    private static final Range SINGLE = Range.upTo(new Atom.Index("row", Atom.Index.Kind.COPIED, 0), Poly.ONE);

    /** The product that an equation is, null if it is none. */
    public static @Nullable DenseProduct of(Equation e) {
        DenseProduct product = e.domain().size() == 3 ? of(e, 0, 0) : null;
        return product == null || product.isInOrder(e.subscripts()) ? product : of(e, 0, 1);
    }

    /**
     * The product that an equation is in each step of a recurrence, with the factor on the right that is the same in
     * all steps; that on the left may be a vector, which is a matrix of one row. Null if it is none.
     *
     * @param depth how many loops there are around it, over its first ranges
     * @param changing what the steps write
     */
    public static @Nullable DenseProduct ofStep(Equation e, int depth, Set<Tensor> changing) {
        Range steps = e.domain().get(depth - 1);
        Atom.Index step = steps.index();
        int left = e.domain().size() - depth;
        boolean fits = steps.order() != Range.Order.ANY && (left == 2 || left == 3);
        for (int first = 0; first < 2 && fits; first++) {
            DenseProduct product = of(e, depth, first);
            if (product != null
                    && !changing.contains(product.right.tensor())
                    && !indices(product.right.subscripts()).contains(step)
                    && product.isElsewhere(e, step)) {
                return product;
            }
        }
        return null;
    }

    /** Whether no step reads on the left what it adds to. */
    private boolean isElsewhere(Equation e, Atom.Index step) {
        if (left.tensor() != e.target()) {
            return true;
        }
        for (int axis = 0; axis < e.subscripts().size(); axis++) {
            Poly target = e.subscripts().get(axis);
            Poly shift = target.minus(left.subscripts().get(axis));
            if (target.indices().contains(step) && shift.isConstant() && !shift.isZero()) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param depth how many of the ranges are those of loops around the product
     * @param first which of the factors is that on the left
     */
    private static @Nullable DenseProduct of(Equation e, int depth, int first) {
        Expr value = e.value();
        List<Range> ranges = e.domain().subList(depth, e.domain().size());
        boolean adds = e.reduction() == Reduction.SUM
                && e.guard() == null
                && ranges.stream().allMatch(DenseProduct::isLong)
                && isMatrix(e.target())
                && Arithmetic.MUL.equals(value.op());
        if (!adds
                || !(value.operand(first).head() instanceof Expr.Head.Read left)
                || !(value.operand(1 - first).head() instanceof Expr.Head.Read right)
                || !isMatrix(left.tensor())
                || !isMatrix(right.tensor())
                || !isRegular(left.subscripts())
                || !isRegular(right.subscripts())) {
            return null;
        }
        Set<Atom.Index> target = indices(e.subscripts());
        Set<Atom.Index> down = indices(left.subscripts());
        Set<Atom.Index> along = indices(right.subscripts());
        Range row = ranges.size() == 2
                ? SINGLE
                : only(ranges, index -> target.contains(index) && down.contains(index) && !along.contains(index));
        Range term = only(ranges, index -> !target.contains(index) && down.contains(index) && along.contains(index));
        Range column = only(ranges, index -> target.contains(index) && !down.contains(index) && along.contains(index));
        return row != null && term != null && column != null && isApart(e.subscripts())
                ? new DenseProduct(row, term, column, left, right)
                : null;
    }

    /** Whether the row comes before the column in the target. */
    private boolean isInOrder(List<Poly> target) {
        for (Poly subscript : target) {
            if (!subscript.indices().isEmpty()) {
                return subscript.indices().contains(row.index());
            }
        }
        return true;
    }

    /** Whether it is from a number of iterations on that is not known to be small, and the same whatever others are. */
    private static boolean isLong(Range range) {
        return range.order() == Range.Order.ANY
                && !range.isRow()
                && !range.isShared()
                && range.from().indices().isEmpty()
                && range.to().indices().isEmpty()
                && range.extent().constant().orElse(FEW) >= FEW;
    }

    /** Whether elements are real numbers that stand in memory as such. */
    private static boolean isMatrix(Tensor tensor) {
        return tensor.type() == Tensor.Type.REAL && !tensor.isTable() && !tensor.isNoise() && tensor.half() == null;
    }

    private static Set<Atom.Index> indices(List<Poly> subscripts) {
        Set<Atom.Index> indices = new HashSet<>();
        subscripts.forEach(subscript -> indices.addAll(subscript.indices()));
        return indices;
    }

    private static @Nullable Range only(List<Range> ranges, Predicate<Atom.Index> fits) {
        List<Range> found =
                ranges.stream().filter(range -> fits.test(range.index())).toList();
        return found.size() == 1 ? found.get(0) : null;
    }

    /** Whether neighbouring values of an index are equally far apart everywhere: each term has one at most. */
    private static boolean isRegular(List<Poly> subscripts) {
        return subscripts.stream()
                .allMatch(subscript -> subscript.denominator() == 1
                        && subscript.terms().stream().allMatch(DenseProduct::isLinear));
    }

    private static boolean isLinear(Poly.Term term) {
        long indices =
                term.atoms().stream().filter(Atom.Index.class::isInstance).count();
        return indices <= 1
                && term.atoms().stream()
                        .allMatch(atom -> atom instanceof Atom.Index
                                || Poly.of(atom).indices().isEmpty());
    }

    /** Whether each index walks an axis of its own, so that no two of them address one element. */
    private static boolean isApart(List<Poly> subscripts) {
        return subscripts.stream().allMatch(subscript -> {
            Set<Atom.Index> indices = subscript.indices();
            return indices.isEmpty()
                    || (indices.size() == 1
                            && subscript
                                    .minus(Poly.of(indices.iterator().next()))
                                    .indices()
                                    .isEmpty());
        });
    }
}

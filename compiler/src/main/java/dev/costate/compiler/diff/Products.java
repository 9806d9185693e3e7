package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.ZeroProducts;
import java.util.List;
import java.util.Set;

/**
 * How an adjoint is multiplied by a partial derivative, so that zero contributes zero though the other is infinite.
 * That is a comparison more, so each product gets it only where {@link Bounds} do not exclude the case:
 *
 * <ul>
 *   <li>The adjoint may be infinite below an operation with a partial derivative that may be; then a partial derivative
 *       that may be 0 decides.
 *   <li>The partial derivatives of an operation may be infinite at finite operands; then an adjoint of 0 decides. At an
 *       infinite operand the adjoint is 0 only below what takes no notice of that, as tanh(w exp(x)), or where a branch
 *       was not taken.
 * </ul>
 *
 * <p>One case is left out. Where a factor that is computed is 0 at isolated points only, as x - y is, and a value is
 * infinite at just such a point, a product in a loop over an axis of any length stays plain: there comparisons would
 * take as much time as all the rest.
 */
final class Products {
    /** An operation that takes less is cheaper than a comparison. */
    private static final int CHEAP = 5;

    private final Activity activity;
    private final Bounds bounds;
    private final Below steep;
    private final Below infinite;
    private final Below saturated;

    /** @param equations through which adjoints go; none where each equation has partial derivatives of its own */
    Products(List<Equation> equations, Activity activity, Bounds bounds) {
        this.activity = activity;
        this.bounds = bounds;
        this.steep = new Below(
                equations,
                activity,
                node -> node.op() != null && node.op().steep() && !bounds.isRegular(node),
                product -> false);
        this.infinite = new Below(equations, activity, this::isInfinite, product -> !bounds.isFinite(product.value()));
        this.saturated = new Below(
                equations, activity, node -> node.op() != null && node.op().saturates(), product -> false);
    }

    private boolean isInfinite(Expr node) {
        return node.op() != null
                && activity.partials(node).stream().anyMatch(partial -> partial != null && !bounds.isFinite(partial));
    }

    /** The product of all factors of a product but one: those of the others that are zero decide. */
    Op ofFactors(Equation product) {
        return bounds.isFinite(product.value()) ? Arithmetic.MUL : ZeroProducts.ZERO_MUL;
    }

    /** The products in an equation. */
    Within in(Equation e) {
        boolean repeated =
                e.domain().stream().anyMatch(r -> r.extent().constant().isEmpty());
        return new Within(bounds, steep.nodes(e), infinite.nodes(e), saturated.nodes(e), repeated);
    }

    /**
     * The products in one equation.
     *
     * @param steep the nodes whose adjoints may be infinite where all values are finite
     * @param infinite the nodes whose adjoints may be infinite
     * @param saturated the nodes whose adjoints may be zero where they are infinite
     * @param repeated whether they are in a loop over an axis of any length
     */
    record Within(Bounds bounds, Set<Expr> steep, Set<Expr> infinite, Set<Expr> saturated, boolean repeated) {
        /**
         * The product of a node's adjoint with a partial derivative.
         *
         * @param speculative whether the node may be evaluated where it has any value, and its adjoint is zero
         * @param partly whether the adjoint is zero where some branch is not taken
         */
        Op of(Expr node, Expr partial, boolean speculative, boolean partly) {
            boolean spares = repeated && isCheap(node);
            boolean unheeded = (partly || saturated.contains(node)) && !(spares && isCheap(partial));
            boolean noNan = speculative || !bounds.isRegular(node) || (unheeded && !bounds.isFinite(partial));
            boolean plain = spares && !noNan && !steep.contains(node) && !bounds.isFlat(partial);
            if (infinite.contains(node) && bounds.mayVanish(partial) && !plain) {
                return ZeroProducts.ZERO_MUL;
            }
            return noNan ? ZeroProducts.MUL_NO_NAN : Arithmetic.MUL;
        }

        private static boolean isCheap(Expr node) {
            return node.op() == null || node.op().cost() < CHEAP;
        }
    }
}

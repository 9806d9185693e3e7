package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.ZeroProducts;
import java.util.List;
import java.util.Set;

/**
 * How an adjoint is multiplied by a partial derivative, so that zero contributes zero though the other is infinite. The
 * partial derivative may be so where that of an operation may be at all, or where the operation overflows below one
 * that takes no notice of it, as exp(x) does in tanh(exp(x)); the adjoint, below an operation whose derivative may be
 * infinite, as that of a root is at 0. All other products are plain.
 */
final class Products {
    private final Bounds bounds;
    private final Below steep;
    private final Below saturated;

    /** @param equations through which adjoints go; none where each equation has partial derivatives of its own */
    Products(List<Equation> equations, Activity activity, Bounds bounds) {
        this.bounds = bounds;
        this.steep = new Below(
                equations, activity, node -> node.op() != null && node.op().steep() && !bounds.isRegular(node));
        this.saturated = new Below(
                equations, activity, node -> node.op() != null && node.op().saturates());
    }

    /** The product of an adjoint of a tensor with what may be zero. */
    Op of(Tensor tensor) {
        return steep.contains(tensor) ? ZeroProducts.ZERO_MUL : Arithmetic.MUL;
    }

    /** The products in an equation. */
    Within in(Equation e) {
        return new Within(bounds, steep.nodes(e), saturated.nodes(e));
    }

    /**
     * The products in one equation.
     *
     * @param steep the nodes whose adjoints may be infinite
     * @param saturated the nodes whose adjoints may be zero where they are infinite
     */
    record Within(Bounds bounds, Set<Expr> steep, Set<Expr> saturated) {
        /**
         * The product of a node's adjoint with its partial derivatives.
         *
         * @param early whether the node may be evaluated where it has any value, and its adjoint is zero
         * @param partly whether the adjoint is zero where some branch is not taken
         */
        Op of(Expr node, boolean early, boolean partly) {
            if (steep.contains(node)) {
                return ZeroProducts.ZERO_MUL;
            }
            boolean overflows = node.op() != null && node.op().overflows() && (partly || saturated.contains(node));
            return early || overflows || !bounds.isRegular(node) ? ZeroProducts.STRONG_MUL : Arithmetic.MUL;
        }
    }
}

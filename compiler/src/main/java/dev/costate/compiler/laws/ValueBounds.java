package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;

/** What is known of values without knowing of what: an exponential is at least 0, a sigmoid at most 1. */
final class ValueBounds {
    /** How deep expressions are looked into. */
    private static final int DEEPEST = 8;

    private final Rewriting rewriting;

    ValueBounds(Rewriting rewriting) {
        this.rewriting = rewriting;
    }

    boolean isNonNegative(Expr node) {
        return of(node, DEEPEST)[0] >= 0;
    }

    /** Whether it is from 0 to 1. */
    boolean isShare(Expr node) {
        double[] bounds = of(node, DEEPEST);
        return bounds[0] >= 0 && bounds[1] <= 1;
    }

    /** Whether it is at least 0 and may be so small or so large that it is no number. */
    boolean isExtreme(Expr node) {
        double[] bounds = of(node, DEEPEST);
        Op op = node.op();
        return bounds[0] >= 0 && op != null && (op.overflows() || bounds[1] <= Double.MAX_VALUE);
    }

    private double[] of(Expr named, int depth) {
        Expr node = rewriting.seen(named);
        if (node.isNumber()) {
            return new double[] {node.number(), node.number()};
        }
        double[] bounds = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        Op op = node.op();
        if (op == null || depth == 0) {
            return bounds;
        }
        double[] least = new double[op.arity()];
        double[] greatest = new double[op.arity()];
        for (int k = 0; k < op.arity(); k++) {
            double[] operand = of(node.operand(k), depth - 1);
            least[k] = operand[0];
            greatest[k] = operand[1];
        }
        bounds[0] = op.least(least, greatest);
        bounds[1] = op.greatest(least, greatest);
        return bounds;
    }
}

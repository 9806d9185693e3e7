package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Op;
import java.util.List;

/**
 * Leaves of expressions what their values need. An operation that is just its first operand matters to derivatives
 * only: once those are taken, the operand is put in its place, and what its others alone needed is dead.
 */
public final class Values {
    private final Exprs make;
    private final NodeMap<Expr> done = new NodeMap<>();

    public Values(Exprs make) {
        this.make = make;
    }

    public List<Equation> of(List<Equation> equations) {
        return equations.stream()
                .map(e -> e.with(e.guard() == null ? null : of(e.guard()), of(e.value())))
                .toList();
    }

    private Expr of(Expr root) {
        return root.isTransparent() ? Graph.rebuild(root, this::image, done) : root;
    }

    private Expr image(Expr node, List<Expr> operands) {
        boolean first = node.op() != null && node.op().java() instanceof Op.Form.Transparent;
        return first ? operands.get(0) : make.rebuild(node, operands);
    }
}

package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leaves out what a symmetric matrix has above its diagonal. */
public final class Triangle {
    private final Exprs make;
    private final Prover prover;
    private final Directions.Each columns;

    private Triangle(Exprs make, Prover prover, Directions.Each columns) {
        this.make = make;
        this.prover = prover;
        this.columns = columns;
    }

    /**
     * The equations, those that write the matrix only on and below its diagonal.
     *
     * @param columns the axis over columns, and where among them, and among the rows, those of each input begin
     * @param blocks the tensors that are the matrix, with the inputs that their rows are of
     */
    public static List<Equation> below(
            Exprs make, Prover prover, List<Equation> equations, Directions.Each columns, Map<Tensor, Tensor> blocks) {
        Triangle triangle = new Triangle(make, prover, columns);
        List<Equation> result = new ArrayList<>();
        for (Equation e : equations) {
            Tensor input = blocks.get(e.target());
            Equation below = input == null ? e : triangle.below(e, input);
            if (below != null) {
                result.add(below);
            }
        }
        return result;
    }

    private @Nullable Equation below(Equation e, Tensor input) {
        int last = e.subscripts().size() - 1;
        Poly column = e.subscripts().get(last);
        Poly row = columns.offset(input)
                .plus(Poly.position(input.shape(), e.subscripts().subList(0, last)));
        Range over = columns.over();
        if (column.equals(Poly.of(over.index()))) {
            List<Range> domain = new ArrayList<>(e.domain());
            domain.set(domain.indexOf(over), new Range(over.index(), over.from(), row.plus(1), over.order()));
            return new Equation(e.target(), e.subscripts(), domain, e.guard(), e.reduction(), e.value(), e.span());
        }
        if (prover.nonNegative(row.minus(column), Facts.NONE)) {
            return e;
        }
        if (prover.nonNegative(column.minus(row).plus(-1), Facts.NONE)) {
            return null;
        }
        Expr below = make.apply(Ops.LE, make.integer(column), make.integer(row));
        return e.with(e.guard() == null ? below : make.apply(Ops.AND, e.guard(), below), e.value());
    }
}

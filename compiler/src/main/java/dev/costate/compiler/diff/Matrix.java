package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Guards;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A square matrix over the inputs, of which only a part is wanted: equations that write it become such that write that.
 */
public final class Matrix {
    /**
     * Where an equation writes.
     *
     * @param diagonal the tensor that holds the diagonal of these rows
     * @param element the element of the input of the row
     */
    private record Entry(Equation equation, Tensor diagonal, List<Poly> element, Poly row, Poly column) {}

    private final Exprs make;
    private final Prover prover;
    private final Directions.Each columns;
    private final Map<Tensor, Tensor> inputs = new LinkedHashMap<>();
    private final Map<Tensor, Tensor> diagonals = new LinkedHashMap<>();

    /**
     * A matrix.
     *
     * @param columns the axis over columns, and where among them, and among the rows, those of each input begin
     * @param rows for each input the tensor that holds its rows
     */
    public Matrix(Exprs make, Prover prover, Directions.Each columns, Map<Tensor, Tensor> rows) {
        this.make = make;
        this.prover = prover;
        this.columns = columns;
        rows.forEach((input, block) -> {
            inputs.put(block, input);
            diagonals.put(input, block.diagonal());
        });
    }

    /** For each input the tensor that holds its part of the diagonal. */
    public Map<Tensor, Tensor> diagonals() {
        return diagonals;
    }

    /** The equations, those that write the matrix only on and below its diagonal. */
    public List<Equation> below(List<Equation> equations) {
        List<Equation> result = new ArrayList<>();
        for (Equation e : equations) {
            Entry entry = entry(e);
            Equation below = entry == null ? e : below(entry);
            if (below != null) {
                result.add(below);
            }
        }
        return result;
    }

    /** The equations, those that write the matrix only on its diagonal: there the column is that of the row. */
    public List<Equation> diagonal(List<Equation> equations) {
        List<Equation> result = new ArrayList<>();
        for (Equation e : equations) {
            Entry entry = entry(e);
            Equation on = entry == null ? e : on(entry);
            if (on != null) {
                result.add(on);
            }
        }
        return result;
    }

    /**
     * The equations, with those of the diagonal by itself in place of tangents in all directions; null if there are no
     * such.
     */
    public @Nullable List<Equation> diagonalAlone(Tangents tangents, List<Equation> equations) {
        Map<Tensor, Tensor> rows = new LinkedHashMap<>();
        inputs.forEach((block, input) -> rows.put(input, block));
        return Diagonal.of(make, prover, columns, tangents, equations, rows, diagonals);
    }

    private @Nullable Entry entry(Equation e) {
        Tensor input = inputs.get(e.target());
        if (input == null) {
            return null;
        }
        int last = e.subscripts().size() - 1;
        List<Poly> element = e.subscripts().subList(0, last);
        Poly row = columns.offset(input).plus(Poly.position(input.shape(), element));
        return new Entry(
                e,
                Objects.requireNonNull(diagonals.get(input)),
                element,
                row,
                e.subscripts().get(last));
    }

    private boolean isForAllColumns(Entry entry) {
        return entry.column().equals(Poly.of(columns.over().index()));
    }

    private @Nullable Equation below(Entry entry) {
        Equation e = entry.equation();
        Range over = columns.over();
        if (isForAllColumns(entry)) {
            List<Range> domain = new ArrayList<>(e.domain());
            Range before = new Range(over.index(), over.from(), entry.row().plus(1), over.order());
            domain.set(domain.indexOf(over), before);
            return new Equation(e.target(), e.subscripts(), domain, e.guard(), e.reduction(), e.value(), e.span());
        }
        if (isNotNegative(entry.row().minus(entry.column()))) {
            return e;
        }
        if (isNotNegative(entry.column().minus(entry.row()).plus(-1))) {
            return null;
        }
        Expr below = make.apply(Comparisons.LE, make.integer(entry.column()), make.integer(entry.row()));
        return e.with(Guards.and(make, e.guard(), below), e.value());
    }

    private @Nullable Equation on(Entry entry) {
        Equation e = entry.equation();
        Range over = columns.over();
        List<Range> domain = new ArrayList<>(e.domain());
        Expr guard = e.guard();
        Expr value = e.value();
        Poly apart = entry.row().minus(entry.column());
        if (isForAllColumns(entry)) {
            Substitution onto = new Substitution(make, Map.of(over.index(), entry.row()));
            domain.remove(over);
            guard = guard == null ? null : onto.apply(ofColumnsLast(guard));
            value = onto.apply(value);
        } else if (isNotNegative(apart.plus(-1)) || isNotNegative(apart.negate().plus(-1))) {
            return null;
        } else if (!apart.isZero()) {
            guard = Guards.and(
                    make, guard, make.apply(Comparisons.EQ, make.integer(entry.row()), make.integer(entry.column())));
        }
        return new Equation(entry.diagonal(), entry.element(), domain, guard, e.reduction(), value, e.span());
    }

    /** The conditions of a guard, those that look at a column behind those that keep the row in range. */
    private Expr ofColumnsLast(Expr guard) {
        List<Expr> ofColumns = new ArrayList<>();
        Expr ordered = null;
        for (Expr condition : Guards.conditions(guard)) {
            if (condition.free().contains(columns.over().index())) {
                ofColumns.add(condition);
            } else {
                ordered = Guards.and(make, ordered, condition);
            }
        }
        for (Expr condition : ofColumns) {
            ordered = Guards.and(make, ordered, condition);
        }
        return ordered == null ? guard : ordered;
    }

    private boolean isNotNegative(Poly poly) {
        return prover.nonNegative(poly, Facts.NONE);
    }
}

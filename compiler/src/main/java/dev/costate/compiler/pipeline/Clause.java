package dev.costate.compiler.pipeline;

import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.HalfStorage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One derivative on its way: what computes all in one sweep, and what runs where the outputs are known. Without
 * loops a sweep saves no walk over data, so there is none where the other is.
 *
 * @param swept what one sweep computes: the whole, but of a sparse matrix in compressed form
 * @param byRows whether in reverse mode, one output after the other
 * @param rows how a sparse matrix is computed row by row, if it is; else null
 */
record Clause(
        Derivative derivative,
        @Nullable DerivedEquations whole,
        @Nullable DerivedEquations swept,
        @Nullable DerivedEquations again,
        boolean byRows,
        @Nullable Rows rows) {
    /**
     * A sparse Jacobian row by row.
     *
     * @param gradients of each row
     * @param colours how it would be computed with columns or rows of one colour together
     */
    record Rows(RowByRow gradients, DerivedEquations colours) {}

    Clause(
            Derivative derivative,
            @Nullable DerivedEquations whole,
            @Nullable DerivedEquations swept,
            @Nullable DerivedEquations again,
            boolean byRows) {
        this(derivative, whole, swept, again, byRows, null);
    }

    /**
     * The same, reading arrays of the model in 16 bits, if it runs behind the forward half.
     *
     * @param model the tensors that the model computes
     */
    Clause keeping(HalfStorage half, Set<Tensor> model) {
        if (again == null) {
            return this;
        }
        List<DerivedEquations> ways =
                Stream.of(again, whole, swept).filter(Objects::nonNull).toList();
        Set<Tensor> values = new HashSet<>(model);
        List<Equation> all = new ArrayList<>();
        for (DerivedEquations way : ways) {
            DeadCode.eliminate(way.equations(), Set.of(derivative.output())).forEach(e -> values.add(e.target()));
            all.addAll(way.equations());
        }
        Set<Tensor> read = half.readBy(all, values);
        UnaryOperator<DerivedEquations> keep = way -> way.with(half.of(way.equations(), read, values));
        return new Clause(
                derivative,
                whole == null ? null : keep.apply(whole),
                swept == null ? null : keep.apply(swept),
                keep.apply(again),
                byRows,
                rows);
    }

    DerivedEquations sweep() {
        return Objects.requireNonNull(swept);
    }

    DerivedEquations either() {
        return whole != null ? whole : Objects.requireNonNull(again);
    }

    /** What is shown of it: what it takes besides the model's own equations, if that is by itself. */
    DerivedEquations shown() {
        return again != null ? again : Objects.requireNonNull(whole);
    }

    /** What a sweep computes. */
    Set<Tensor> wanted() {
        Set<Tensor> wanted = sweep().exchange().wanted();
        wanted.add(derivative.output());
        return wanted;
    }
}

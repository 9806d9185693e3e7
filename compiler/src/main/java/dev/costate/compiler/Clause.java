package dev.costate.compiler;

import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model.Derivative;
import java.util.Objects;
import java.util.Set;
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

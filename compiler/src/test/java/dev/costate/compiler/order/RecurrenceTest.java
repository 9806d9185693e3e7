package dev.costate.compiler.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
    private static final Poly N = Poly.of(new Atom.Dim("N"));
    private static final Poly K = Poly.of(new Atom.Dim("k"));
    private static final Poly T = Poly.of(Atom.Index.free("t", 0));

    private final Prover prover = new Prover(Map.of("N", 1L, "k", 1L));
    private final Tensors tensors = new Tensors();
    private final Tensor a = tensors.temporary("a", List.of(N), null);
    private final Tensor b = tensors.temporary("b", List.of(N), null);

    private static Facts within(Poly extent) {
        return Facts.NONE.withRange(T, Poly.ZERO, extent);
    }

    private static Accesses statement(Tensor target, Poly extent, ElementRead... reads) {
        Range range = Range.upTo(Atom.Index.free("t", 0), extent);
        return new Accesses(target, List.of(T), List.of(range), within(extent), List.of(reads));
    }

    private static ElementRead read(Tensor tensor, Poly subscript, Facts facts) {
        return new ElementRead(tensor, List.of(subscript), facts);
    }

    private List<Placement> order(Accesses... statements) {
        return Recurrence.order(List.of(statements), prover).steps();
    }

    @Test
    void anElementThatNeedsTheOneBeforeIsInALoop() {
        List<Placement> steps =
                order(statement(a, N, read(a, T.plus(-1), within(N).with(List.of(T.plus(-1))))));
        assertThat(steps).hasSize(1);
        assertThat(steps.get(0).levels()).hasSize(1);
        assertThat(steps.get(0).levels().get(0).loop().order()).isEqualTo(Range.Order.UPWARD);
    }

    @Test
    void ofOneElementNothingDepends() {
        List<Placement> steps = order(statement(a, Poly.ONE, read(a, T.plus(-1), within(Poly.ONE))));
        assertThat(steps.get(0).levels()).isEmpty();
    }

    @Test
    void whatNeedsItselfHasNoOrder() {
        assertThat(Recurrence.order(List.of(statement(a, N, read(a, T, within(N)))), prover)
                        .isOrdered())
                .isFalse();
    }

    @Test
    void conditionsDivideStatements() {
        Facts first = within(N).with(List.of(K.minus(T).plus(-1)));
        Facts later = within(N).with(List.of(T.minus(K)));
        List<Placement> steps = order(
                statement(a, N, read(b, T, later)), statement(b, N, read(a, T, first), read(a, T.plus(-1), later)));
        assertThat(steps).extracting(Placement::statement).containsExactly(0, 1, 0, 1);
        assertThat(steps.get(0).where()).containsExactly(K.minus(T).plus(-1));
        assertThat(steps.get(2).where()).containsExactly(T.minus(K));
    }
}

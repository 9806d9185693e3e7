package dev.costate.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Subscripts of packed triangles, which are no lines in their indices, are proved to be in range, and others not. */
class PackingTest {
    private static final Poly D = Poly.of(new Atom.Dim("D"));
    private static final Atom.Index ROW = Atom.Index.free("i", 0);
    private static final Atom.Index COLUMN = Atom.Index.free("j", 1);
    private static final Poly I = Poly.of(ROW);
    private static final Poly J = Poly.of(COLUMN);
    private static final Poly BELOW = half(D.times(D.plus(-1)));
    private static final Poly WITH_DIAGONAL = half(D.times(D.plus(1)));

    private final Prover prover = new Prover(Map.of("D", 1L));

    private static Poly half(Poly even) {
        return Poly.apply(Atom.Function.QUOTIENT, even, Poly.of(2));
    }

    /** The packing, its subscript, its size, and how many columns of row i there are. */
    static Stream<Arguments> packings() {
        Poly end = D.minus(I);
        return Stream.of(
                Arguments.of(
                        "rows below the diagonal", half(I.times(I.plus(-1))).plus(J), BELOW, I),
                Arguments.of("rows", half(I.times(I.plus(1))).plus(J), WITH_DIAGONAL, I.plus(1)),
                Arguments.of(
                        "columns below the diagonal",
                        J.times(D)
                                .minus(half(J.times(J.plus(1))))
                                .plus(I)
                                .minus(J)
                                .plus(-1),
                        BELOW,
                        I),
                Arguments.of(
                        "columns",
                        J.times(D).minus(half(J.times(J.plus(-1)))).plus(I).minus(J),
                        WITH_DIAGONAL,
                        I.plus(1)),
                Arguments.of(
                        "rows above, by what follows the diagonal",
                        I.times(D).minus(half(I.times(I.plus(-1)))).plus(J),
                        WITH_DIAGONAL,
                        end),
                Arguments.of(
                        "rows from the last",
                        WITH_DIAGONAL.plus(-1).minus(half(I.times(I.plus(1)))).minus(J),
                        WITH_DIAGONAL,
                        I.plus(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packings")
    void isInRange(String name, Poly subscript, Poly size, Poly columns) {
        Facts facts = Assumptions.of(List.of(Range.upTo(ROW, D), Range.upTo(COLUMN, columns)));
        assertThat(prover.nonNegative(subscript, facts)).as("from 0").isTrue();
        assertThat(prover.nonNegative(size.minus(subscript).plus(-1), facts))
                .as("below the size")
                .isTrue();
        assertThat(prover.nonNegative(subscript.plus(-1), facts)).as("from 1").isFalse();
        assertThat(prover.nonNegative(size.minus(subscript).plus(-2), facts))
                .as("below the last")
                .isFalse();
    }
}

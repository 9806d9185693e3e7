package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final Shape MATRIX = Shape.of("N × D", 2, 3);

    private static void refuses(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessage(message);
    }

    @Test
    void namesTheArrayItsShapeAndItsLength() {
        refuses(
                () -> Checks.array("X", new double[17069], Shape.of("N × D", 569, 30)),
                "X: expected 569 × 30 = 17070 values (N × D), got 17069");
        refuses(() -> Checks.array("y", new double[3], Shape.of("N", 2)), "y: expected 2 values (N), got 3");
        refuses(() -> Checks.array("s", new double[3], Shape.SCALAR), "s: expected 1 value, got 3");
        refuses(() -> Checks.array("k", new int[3], Shape.of("N", 2)), "k: expected 2 values (N), got 3");
        refuses(() -> Checks.vector("gradient", new double[30], 31), "gradient: expected 31 values, got 30");
    }

    @Test
    @SuppressWarnings("NullAway") // callers need not check for null
    void namesAnArrayThatIsNull() {
        assertThatThrownBy(() -> Checks.array("X", (double[]) null, MATRIX))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("X");
    }

    @Test
    void takesNestedArrays() {
        assertThat(Checks.array("X", new double[][] {{1, 2, 3}, {4, 5, 6}}, MATRIX))
                .containsExactly(1, 2, 3, 4, 5, 6);
        double[][][] blocks = {{{1, 2}}, {{3, 4}}, {{5, 6}}};
        assertThat(Checks.array("T", blocks, Shape.of("A × B × C", 3, 1, 2))).containsExactly(1, 2, 3, 4, 5, 6);
        int[][][] whole = {{{1, 2}}, {{3, 4}}, {{5, 6}}};
        assertThat(Checks.array("T", whole, Shape.of("A × B × C", 3, 1, 2))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Checks.rows("X", new double[] {1, 2, 3, 4, 5, 6}, MATRIX))
                .isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});
    }

    @Test
    void namesTheRaggedRow() {
        refuses(
                () -> Checks.array("X", new double[][] {{1, 2, 3}, {4, 5}}, MATRIX),
                "X[1]: expected 3 values (the shape is 2 × 3 (N × D)), got 2");
        refuses(
                () -> Checks.array("X", new double[][] {{1, 2, 3}}, MATRIX),
                "X: expected 2 rows (the shape is 2 × 3 (N × D)), got 1");
        refuses(
                () -> Checks.array("T", new int[][][] {{{1, 2}}, {{3}}}, Shape.of("", 2, 1, 2)),
                "T[1][0]: expected 2 values (the shape is 2 × 1 × 2), got 1");
        refuses(
                () -> Checks.array("T", new double[][][] {{{1, 2}}, {{3}}}, Shape.of("", 2, 1, 2)),
                "T[1][0]: expected 2 values (the shape is 2 × 1 × 2), got 1");
    }

    @Test
    void checksSizes() {
        assertThat(Checks.atLeast("N", 2, 2)).isEqualTo(2);
        refuses(() -> Checks.atLeast("N", 1, 2), "N must be at least 2, got 1");
        refuses(() -> Checks.atMost("K", 11, 10), "K must be at most 10, got 11");
        refuses(() -> Checks.exactly("D", 4, 3), "D must be 3, got 4");
        assertThat(Checks.exactQuotient("H = D / K", 6, 2)).isEqualTo(3);
        refuses(() -> Checks.exactQuotient("H = D / K", 7, 2), "H = D / K must be a whole number, got 7 / 2");
        refuses(() -> Checks.exactQuotient("H = D / K", 7, 0), "H = D / K must be a whole number, got 7 / 0");
        assertThat(Checks.wholeNumber("N", 3.0)).isEqualTo(3);
        refuses(() -> Checks.wholeNumber("N", 2.5), "N must be a whole number, got 2.5");
        refuses(() -> Checks.wholeNumber("N", Double.NaN), "N must be a whole number, got NaN");
        refuses(() -> Checks.size("M = N * K", 10_000_000_000L), "M = N * K is too large: 10000000000");
        refuses(() -> Checks.size("M = N - K", -1), "M = N - K is negative: -1");
    }

    @Test
    void noticesSizesWhoseProductOverflows() {
        refuses(
                () -> Checks.array("X", new double[0], Shape.of("N × D", 65536, 65536)),
                "X: 65536 × 65536 = 4294967296 values (N × D) are more than an array can hold (2147483647)");
        assertThat(Shape.of("A × B × C", 65536, 65536, 0).count()).isZero();
        refuses(() -> Shape.of("N", -1), "a size is negative: -1 (N)");
    }
}

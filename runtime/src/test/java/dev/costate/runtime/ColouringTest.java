package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColouringTest {
    private static final int TRIALS = 300;

    @Test
    void entriesOfAnyMatrixComeBackFromTheCompressedOne() {
        Random random = new Random(1);
        for (int trial = 0; trial < TRIALS; trial++) {
            int rows = 1 + random.nextInt(30);
            int columns = 1 + random.nextInt(30);
            SparsePattern pattern = random(random, rows, columns, random.nextDouble() * random.nextDouble(), false);
            Colouring colouring = Colouring.ofColumns(pattern);
            assertThat(recovered(pattern, pattern.dense(numbers(pattern.size())), colouring))
                    .as("%s", pattern)
                    .containsExactly(numbers(pattern.size()));
        }
    }

    @Test
    void entriesOfAnySymmetricMatrixComeBackFromTheCompressedOne() {
        Random random = new Random(2);
        for (int trial = 0; trial < TRIALS; trial++) {
            int n = 1 + random.nextInt(30);
            SparsePattern lower = random(random, n, n, random.nextDouble() * random.nextDouble(), true);
            Colouring colouring = Colouring.ofSymmetric(lower);
            double[] matrix = lower.dense(numbers(lower.size()));
            Kernels.mirror(matrix, n);
            assertThat(recovered(lower, matrix, colouring)).as("%s", lower).containsExactly(numbers(lower.size()));
        }
    }

    @Test
    void rowsAreColouredAsColumnsOfTheTranspose() {
        Random random = new Random(5);
        for (int trial = 0; trial < TRIALS; trial++) {
            int rows = 1 + random.nextInt(30);
            int columns = 1 + random.nextInt(30);
            SparsePattern pattern = random(random, rows, columns, random.nextDouble() * random.nextDouble(), false);
            Colouring colouring = Colouring.ofRows(pattern);
            int[] colours = colouring.colours();
            double[] matrix = pattern.dense(numbers(pattern.size()));
            double[] compressed = new double[colouring.size()];
            for (int k = 0; k < matrix.length; k++) {
                compressed[colours[k / columns] * columns + k % columns] += matrix[k];
            }
            double[] values = new double[pattern.size()];
            colouring.gather(compressed, values);
            assertThat(values).as("%s", pattern).containsExactly(numbers(pattern.size()));
            assertThat(colouring.table()).startsWith(colours).endsWith(colouring.count());
        }
    }

    @Test
    void symmetricColoursAreStars() {
        Random random = new Random(3);
        for (int trial = 0; trial < TRIALS; trial++) {
            int n = 1 + random.nextInt(15);
            SparsePattern lower = random(random, n, n, random.nextDouble() * random.nextDouble(), true);
            assertStars(lower, Colouring.ofSymmetric(lower).colours());
        }
    }

    @Test
    void columnsOfARowDifferInColour() {
        Random random = new Random(4);
        for (int trial = 0; trial < TRIALS; trial++) {
            SparsePattern pattern = random(random, 20, 25, random.nextDouble() * random.nextDouble(), false);
            int[] colours = Colouring.ofColumns(pattern).colours();
            int[] starts = pattern.rowStarts();
            int[] columns = pattern.columns();
            for (int row = 0; row < 20; row++) {
                Set<Integer> distinct = new HashSet<>();
                for (int k = starts[row]; k < starts[row + 1]; k++) {
                    assertThat(distinct.add(colours[columns[k]]))
                            .as("%s", pattern)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void bandsTakeTheirWidth() {
        int n = 1000;
        assertThat(Colouring.ofColumns(band(n, 1, 1)).count()).isEqualTo(3);
        assertThat(Colouring.ofColumns(band(n, 2, 0)).count()).isEqualTo(3);
        assertThat(Colouring.ofSymmetric(band(n, 1, 0)).count()).isEqualTo(3);
        assertThat(Colouring.ofSymmetric(band(n, 0, 0)).count()).isEqualTo(1);
    }

    @Test
    void columnsOfAFullRowHaveAColourEachInTheirOrder() {
        Colouring colouring = Colouring.ofColumns(arrow(7));
        assertThat(colouring.count()).isEqualTo(7);
        assertThat(colouring.colours()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    /** An arrow has a hub of n rays; the square of n would take hours. */
    @Test
    void largeHubsTakeLinearTime() {
        int n = 2_000_000;
        assertThat(Colouring.ofSymmetric(arrow(n)).count()).isEqualTo(2);
        assertThat(Colouring.ofColumns(arrow(40_000)).count()).isEqualTo(40_000);
    }

    @Test
    void aCompressedMatrixThatNoArrayHoldsIsAnError() {
        assertThatThrownBy(() -> Colouring.ofColumns(arrow(100_000)))
                .hasMessageContaining("would have 10000000000 elements");
    }

    @Test
    void nothingIsColouredWithNothing() {
        assertThat(Colouring.ofColumns(SparsePattern.ofRows(Shape.of("", 0, 0))).count())
                .isEqualTo(0);
        Colouring empty = Colouring.ofColumns(SparsePattern.ofRows(Shape.of("", 2, 3), new int[0], new int[0]));
        assertThat(empty.colours()).containsExactly(0, 0, 0);
        assertThat(empty.places()).isEmpty();
    }

    private static void assertStars(SparsePattern lower, int[] colours) {
        int n = colours.length;
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                if (!adjacent(lower, a, b)) {
                    continue;
                }
                assertThat(colours[a])
                        .as("%s: %s", lower, Arrays.toString(colours))
                        .isNotEqualTo(colours[b]);
                for (int c = 0; c < n; c++) {
                    for (int d = 0; c != a && adjacent(lower, b, c) && d < n; d++) {
                        boolean path = d != b && d != a && adjacent(lower, c, d);
                        if (path && colours[a] == colours[c] && colours[b] == colours[d]) {
                            fail("%s: %s, path %s %s %s %s", lower, Arrays.toString(colours), a, b, c, d);
                        }
                    }
                }
            }
        }
    }

    private static boolean adjacent(SparsePattern lower, int a, int b) {
        return a != b && lower.indexOf(Math.max(a, b), Math.min(a, b)) >= 0;
    }

    /** The entries, read off the sums of the columns of each colour. */
    private static double[] recovered(SparsePattern pattern, double[] matrix, Colouring colouring) {
        int columns = pattern.shape().size(1);
        int[] colours = colouring.colours();
        double[] compressed = new double[pattern.shape().size(0) * colouring.count()];
        for (int k = 0; k < matrix.length; k++) {
            compressed[k / columns * colouring.count() + colours[k % columns]] += matrix[k];
        }
        return Arrays.stream(colouring.places())
                .mapToDouble(place -> compressed[place])
                .toArray();
    }

    /** Such that no sum of some is one of them. */
    private static double[] numbers(int size) {
        double[] numbers = new double[size];
        Arrays.setAll(numbers, k -> Math.sqrt(k + 2));
        return numbers;
    }

    private static SparsePattern random(Random random, int rows, int columns, double density, boolean lower) {
        int[][] entries = new int[rows][];
        for (int row = 0; row < rows; row++) {
            int last = lower ? row + 1 : columns;
            entries[row] = random.ints(last, 0, last)
                    .filter(k -> random.nextDouble() < density)
                    .toArray();
        }
        return SparsePattern.ofRows(Shape.of("", rows, columns), entries);
    }

    private static SparsePattern band(int n, int below, int above) {
        int[][] entries = new int[n][];
        for (int row = 0; row < n; row++) {
            int from = Math.max(0, row - below);
            int to = Math.min(n - 1, row + above);
            entries[row] = IntStream.rangeClosed(from, to).toArray();
        }
        return SparsePattern.ofRows(Shape.of("", n, n), entries);
    }

    /** A diagonal and a full last row. */
    private static SparsePattern arrow(int n) {
        int[][] entries = new int[n][];
        for (int row = 0; row < n - 1; row++) {
            entries[row] = new int[] {row};
        }
        entries[n - 1] = new int[n];
        Arrays.setAll(entries[n - 1], k -> k);
        return SparsePattern.ofRows(Shape.of("", n, n), entries);
    }
}

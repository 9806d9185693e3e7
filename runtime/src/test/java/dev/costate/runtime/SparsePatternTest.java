package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparsePatternTest {
    private static final Shape SHAPE = Shape.of("m × n", 3, 4);

    private final SparsePattern pattern = SparsePattern.of(SHAPE, new int[] {2, 0, 2, 0, 2}, new int[] {3, 2, 0, 1, 3});

    @Test
    void sortsByRowThenColumnAndMergesDuplicates() {
        assertThat(pattern.size()).isEqualTo(4);
        assertThat(pattern.rows()).containsExactly(0, 0, 2, 2);
        assertThat(pattern.columns()).containsExactly(1, 2, 0, 3);
        assertThat(pattern.rowStarts()).containsExactly(0, 2, 2, 4);
        assertThat(pattern.shape()).isEqualTo(SHAPE);
        assertThat(pattern).hasToString("3 × 4 (m × n), 4 entries: [0, 1] [0, 2] [2, 0] [2, 3]");
    }

    @Test
    void findsEntries() {
        assertThat(pattern.indexOf(0, 1)).isZero();
        assertThat(pattern.indexOf(2, 3)).isEqualTo(3);
        assertThat(pattern.indexOf(0, 3)).isEqualTo(-1);
        assertThat(pattern.indexOf(1, 0)).isEqualTo(-1);
        assertThatThrownBy(() -> pattern.indexOf(3, 0)).hasMessage("row is 3, and must be at least 0 and less than 3");
        assertThatThrownBy(() -> pattern.indexOf(0, 4))
                .hasMessage("column is 4, and must be at least 0 and less than 4");
    }

    @Test
    void fillsAMatrix() {
        assertThat(pattern.dense(new double[] {5, 6, 7, 8})).containsExactly(0, 5, 6, 0, 0, 0, 0, 0, 7, 0, 0, 8);
        assertThatThrownBy(() -> pattern.dense(new double[3]))
                .isInstanceOf(ShapeException.class)
                .hasMessage("values: expected 4 values, got 3");
    }

    @Test
    void keepsItsArraysToItself() {
        Arrays.fill(pattern.rows(), 9);
        Arrays.fill(pattern.columns(), 9);
        Arrays.fill(pattern.rowStarts(), 9);
        int[] row = {1};
        SparsePattern other = SparsePattern.ofRows(Shape.of("", 1, 2), row);
        row[0] = 0;
        assertThat(pattern.columns()).containsExactly(1, 2, 0, 3);
        assertThat(pattern.rowStarts()).containsExactly(0, 2, 2, 4);
        assertThat(other.columns()).containsExactly(1);
    }

    @Test
    void isEqualByShapeAndEntries() {
        SparsePattern same =
                SparsePattern.ofRows(Shape.of("", 3, 4), new int[] {2, 1}, new int[0], new int[] {0, 3, 0});
        assertThat(same).isEqualTo(pattern).hasSameHashCodeAs(pattern);
        assertThat(SparsePattern.of(Shape.of("", 3, 5), pattern.rows(), pattern.columns()))
                .isNotEqualTo(pattern);
        assertThat(SparsePattern.of(SHAPE, new int[] {0}, new int[] {1})).isNotEqualTo(pattern);
        assertThat(pattern).isNotEqualTo("pattern");
    }

    @Test
    void mayHaveNoEntriesRowsOrColumns() {
        SparsePattern none = SparsePattern.of(Shape.of("", 0, 3), new int[0], new int[0]);
        assertThat(none.rowStarts()).containsExactly(0);
        assertThat(none.dense(new double[0])).isEmpty();
        assertThat(none).hasToString("0 × 3, 0 entries");
        assertThat(SparsePattern.ofRows(Shape.of("", 1, 1), new int[] {0})).hasToString("1 × 1, 1 entry: [0, 0]");
        SparsePattern row = SparsePattern.ofRows(Shape.of("", 1, 20), count(20));
        assertThat(row.toString())
                .startsWith("1 × 20, 20 entries: [0, 0] [0, 1] ")
                .endsWith(" [0, 11] …");
    }

    @Test
    void refusesWhatIsNotInTheMatrix() {
        assertThatThrownBy(() -> SparsePattern.of(SHAPE, new int[] {0, 3}, new int[] {0, 0}))
                .isInstanceOf(ShapeException.class)
                .hasMessage("rows[1] is 3, and must be at least 0 and less than 3");
        assertThatThrownBy(() -> SparsePattern.of(SHAPE, new int[] {1}, new int[] {-1}))
                .hasMessage("row 1, columns[0] is -1, and must be at least 0 and less than 4");
        assertThatThrownBy(() -> SparsePattern.of(SHAPE, new int[1], new int[2]))
                .hasMessage("columns: expected 1 value, got 2");
        assertThatThrownBy(() -> SparsePattern.ofRows(SHAPE, new int[1]))
                .hasMessage("expected columns for 3 rows, got 1");
        assertThatThrownBy(() -> SparsePattern.ofRows(Shape.of("N", 3)))
                .hasMessage("expected the shape of a matrix, got 3 (N)");
    }

    /** 70 000 rows that share an array of 50 000 columns: more than an int counts, told without such an array. */
    @Test
    void countsMoreEntriesThanAnArrayCanHave() {
        int[][] rows = new int[70_000][];
        Arrays.fill(rows, count(50_000));
        assertThatThrownBy(() -> SparsePattern.ofRows(Shape.of("", 70_000, 50_000), rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the sparse pattern would have 3500000000 entries, more than an array can have");
    }

    /** Against a matrix of booleans. */
    @Test
    void hasTheEntriesGivenAndNoOthers() {
        Random random = new Random(1);
        for (int trial = 0; trial < 50; trial++) {
            int m = 1 + random.nextInt(6);
            int n = 1 + random.nextInt(6);
            boolean[][] given = new boolean[m][n];
            int[] rows = random.ints(random.nextInt(20), 0, m).toArray();
            int[] columns = random.ints(rows.length, 0, n).toArray();
            for (int k = 0; k < rows.length; k++) {
                given[rows[k]][columns[k]] = true;
            }
            SparsePattern found = SparsePattern.of(Shape.of("", m, n), rows, columns);
            int place = 0;
            for (int i = 0; i < m; i++) {
                assertThat(found.rowStarts()[i]).isEqualTo(place);
                for (int j = 0; j < n; j++) {
                    assertThat(found.indexOf(i, j)).isEqualTo(given[i][j] ? place++ : -1);
                }
            }
            assertThat(found.size()).isEqualTo(place);
        }
    }

    private static int[] count(int n) {
        int[] columns = new int[n];
        Arrays.setAll(columns, i -> i);
        return columns;
    }
}

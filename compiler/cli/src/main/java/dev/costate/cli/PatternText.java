package dev.costate.cli;

import dev.costate.runtime.SparsePattern;
import java.util.Locale;

/**
 * A sparse pattern drawn in characters: one an entry, or of a large matrix one for a block of entries, the darker the
 * more of them need not be zero.
 */
final class PatternText {
    private static final int MOST_COLUMNS = 100;
    private static final int MOST_ROWS = 50;
    private static final String ENTRIES = "·■";
    private static final String SHADES = "·░▒▓█";

    private PatternText() {}

    static String draw(SparsePattern pattern) {
        int rows = pattern.shape().size(0);
        int columns = pattern.shape().size(1);
        int high = Math.max(1, ceilDiv(rows, MOST_ROWS));
        int wide = Math.max(1, ceilDiv(columns, MOST_COLUMNS));
        int[][] counts = new int[ceilDiv(rows, high)][ceilDiv(columns, wide)];
        int[] row = pattern.rows();
        int[] column = pattern.columns();
        for (int k = 0; k < row.length; k++) {
            counts[row[k] / high][column[k] / wide]++;
        }
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d × %d, %d of %d need not be zero\n",
                rows,
                columns,
                pattern.size(),
                (long) rows * columns));
        if (high * wide > 1) {
            text.append(String.format(Locale.ROOT, "each character is %d × %d\n", high, wide));
        }
        String characters = high * wide > 1 ? SHADES : ENTRIES;
        for (int[] line : counts) {
            for (int count : line) {
                text.append(characters.charAt(ceilDiv(count * (characters.length() - 1), high * wide)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}

package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatrixProductTest {
    private static final double ROUNDING = 0x1p-53;

    /** Each block and group is met with a rest and without, and with less than one of it. */
    private static final int[] SIZES = {0, 1, 2, 3, 4, 15, 16, 17, 31, 126, 127, 130, 255, 256, 259};

    private final Random random = new Random(20261130);

    /** A matrix within an array, in one of the orders that there are. */
    private static final class Matrix {
        private final double[] values;
        private final int at;
        private final int down;
        private final int along;
        private final int rows;
        private final int columns;

        Matrix(double[] values, int at, int down, int along, int rows, int columns) {
            this.values = values;
            this.at = at;
            this.down = down;
            this.along = along;
            this.rows = rows;
            this.columns = columns;
        }

        int place(int i, int j) {
            return at + i * down + j * along;
        }

        double get(int i, int j) {
            return values[place(i, j)];
        }

        Matrix copy() {
            return new Matrix(values.clone(), at, down, along, rows, columns);
        }
    }

    private Matrix matrix(int rows, int columns) {
        int at = random.nextInt(3);
        boolean transposed = random.nextBoolean();
        int gap = random.nextInt(3) == 0 ? 2 : 0;
        int step = random.nextInt(4) == 0 ? 2 : 1;
        int down = transposed ? step : step * columns + gap;
        int along = transposed ? step * rows + gap : step;
        double[] values = new double[at + Math.max(0, rows) * down + Math.max(0, columns) * along + 1];
        Arrays.setAll(values, i -> random.nextGaussian() * Math.scalb(1.0, random.nextInt(20) - 10));
        return new Matrix(values, at, down, along, rows, columns);
    }

    private static void add(MatrixProduct product, Matrix a, Matrix b, Matrix c) {
        product.add(
                a.values, a.at, a.down, a.along, b.values, b.at, b.down, b.along, c.values, c.at, c.down, c.along,
                c.rows, a.columns, c.columns);
    }

    private int size() {
        return SIZES[random.nextInt(SIZES.length)];
    }

    /** The very bits of the loops that it stands for, and nothing else is touched. */
    @Test
    void addsTermByTerm() {
        MatrixProduct product = new MatrixProduct();
        for (int trial = 0; trial < 100; trial++) {
            int terms = size();
            Matrix a = matrix(size(), terms);
            Matrix b = matrix(terms, size());
            Matrix c = matrix(a.rows, b.columns);
            Matrix expected = c.copy();
            for (int i = 0; i < c.rows; i++) {
                for (int j = 0; j < c.columns; j++) {
                    for (int k = 0; k < terms; k++) {
                        expected.values[c.place(i, j)] += a.get(i, k) * b.get(k, j);
                    }
                }
            }
            add(product, a, b, c);
            assertArrayEquals(expected.values, c.values, () -> c.rows + " × " + terms + " × " + c.columns);
        }
    }

    /** Those of a matrix that is packed once, too: larger and smaller ones one after the other, each for several. */
    @Test
    void packedMatricesAddTermByTerm() {
        PackedMatrix packed = new PackedMatrix();
        for (int trial = 0; trial < 100; trial++) {
            Matrix b = matrix(size(), size());
            packed.pack(b.values, b.at, b.down, b.along, b.rows, b.columns);
            for (int rows : new int[] {0, 1, 2, 3}) {
                Matrix a = matrix(rows, b.rows);
                Matrix c = matrix(rows, b.columns);
                Matrix expected = c.copy();
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < c.columns; j++) {
                        for (int k = 0; k < b.rows; k++) {
                            expected.values[c.place(i, j)] += a.get(i, k) * b.get(k, j);
                        }
                    }
                }
                packed.addProduct(a.values, a.at, a.down, a.along, c.values, c.at, c.down, c.along, rows);
                assertArrayEquals(expected.values, c.values, () -> b.rows + " × " + b.columns);
            }
        }
    }

    /** Each element is off by no more than a rounding for each term that has been added, of the sizes of the terms. */
    @Test
    void isTheExactProductToRounding() {
        MatrixProduct product = new MatrixProduct();
        int[] shape = {33, 130, 20};
        Matrix a = matrix(shape[0], shape[1]);
        Matrix b = matrix(shape[1], shape[2]);
        Matrix c = matrix(shape[0], shape[2]);
        Matrix before = c.copy();
        add(product, a, b, c);
        for (int i = 0; i < c.rows; i++) {
            for (int j = 0; j < c.columns; j++) {
                BigDecimal exact = new BigDecimal(before.get(i, j));
                double size = Math.abs(before.get(i, j));
                for (int k = 0; k < a.columns; k++) {
                    exact = exact.add(new BigDecimal(a.get(i, k)).multiply(new BigDecimal(b.get(k, j))));
                    size += Math.abs(a.get(i, k) * b.get(k, j));
                }
                double error = new BigDecimal(c.get(i, j)).subtract(exact).abs().doubleValue();
                assertThat(error).isLessThanOrEqualTo(1.01 * (a.columns + 1) * ROUNDING * size);
            }
        }
    }

    /** What is no number spreads as it does in the loops, and no further. */
    @Test
    void spreadsWhatIsNoNumber() {
        MatrixProduct product = new MatrixProduct();
        Matrix a = matrix(20, 40);
        Matrix b = matrix(40, 30);
        Matrix c = matrix(20, 30);
        a.values[a.place(3, 7)] = Double.POSITIVE_INFINITY;
        b.values[b.place(7, 11)] = 0;
        b.values[b.place(5, 12)] = Double.NaN;
        add(product, a, b, c);
        assertThat(c.get(3, 11)).isNaN();
        assertThat(Math.abs(c.get(3, 10))).isInfinite();
        for (int i = 0; i < c.rows; i++) {
            for (int j = 0; j < c.columns; j++) {
                assertThat(Double.isFinite(c.get(i, j))).as("%d, %d", i, j).isEqualTo(i != 3 && j != 12);
            }
        }
    }
}

package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Functions of rows against those of numbers, to the ulp that each states. Long, since each is held by itself. */
class RowsTest {
    /** One for each of the loops that a kernel has, and their limits. */
    private static final int[] LENGTHS = {0, 1, 3, 7, 15, 16, 17, 100, 127, 128, 129, 256, 1000};

    /** At random. A long search: {@code -Dcostate.rows.points=16777216 -Dcostate.random.seed=5}. */
    private static final int POINTS = Integer.getInteger("costate.rows.points", 1 << 17);

    private static final long SEED = Long.getLong("costate.random.seed", 4);

    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        1,
        -1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        -Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1e-300,
        -1e-300,
        1e-20,
        -1e-20,
        0.5,
        2,
        354,
        -354,
        354.1,
        -354.1,
        400,
        -400,
        708,
        -708,
        708.5,
        -708.5,
        709.7,
        709.8,
        710,
        712,
        -712,
        -740,
        -745.1,
        -745.2,
        -746,
        1e10,
        -1e10,
        0x1p53,
        0x1p54,
        -0.9999999999999999,
        Math.nextUp(-1.0),
        Math.nextDown(1.0),
        Math.nextUp(1.0),
        1e308,
        -1e308
    };

    /** A function of rows with one result. */
    interface Kernel {
        void apply(double[] x, double[] z, int n);
    }

    private static double[] random(int n, long seed) {
        return new Random(seed).doubles(n, -2, 2).toArray();
    }

    private static double[][] rows(int count, int n) {
        double[][] rows = new double[count][];
        for (int r = 0; r < count; r++) {
            rows[r] = random(n, r + 1);
        }
        return rows;
    }

    @Test
    void combinesEveryRowOnceAndNothingBeyondItsEnd() {
        for (int n : LENGTHS) {
            for (int m = 0; m < 10; m++) {
                double[] a = random(3 * m + 2, 7);
                double[][] x = rows(m, n + 1);
                double[] z = random(n + 1, 99);
                double[] expected = z.clone();
                for (int i = 0; i < n; i++) {
                    for (int k = 0; k < m; k++) {
                        expected[i] += a[2 + 3 * k] * x[k][i];
                    }
                }
                Rows.combine(a, 2, 3, x, m, z, n);
                assertThat(z).isEqualTo(expected);
                Rows.fill(5, z, n);
                assertThat(z).endsWith(expected[n]);
                assertThat(z).startsWith(n == 0 ? z[0] : 5);
            }
        }
    }

    /** Either order of the elements of the matrix, and whatever remains of the tiles. */
    @Test
    void multipliesMatricesWithRows() {
        for (int n : new int[] {1, 15, 16, 130}) {
            for (int m : new int[] {0, 1, 2, 5, 8}) {
                for (int count : new int[] {1, 3, 4, 7, 16, 17, 22, 36}) {
                    double[] a = random(1 + m * count, 3);
                    double[][] x = rows(m, n + 1);
                    double[][] one = rows(count, n + 1);
                    double[][] other = rows(count, n + 1);
                    double[][] expected = rows(count, n + 1);
                    double[] transposed = new double[1 + m * count];
                    for (int r = 0; r < count; r++) {
                        for (int k = 0; k < m; k++) {
                            transposed[1 + k * count + r] = a[1 + r * m + k];
                            for (int i = 0; i < n; i++) {
                                expected[r][i] += a[1 + r * m + k] * x[k][i];
                            }
                        }
                    }
                    Rows.addProducts(a, 1, m, 1, x, m, one, count, n);
                    Rows.addProducts(transposed, 1, 1, count, x, m, other, count, n);
                    for (int r = 0; r < count; r++) {
                        near(one[r], expected[r]);
                        near(other[r], expected[r]);
                    }
                }
            }
        }
    }

    @Test
    void reducesRows() {
        for (int n : LENGTHS) {
            double[] x = random(n + 1, 1);
            for (int m = 0; m < 10; m++) {
                double[][] y = rows(m, n + 1);
                double[] z = random(2 * m + 1, 5);
                double[] expected = z.clone();
                for (int k = 0; k < m; k++) {
                    for (int i = 0; i < n; i++) {
                        expected[1 + 2 * k] += x[i] * y[k][i];
                    }
                }
                Rows.dots(x, y, m, z, 1, 2, n);
                assertThat(z).isEqualTo(expected);
            }
            assertThat(Rows.sum(x, n)).isEqualTo(Kernels.sum(x, 0, n));
            assertThat(Rows.dot(x, x, n)).isEqualTo(Kernels.dot(x, x, n));
            assertThat(Rows.max(x, n)).isEqualTo(Kernels.max(x, 0, n));
        }
    }

    @Test
    void makesRowsForBatchesThatGoInBlocks() {
        assertThat(Rows.make(Rows.FEWEST - 1)).isEmpty();
        assertThat(Rows.make(Rows.FEWEST)).hasSize(Rows.BLOCK);
        assertThat(Rows.make(3, 5, Rows.FEWEST)).hasDimensions(3, Rows.BLOCK);
        assertThat(Rows.make(3, 5, Rows.FEWEST - 1)).isEmpty();
        assertThat(Rows.make(3, Rows.MOST + 1, Rows.FEWEST)).isEmpty();
    }

    @Test
    void packsDataBlockByBlock() {
        for (int n : new int[] {0, Rows.FEWEST - 1, Rows.FEWEST, Rows.BLOCK, 2 * Rows.BLOCK + 1}) {
            double[] x = random(3 * n, 4);
            double[][][] blocks = Rows.makeBlocks(3, n);
            Rows.packBlocks(x, blocks);
            assertThat(blocks.length).isEqualTo(n < Rows.FEWEST ? 0 : Rows.blocks(n));
            for (int i = 0; i < (blocks.length == 0 ? 0 : n); i++) {
                for (int r = 0; r < 3; r++) {
                    assertThat(blocks[i / Rows.BLOCK][r][i % Rows.BLOCK]).isEqualTo(x[3 * i + r]);
                }
            }
            Rows.packBlocks(new double[0], Rows.makeBlocks(0, n));
        }
    }

    @Test
    void countsBlocks() {
        assertThat(Rows.blocks(0)).isZero();
        assertThat(Rows.blocks(1)).isEqualTo(1);
        assertThat(Rows.blocks(Rows.BLOCK)).isEqualTo(1);
        assertThat(Rows.blocks(Rows.BLOCK + 1)).isEqualTo(2);
        assertThat(Rows.blocks(Integer.MAX_VALUE)).isEqualTo(1 << 23);
    }

    @Test
    void takesRowsFromFlatArraysAndBack() {
        double[] flat = random(30, 1);
        double[][] packed = new double[3][4];
        Rows.pack(flat, 2, 5, packed, 3, 4);
        assertThat(packed[2]).containsExactly(flat[12], flat[13], flat[14], flat[15]);
        double[] back = new double[30];
        Rows.unpack(packed, 3, back, 2, 5, 4);
        assertThat(back[15]).isEqualTo(flat[15]);
        assertThat(back[16]).isZero();
        double[][] columns = new double[3][4];
        Rows.packTransposed(flat, 2, 5, columns, 3, 4);
        assertThat(columns[2]).containsExactly(flat[4], flat[9], flat[14], flat[19]);
        double[] inverse = new double[30];
        Rows.unpackTransposed(columns, 3, inverse, 2, 5, 4);
        assertThat(inverse[19]).isEqualTo(flat[19]);
        assertThat(inverse[20]).isZero();
        double[] gathered = new double[4];
        Rows.gather(flat, new int[] {7, 0, 7, 29}, gathered, 4);
        assertThat(gathered).containsExactly(flat[7], flat[0], flat[7], flat[29]);
    }

    @Test
    void exponentials() {
        UnaryOperator<DoubleDouble> minusAbs = x -> (x.high() < 0 ? x : x.negated()).exp();
        judge(Rows::exp, DoubleDouble::exp, Math::exp, 1.1, -708, 709);
        judge(Rows::expNegAbs, minusAbs, x -> Math.exp(-Math.abs(x)), 1.1, -708, 708);
        judge(Rows::expm1, DoubleDouble::expm1, Math::expm1, 1.9, -40, 700);
    }

    @Test
    void logarithms() {
        UnaryOperator<DoubleDouble> log = x -> x.minus(DoubleDouble.ONE).log1p();
        judge(Rows::log, log, Math::log, 1.3, 1e-3, 1e3);
        judge(Rows::log, DoubleDouble::log, Math::log, 1.3, 1e10, 1e300);
        judge(Rows::log1p, DoubleDouble::log1p, Math::log1p, 1.6, -0.999, 1e4);
    }

    @Test
    void sigmoids() {
        Kernel softplus = (x, z, n) -> withExponential(x, z, n, (e, row) -> Rows.softplus(x, e, row, n));
        Kernel sigmoid = (x, z, n) -> withExponential(x, z, n, (e, row) -> Rows.sigmoid(x, e, row, n));
        Kernel slope = (x, z, n) -> withExponential(x, z, n, (e, row) -> Rows.sigmoidDx(e, row, n));
        UnaryOperator<DoubleDouble> sigmoidDx = x -> {
            DoubleDouble e = (x.high() < 0 ? x : x.negated()).exp();
            DoubleDouble more = DoubleDouble.ONE.plus(e);
            return e.over(more.times(more));
        };
        UnaryOperator<DoubleDouble> softplusOf =
                x -> x.high() > 0 ? x.plus(x.negated().exp().log1p()) : x.exp().log1p();
        judge(softplus, softplusOf, Activation::softplus, 3, -700, 700);
        UnaryOperator<DoubleDouble> sigmoidOf =
                x -> x.negated().exp().plus(DoubleDouble.ONE).inverse();
        judge(sigmoid, sigmoidOf, Activation::sigmoid, 3, -700, 700);
        judge(slope, sigmoidDx, Activation::sigmoidDx, 4, -700, 700);
    }

    @Test
    void hyperbolicTangents() {
        UnaryOperator<DoubleDouble> tanh = x -> {
            DoubleDouble e = x.scaled(2).expm1();
            return e.over(e.plus(DoubleDouble.of(2)));
        };
        UnaryOperator<DoubleDouble> sech2 = x -> {
            DoubleDouble e = (x.high() < 0 ? x : x.negated()).scaled(2).exp();
            DoubleDouble more = DoubleDouble.ONE.plus(e);
            return e.scaled(4).over(more.times(more));
        };
        judge(Rows::tanh, tanh, Math::tanh, 3, -20, 20);
        judge(Rows::sech2, sech2, Trigonometry::sech2, 5.5, -350, 350);
    }

    /** A run without the instruction finds out that it has none, and one with it that it has. */
    @Test
    void looksWhetherFusedMultiplicationIsFast() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        assertThat(isFast("-XX:-UseFMA")).isEqualTo("false");
        assertThat(isFast("-XX:-UseFMA", "-Xint")).isEqualTo("false");
        assumeTrue(FusedMultiply.IS_FAST);
        assertThat(isFast("-XX:+UseFMA")).isEqualTo("true");
        assertThat(isFast("-XX:+UseFMA", "-Xint")).isEqualTo("true");
    }

    private static String isFast(String... options) throws IOException, InterruptedException {
        String[] command = new String[options.length + 4];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        System.arraycopy(options, 0, command, 1, options.length);
        command[options.length + 1] = "-cp";
        // Also where the tests are run as a module.
        command[options.length + 2] = String.join(
                File.pathSeparator, System.getProperty("java.class.path"), "target/classes", "target/test-classes");
        command[options.length + 3] = IsFast.class.getName();
        Process process = new ProcessBuilder(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    /** Prints what a run finds. */
    static final class IsFast {
        private IsFast() {}

        public static void main(String[] arguments) {
            System.out.print(FusedMultiply.IS_FAST);
        }
    }

    private interface Second {
        void apply(double[] e, double[] z);
    }

    private static void withExponential(double[] x, double[] z, int n, Second then) {
        double[] e = new double[n];
        Rows.expNegAbs(x, e, n);
        then.apply(e, z);
    }

    /** The errors of many points, evenly spread and of all magnitudes, and all that is special. */
    private static void judge(
            Kernel kernel,
            UnaryOperator<DoubleDouble> exact,
            DoubleUnaryOperator scalar,
            double ulps,
            double least,
            double greatest) {
        Random random = new Random(SEED);
        double[] x = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double near = Math.min(greatest, 4) - Math.max(least, -4);
            double spread = switch (i % 3) {
                case 0 -> least + (greatest - least) * random.nextDouble();
                case 1 -> Math.max(least, -4) + Math.abs(near) * random.nextDouble();
                default -> Math.scalb(random.nextDouble() - 0.5, -random.nextInt(60));
            };
            x[i] = Math.max(least, Math.min(greatest, spread));
        }
        double worst = 0;
        double where = 0;
        double[] row = new double[1000];
        double[] z = new double[1000];
        for (int done = 0, k = 0; done < POINTS; k++) {
            int n = Math.min(POINTS - done, k % 20 == 0 ? 100 : 1000);
            System.arraycopy(x, done, row, 0, n);
            kernel.apply(row, z, n);
            for (int i = 0; i < n; i++) {
                double error = exact.apply(DoubleDouble.of(row[i])).ulps(z[i]);
                if (!(error <= worst)) {
                    worst = error;
                    where = row[i];
                }
            }
            done += n;
        }
        assertThat(worst).as("at %s", where).isLessThanOrEqualTo(ulps);
        for (int n : LENGTHS) {
            double[] some = new double[n];
            for (int i = 0; i < n; i++) {
                some[i] = SPECIAL[i % SPECIAL.length];
            }
            double[] result = new double[n];
            kernel.apply(some, result, n);
            for (int i = 0; i < n; i++) {
                same(some[i], result[i], scalar.applyAsDouble(some[i]), ulps);
            }
        }
    }

    /** What is special is the same to the sign of zero; all else to what both may err by. */
    private static void same(double x, double actual, double expected, double ulps) {
        if (expected == 0 || Double.isNaN(expected) || Double.isInfinite(expected)) {
            assertThat(Double.valueOf(actual)).as("at %s", x).isEqualTo(Double.valueOf(expected));
        } else {
            assertThat(Math.abs(actual - expected) / Math.ulp(expected))
                    .as("at %s", x)
                    .isLessThanOrEqualTo(ulps + 4);
        }
    }

    private static void near(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-11));
        }
    }
}

package dev.costate.runtime;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Prints how long each kernel of {@link Rows} takes for an element, beside {@code z[i] += a * x[i]} in a loop of its
 * own at the same length. A kernel that a virtual machine ceased to make vector instructions of shows at once. Every
 * kernel has run a million times on rows of 1 to 3 elements before, as it has in a program with small models.
 */
final class RowBenchmark {
    private static final int[] LENGTHS = {8, 64, 256, 1000};
    private static final int MOST = 1000;
    private static final int SMALL_CALLS = 1_000_000;
    private static final long BATCH_NANOSECONDS = 300_000;
    private static final int BATCHES = 60;

    private final double[] x = random(-3, 3);
    private final double[] positive = random(0.1, 9);
    private final double[] e = random(0, 1);
    private final double[] y = random(-1, 1);
    private final double[] z = random(-1, 1);
    private final double[] d = random(-1, 1);
    private final double[][] inputs = {random(0, 1), random(0, 1), random(0, 1), random(0, 1)};
    private final double[][] outputs = {random(0, 1), random(0, 1), random(0, 1), random(0, 1)};
    private final double[] weights = {
        1e-9, -1e-9, 2e-9, -2e-9, 1e-9, -1e-9, 2e-9, -2e-9, 1e-9, -1e-9, 2e-9, -2e-9, 0, 0, 0, 0
    };
    private final double[] flat = new double[4 * MOST];
    private final int[] at = new Random(1).ints(MOST, 0, MOST).toArray();

    private RowBenchmark() {}

    private static double[] random(double from, double to) {
        return new Random(1).doubles(MOST, from, to).toArray();
    }

    /** The kernels by name, those of several rows with how many multiplications there are for an element. */
    private Map<String, IntConsumer> kernels() {
        Map<String, IntConsumer> all = new LinkedHashMap<>();
        all.put("fill", n -> Rows.fill(1, z, n));
        all.put("addScaled", n -> Rows.addScaled(1e-9, x, z, n));
        all.put("addScaled4 (4)", n -> Rows.addScaled4(1e-9, x, 1e-9, y, -1e-9, e, 1e-9, d, z, n));
        all.put("combine 4 (4)", n -> Rows.combine(weights, 0, 1, inputs, 4, z, n));
        all.put("addProducts 4 x 4 (16)", n -> Rows.addProducts(weights, 0, 4, 1, inputs, 4, outputs, 4, n));
        all.put("sum", n -> z[0] = Rows.sum(x, n));
        all.put("dot", n -> z[0] = Rows.dot(x, y, n));
        all.put("dots 4 (4)", n -> Rows.dots(x, inputs, 4, d, 0, 1, n));
        all.put("max", n -> z[0] = Rows.max(x, n));
        all.put("gather", n -> Rows.gather(x, at, z, n));
        all.put("pack 4 (4)", n -> Rows.pack(flat, 0, n, inputs, 4, n));
        all.put("packTransposed 4 (4)", n -> Rows.packTransposed(flat, 0, 4, inputs, 4, n));
        all.put("exp", n -> Rows.exp(x, z, n));
        all.put("expm1", n -> Rows.expm1(x, z, n));
        all.put("log", n -> Rows.log(positive, z, n));
        all.put("log1p", n -> Rows.log1p(positive, z, n));
        all.put("expNegAbs", n -> Rows.expNegAbs(x, z, n));
        all.put("softplus", n -> Rows.softplus(x, e, z, n));
        all.put("sigmoid", n -> Rows.sigmoid(x, e, z, n));
        all.put("sigmoidDx", n -> Rows.sigmoidDx(e, z, n));
        all.put("tanh", n -> Rows.tanh(x, z, n));
        all.put("sech2", n -> Rows.sech2(x, z, n));
        return all;
    }

    private void reference(int n) {
        double[] from = x;
        double[] to = z;
        for (int i = 0; i < n; i++) {
            to[i] += from[i] * 1e-9;
        }
    }

    public static void main(String[] arguments) {
        RowBenchmark benchmark = new RowBenchmark();
        Map<String, IntConsumer> kernels = benchmark.kernels();
        for (int k = 0; k < SMALL_CALLS; k++) {
            int n = 1 + k % 3;
            kernels.values().forEach(kernel -> kernel.accept(n));
        }
        System.out.println(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + "\n");
        System.out.println("| kernel | 8 | 64 | 256 | 1000 |");
        System.out.println("|---|--:|--:|--:|--:|");
        double[] unit = measured(benchmark::reference);
        row("`z[i] += a * x[i]`", unit, unit);
        kernels.forEach((name, kernel) -> row(name, measured(kernel), unit));
    }

    private static void row(String name, double[] times, double[] unit) {
        StringBuilder line = new StringBuilder("| " + name + " |");
        for (int k = 0; k < LENGTHS.length; k++) {
            line.append(String.format(Locale.ROOT, " %.2f (%.1f) |", times[k], times[k] / unit[k]));
        }
        System.out.println(line);
    }

    /** The least of many batches, for each length. */
    private static double[] measured(IntConsumer kernel) {
        double[] least = new double[LENGTHS.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int k = 0; k < LENGTHS.length; k++) {
                int n = LENGTHS[k];
                long calls = 0;
                long start = System.nanoTime();
                long duration;
                do {
                    for (int call = 0; call < 50; call++) {
                        kernel.accept(n);
                    }
                    calls += 50;
                    duration = System.nanoTime() - start;
                } while (duration < BATCH_NANOSECONDS);
                least[k] = Math.min(least[k], (double) duration / calls / n);
            }
        }
        return least;
    }
}

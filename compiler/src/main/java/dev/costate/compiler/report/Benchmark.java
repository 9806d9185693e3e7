package dev.costate.compiler.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * Measures how long computations take once the JIT compiler has done its work. They run in turns, a batch of about a
 * millisecond each, so that noise of the machine hits all of them alike; what is reported is of the batches in the
 * second half of the time.
 *
 * <p>Results are summed and the sum is stored, so no call can be dropped. None can be moved out of the loop either as
 * long as computations write arrays: another call might read what they wrote.
 */
public final class Benchmark {
    private static final long BATCH_NANOSECONDS = 1_000_000;
    /** A batch is steady that takes at most so much more than the median. */
    private static final double STEADY = 1.1;
    /** So many batches in a row must be steady. */
    private static final int IN_A_ROW = 5;

    /** Where results go: nobody else reads it, but who knows. */
    private static final AtomicLong RESULT = new AtomicLong();

    private Benchmark() {}

    private static void consume(double result) {
        RESULT.set(Double.doubleToRawLongBits(result));
    }

    /**
     * How long one computation takes, in nanoseconds.
     *
     * @param median of one call, in the median batch of the steady half
     * @param least of one call, in the fastest batch of all
     * @param first the very first call
     * @param warmUp spent in this computation, from the first call on, until its time was steady
     * @param calls how many calls there were
     * @param allocated bytes a call in the steady half, or -1 if the JVM does not tell
     * @param batches of calls, in order
     */
    public record Timing(
            double median,
            double least,
            double first,
            double warmUp,
            long calls,
            double allocated,
            List<Batch> batches) {
        public Timing {
            batches = List.copyOf(batches);
        }

        /** How long it had run, from the first call on, when a call took no longer than so much; empty if none did. */
        public OptionalDouble until(double each) {
            return batches.stream()
                    .filter(batch -> batch.each <= each)
                    .mapToDouble(Batch::start)
                    .findFirst();
        }
    }

    /** Some calls in a row: when they began, in time spent in this computation, and what one of them took. */
    public record Batch(long start, double each, long calls, long bytes) {}

    /**
     * Measures computations.
     *
     * @param subjects the computations by name
     * @param seconds how long each runs altogether
     * @return by the same names
     */
    public static Map<String, Timing> measure(Map<String, DoubleSupplier> subjects, double seconds) {
        Map<String, Runs> runs = new LinkedHashMap<>();
        subjects.forEach((name, subject) -> runs.put(name, new Runs(subject)));
        long limit = Math.round(seconds * 1e9);
        for (boolean open = true; open; ) {
            open = false;
            for (Runs run : runs.values()) {
                if (run.batches.isEmpty() || run.nanoseconds < limit) {
                    run.batch();
                    open = true;
                }
            }
        }
        Map<String, Timing> timings = new LinkedHashMap<>();
        runs.forEach((name, run) -> timings.put(name, run.timing()));
        return timings;
    }

    private static final class Runs {
        private final DoubleSupplier subject;
        private final List<Batch> batches = new ArrayList<>();
        private final double first;
        private long nanoseconds;
        private long calls;

        Runs(DoubleSupplier subject) {
            this.subject = subject;
            long start = System.nanoTime();
            consume(subject.getAsDouble());
            this.nanoseconds = System.nanoTime() - start;
            this.first = nanoseconds;
            this.calls = 1;
        }

        void batch() {
            double last = batches.isEmpty() ? first : batches.get(batches.size() - 1).each;
            // Not many more than before: code that has just been compiled to be fast may be thrown away again.
            long n = Math.min((long) (BATCH_NANOSECONDS / Math.max(last, 1)), 10 * calls);
            batch(Math.max(n, 1));
        }

        private void batch(long n) {
            long allocated = AllocatedMemory.bytes();
            long start = System.nanoTime();
            double sum = 0;
            for (long k = 0; k < n; k++) {
                sum += subject.getAsDouble();
            }
            long duration = System.nanoTime() - start;
            long bytes = allocated < 0 ? -1 : AllocatedMemory.bytes() - allocated;
            consume(sum);
            batches.add(new Batch(nanoseconds, (double) duration / n, n, bytes));
            nanoseconds += duration;
            calls += n;
        }

        Timing timing() {
            List<Batch> steady =
                    batches.stream().filter(b -> b.start >= nanoseconds / 2).toList();
            steady = steady.isEmpty() ? batches.subList(batches.size() - 1, batches.size()) : steady;
            double median = median(steady.stream().mapToDouble(Batch::each).toArray());
            double least = batches.stream().mapToDouble(Batch::each).min().orElse(median);
            double bytes = steady.stream().mapToLong(Batch::bytes).sum();
            double allocated = bytes < 0
                    ? -1
                    : bytes / steady.stream().mapToLong(Batch::calls).sum();
            return new Timing(median, least, first, warmUp(median), calls, allocated, batches);
        }

        private double warmUp(double median) {
            int row = 0;
            for (int k = 0; k < batches.size(); k++) {
                row = batches.get(k).each <= STEADY * median ? row + 1 : 0;
                if (row == IN_A_ROW) {
                    return batches.get(k - row + 1).start;
                }
            }
            return row == 0 ? nanoseconds : batches.get(batches.size() - row).start;
        }

        private static double median(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}

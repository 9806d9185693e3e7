package dev.costate.runtime;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A batch in ranges that depend on nothing but sizes. Threads take one range after the other until none is left; the
 * sums are added in the order of the ranges, so it does not matter who took which.
 */
final class BatchParts<P extends BatchPass<?, P>> {
    /** There are so many ranges at most. */
    private static final int MOST = 32;

    /** And so many that they have this many derivatives together at most. */
    private static final int DERIVATIVES = 400_000;

    /** How often a thread that waits looks before it sleeps: some ten microseconds. */
    private static final int SPINS = 500;

    private final P whole;
    private final int size;
    private final int step;
    private final BatchPass<?, P>[] passes;
    private final double[][] gradients;
    private final Throwable[] failures;
    /** The first range that no thread has taken. */
    private final AtomicInteger next;
    /** How many ranges are not done yet. */
    private final AtomicInteger open = new AtomicInteger();

    private double[] theta = {};
    private Thread caller = Thread.currentThread();

    /** @param whole adds up the first range, and all of them in the end */
    @SuppressWarnings({"unchecked", "rawtypes"})
    BatchParts(P whole, int size, int derivatives) {
        this.whole = whole;
        this.size = size;
        this.step = whole.step();
        int count = count((int) ((size + (step - 1L)) / step), derivatives);
        this.passes = new BatchPass[count];
        this.gradients = new double[count][];
        this.failures = new Throwable[count];
        this.next = new AtomicInteger(count);
        for (int k = 0; k < count; k++) {
            passes[k] = k == 0 ? whole : whole.part();
            gradients[k] = new double[k == 0 ? 0 : derivatives];
        }
    }

    /**
     * Into how many ranges a batch is divided.
     *
     * @param size of the batch, in what all ranges are multiples of
     */
    static int count(int size, int derivatives) {
        int few = Math.min(MOST, DERIVATIVES / Math.max(1, derivatives));
        return Math.max(1, Math.min(few, size));
    }

    int count() {
        return passes.length;
    }

    /** Offers the ranges to all who {@link #work}; the calling thread is woken when they are done. */
    void begin(double[] point, double[] gradient) {
        theta = point;
        gradients[0] = gradient;
        caller = Thread.currentThread();
        Arrays.fill(failures, null);
        open.set(passes.length);
        next.set(0);
    }

    /** Takes ranges until none is left. */
    void work() {
        for (int k = next.getAndIncrement(); k < passes.length; k = next.getAndIncrement()) {
            Thread waiting = caller;
            run(k);
            if (open.decrementAndGet() == 0) {
                LockSupport.unpark(waiting);
            }
        }
    }

    private void run(int k) {
        try {
            if (k > 0) {
                Arrays.fill(gradients[k], 0.0);
            }
            passes[k].run(theta, gradients[k], bound(k), bound(k + 1));
        } catch (RuntimeException | Error e) {
            failures[k] = e;
        }
    }

    private int bound(int k) {
        long steps = (size + (step - 1L)) / step;
        return (int) Math.min(size, steps * k / passes.length * step);
    }

    /** Waits for the ranges that others have taken. An interrupt is kept for later, since none of them takes long. */
    void await() {
        boolean interrupted = false;
        for (int looks = 0; open.get() > 0; looks++) {
            if (looks < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Adds up the ranges; where some failed, the first of them tells why. */
    @SuppressWarnings("unchecked")
    void add() {
        double[] gradient = gradients[0];
        gradients[0] = null;
        for (Throwable failure : failures) {
            if (failure instanceof Error error) {
                throw error;
            } else if (failure != null) {
                throw (RuntimeException) failure;
            }
        }
        for (int k = 1; k < passes.length; k++) {
            whole.add((P) passes[k]);
            BatchPass.add(gradients[k], gradient);
        }
    }
}

package dev.costate.runtime;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads that share the work of one evaluation. The batch is divided into ranges, 32 at most, by its size and the
 * number of derivatives alone, and their sums are added in their order: results do not depend on the number of threads,
 * nor on which of them takes which range, to the last bit.
 *
 * <ul>
 *   <li>The calling thread takes ranges as the others do, and waits only for those that others have taken. So an
 *       executor that is busy, that runs tasks in the calling thread, or that rejects them, makes an evaluation slower
 *       and no different.
 *   <li>Where ranges fail, the evaluation fails when all are done, with the exception of the first.
 *   <li>An interrupt does not end an evaluation; the thread is still interrupted afterwards.
 *   <li>The first evaluation makes the objects that add up the ranges; after that nothing is allocated but what the
 *       executor does.
 * </ul>
 */
public final class Parallel {
    private final Executor executor;
    private final Helper[] helpers;
    /** What the helpers work at. */
    private volatile Optional<? extends BatchParts<?>> current = Optional.empty();

    private double[] gradient = {};

    /**
     * A task that is at most once in the queue of the executor; one that comes late helps with what is current then.
     */
    private final class Helper implements Runnable {
        private final AtomicBoolean queued = new AtomicBoolean();

        @Override
        public void run() {
            queued.set(false);
            current.ifPresent(BatchParts::work);
        }

        void submit() {
            if (queued.compareAndSet(false, true)) {
                try {
                    executor.execute(this);
                } catch (RejectedExecutionException e) {
                    // The other threads do its work.
                    queued.set(false);
                }
            }
        }
    }

    /**
     * Threads of an executor.
     *
     * @param executor runs all but one of them
     * @param threads how many there are, the one that asks for the evaluation among them; at least 1
     */
    public Parallel(Executor executor, int threads) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.helpers = new Helper[Checks.atLeast("threads", threads, 1) - 1];
        for (int k = 0; k < helpers.length; k++) {
            helpers[k] = new Helper();
        }
    }

    /**
     * Adds up over a batch.
     *
     * @param pass whose results are those of the whole batch afterwards
     * @param theta the parameters
     * @param gradient receives the sums of the derivatives
     * @param size of the batch
     * @param <P> the class of the computation
     */
    public <P extends BatchPass<?, P>> void run(P pass, double[] theta, double[] gradient, int size) {
        // No range yet: what is not bound is told, and what depends on data alone is computed by this thread.
        pass.run(theta, gradient, 0, 0);
        Optional<BatchParts<P>> made = pass.parts(pass, size, gradient.length);
        BatchParts<P> parts = made.orElseThrow();
        parts.begin(theta, gradient);
        current = made;
        try {
            for (int k = 0; k < Math.min(helpers.length, parts.count() - 1); k++) {
                helpers[k].submit();
            }
        } finally {
            parts.work();
            parts.await();
            current = Optional.empty();
        }
        parts.add();
    }

    /** An array for derivatives that nobody asks for. */
    public double[] gradient(int length) {
        if (gradient.length != length) {
            gradient = new double[length];
        }
        return gradient;
    }
}

package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that share a batch, whatever executors, failures and interrupts do to them. */
class ParallelTest {
    private static final int SIZE = 1000;
    private static final Executor REJECTS = task -> {
        throw new RejectedExecutionException("full");
    };
    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    @AfterEach
    void shutdown() {
        pool.shutdownNow();
    }

    /** Sums of sin(theta i), with the derivative; what happens at an iteration can be told. */
    private static final class Sines extends BatchPass<String, Sines> {
        private final double[] terms;
        private final IterationCheck check;
        private int step = 1;
        private double sum;

        Sines(IterationCheck check) {
            super("Sines");
            this.check = check;
            this.terms = new double[SIZE];
        }

        private Sines(Sines whole) {
            super(whole.model);
            this.check = whole.check;
            this.terms = whole.terms;
            this.step = whole.step;
        }

        @Override
        protected int step() {
            return step;
        }

        @Override
        protected void run(double[] theta, double[] gradient, int from, int to) {
            double total = 0;
            gradient[0] = 0;
            assertThat(from % step).isZero();
            assertThat(to % step == 0 || to == SIZE).isTrue();
            for (int i = from; i < to; i++) {
                check.at(i);
                terms[i] = Math.sin(theta[0] * i);
                total += terms[i];
                gradient[0] += i * Math.cos(theta[0] * i);
            }
            sum = total;
        }

        @Override
        protected Sines part() {
            return new Sines(this);
        }

        @Override
        protected void add(Sines part) {
            sum += part.sum;
        }
    }

    private interface IterationCheck {
        void at(int i);
    }

    private static double[] run(Sines pass, Parallel parallel, double theta) {
        double[] gradient = {Double.NaN};
        parallel.run(pass, new double[] {theta}, gradient, SIZE);
        return new double[] {pass.sum, gradient[0]};
    }

    private static double[] run(Executor executor, int threads) {
        return run(new Sines(i -> {}), new Parallel(executor, threads), 0.7);
    }

    @Test
    void sameBitsForAnyNumberOfThreadsAndAnyExecutor() {
        double[] one = run(Runnable::run, 1);
        double[] plain = new double[2];
        for (int i = 0; i < SIZE; i++) {
            plain[0] += Math.sin(0.7 * i);
            plain[1] += i * Math.cos(0.7 * i);
        }
        assertThat(one[0]).isCloseTo(plain[0], offset(1e-11));
        assertThat(one[1]).isCloseTo(plain[1], offset(1e-8));
        for (int threads = 1; threads <= 40; threads++) {
            assertThat(run(pool, threads)).as("%s threads", threads).isEqualTo(one);
        }
        assertThat(run(Runnable::run, 3)).isEqualTo(one);
        assertThat(run(REJECTS, 3)).isEqualTo(one);
        assertThat(run(task -> {}, 3)).as("tasks are lost").isEqualTo(one);
    }

    @Test
    void tasksThatComeLateChangeNothing() {
        List<Runnable> late = new ArrayList<>();
        Parallel parallel = new Parallel(late::add, 3);
        Sines pass = new Sines(i -> {});
        double[] first = run(pass, parallel, 0.7);
        double[] second = run(pass, parallel, 0.2);
        assertThat(late).as("a task is in the queue once").hasSize(2);
        late.forEach(Runnable::run);
        assertThat(pass.sum).isEqualTo(second[0]);
        assertThat(run(pass, parallel, 0.7)).isEqualTo(first);
        assertThat(late).hasSize(4);
    }

    @Test
    void threadsDoShare() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        ThreadLocal<Boolean> met = ThreadLocal.withInitial(() -> false);
        Sines pass = new Sines(i -> {
            if (!met.get()) {
                met.set(true);
                both.countDown();
                try {
                    assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        assertThat(run(pass, new Parallel(pool, 2), 0.7)).isEqualTo(run(Runnable::run, 1));
    }

    @Test
    void theFirstRangeThatFailsTellsWhy() {
        Sines pass = new Sines(i -> {
            if (i % 400 == 399) {
                throw new IndexOutOfBoundsException("i is " + i);
            }
        });
        Parallel parallel = new Parallel(pool, 3);
        for (int trial = 0; trial < 50; trial++) {
            assertThatThrownBy(() -> run(pass, parallel, 0.7))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("i is 399");
        }
        Sines broken = new Sines(i -> {
            throw new StackOverflowError();
        });
        assertThatThrownBy(() -> run(broken, parallel, 0.7)).isInstanceOf(StackOverflowError.class);
        assertThat(run(new Sines(i -> {}), parallel, 0.7)).isEqualTo(run(Runnable::run, 1));
    }

    @Test
    void anExecutorThatFailsFailsWhenAllIsDone() {
        Parallel parallel = new Parallel(
                task -> {
                    throw new IllegalArgumentException("no");
                },
                2);
        Sines pass = new Sines(i -> {});
        assertThatThrownBy(() -> run(pass, parallel, 0.7)).hasMessage("no");
        assertThat(pass.terms[SIZE - 1]).isEqualTo(Math.sin(0.7 * (SIZE - 1)));
    }

    @Test
    void interruptsAreKept() {
        Thread.currentThread().interrupt();
        double[] results = run(new Sines(i -> pause()), new Parallel(pool, 3), 0.7);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(results).isEqualTo(run(Runnable::run, 1));
    }

    /** A little time, so that the calling thread waits for others. */
    private static void pause() {
        long end = System.nanoTime() + 20_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** However many steps there are: more than ranges, fewer, one that is longer than all. */
    @Test
    void rangesBeginAtMultiplesOfTheStep() {
        double[] expected = run(Runnable::run, 1);
        for (int step : new int[] {3, 7, SIZE / 3, SIZE - 1, SIZE, SIZE + 1}) {
            Sines pass = new Sines(i -> {});
            pass.step = step;
            assertThat(run(pass, new Parallel(pool, 3), 0.7)[1]).isCloseTo(expected[1], within(1e-9));
            assertThat(pass.terms[SIZE - 1]).isEqualTo(Math.sin(0.7 * (SIZE - 1)));
        }
    }

    @Test
    void ranges() {
        assertThat(BatchParts.count(1_000_000, 10)).isEqualTo(32);
        assertThat(BatchParts.count(5, 10)).isEqualTo(5);
        assertThat(BatchParts.count(0, 10)).isEqualTo(1);
        assertThat(BatchParts.count(1_000_000, 100_000)).isEqualTo(4);
        assertThat(BatchParts.count(1_000_000, 1_000_000)).isEqualTo(1);
        assertThatThrownBy(() -> new Parallel(pool, 0)).hasMessage("threads must be at least 1, got 0");
    }
}

package dev.costate.runtime;

/** Whether {@link Math#fma} is an instruction of the processor, without which it is a hundred times slower. */
final class FusedMultiply {
    /** Decided once, so that results are the same in all of a run. */
    static final boolean IS_FAST = takesLessThan(200);

    private FusedMultiply() {}

    /**
     * Times it, since no interface tells. Without the instruction it makes objects of {@link java.math.BigDecimal}:
     * microseconds when it runs for the first time and half of one when compiled. The instruction takes some
     * nanoseconds, also when interpreted. The least of many times is what the machine does when nothing else is run.
     */
    private static boolean takesLessThan(int nanoseconds) {
        int calls = 8;
        long least = Long.MAX_VALUE;
        double x = 1;
        for (int trial = 0; trial < 100; trial++) {
            long start = System.nanoTime();
            for (int k = 0; k < calls; k++) {
                x = Math.fma(x, 0.3, 0.7);
            }
            least = Math.min(least, System.nanoTime() - start);
        }
        return least < (long) nanoseconds * calls && x > 0;
    }
}

package dev.costate.compiler.report;

import java.lang.management.ManagementFactory;

/** What the current thread has allocated, where the JVM tells. */
final class AllocatedMemory {
    private static final boolean KNOWN = known();

    private AllocatedMemory() {}

    /** Bytes since the thread started, or -1 if the JVM does not tell. */
    static long bytes() {
        return KNOWN ? Counter.bytes() : -1;
    }

    private static boolean known() {
        try {
            return Counter.bytes() >= 0;
        } catch (LinkageError | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Apart, because a JVM without {@code jdk.management} can't load it. */
    private static final class Counter {
        private static final com.sun.management.ThreadMXBean THREADS =
                ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);

        static long bytes() {
            return THREADS == null
                    ? -1
                    : THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        }
    }
}

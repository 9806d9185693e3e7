package dev.costate.compiler;

import dev.costate.compiler.source.CompilerBug;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs walks over the tree, whose depth is bounded by the parser but may be more than a caller's stack has room for.
 */
final class DeepStack {
    /** In bytes. */
    private static final long SIZE = 1L << 28;

    private DeepStack() {}

    /** The result of a task that runs in a thread of its own while this one waits. */
    static <T> T run(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(null, task, name, SIZE).start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompilerBug("compile", "interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new CompilerBug("compile", String.valueOf(e.getCause()));
        }
    }
}

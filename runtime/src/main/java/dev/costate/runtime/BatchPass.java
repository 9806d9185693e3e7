package dev.costate.runtime;

import java.util.Optional;

/**
 * A computation that adds up over a batch, such as the observations of a regression. A range of the batch can be added
 * up by an object of its own, and then be added to the rest: see {@link Parallel}.
 *
 * @param <M> the generated class
 * @param <P> the class of the computation itself
 */
public abstract class BatchPass<M, P extends BatchPass<M, P>> extends ModelPass<M> {
    /** The ranges of the batch, and the objects that add them up; made when threads share the work. */
    private Optional<BatchParts<P>> parts = Optional.empty();

    /** For the sizes and data of an object. */
    protected BatchPass(M model) {
        super(model);
    }

    /**
     * Adds up over a range of the batch, after what the iterations read besides.
     *
     * @param theta the parameters
     * @param gradient receives what the range adds to the derivatives
     * @param from where the range begins
     * @param to where it ends
     */
    protected abstract void run(double[] theta, double[] gradient, int from, int to);

    /** {@return what ranges begin at multiples of} */
    protected int step() {
        return 1;
    }

    /** {@return one that adds up another range of the batch} */
    protected abstract P part();

    /** Adds what a range adds up to what this has added up; the derivatives are added elsewhere. */
    protected abstract void add(P part);

    /** Adds the elements of an array to those of another. */
    protected static void add(double[] part, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += part[i];
        }
    }

    /**
     * The ranges of a batch.
     *
     * @param self this
     * @param derivatives how many there are
     */
    final Optional<BatchParts<P>> parts(P self, int size, int derivatives) {
        if (parts.isEmpty()) {
            parts = Optional.of(new BatchParts<>(self, size, derivatives));
        }
        return parts;
    }
}

package dev.costate.runtime;

/**
 * What a generated class computes of data alone: when it is first needed after the data was bound, and then read by all
 * that depends on parameters too.
 *
 * @param <M> the generated class
 */
public abstract class Preparation<M> extends ModelPass<M> {
    private boolean done;
    private int version;

    /** For the sizes and data of an object. */
    protected Preparation(M model) {
        super(model);
    }

    /** Computes all of it. */
    protected abstract void run();

    /** Computes all of it, unless that has been done since the data was bound. */
    public final void prepare() {
        if (!done) {
            run();
            done = true;
        }
    }

    /**
     * Computes all of it, unless that has been done for this version of the data.
     *
     * @param bound changes whenever the data is bound
     */
    public final void prepare(int bound) {
        done &= bound == version;
        version = bound;
        prepare();
    }

    /** {@return the same, which data has been bound for that makes it be computed anew; null stays null}
     * @param preparation that no other object reads, or null
     * @param <P> its class
     */
    public static <P extends Preparation<?>> P anew(P preparation) {
        Preparation<?> stale = preparation;
        if (stale != null) {
            stale.done = false;
        }
        return preparation;
    }
}

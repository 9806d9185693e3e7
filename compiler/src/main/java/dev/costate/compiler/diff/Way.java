package dev.costate.compiler.diff;

/**
 * In which way a derivative is taken, where its form leaves a choice.
 *
 * @param again whether its equations run where the outputs are known
 * @param byRows whether reverse mode goes through the outputs one by one, rather than forward mode through the inputs
 * @param compressed whether columns, or rows if it goes by them, of one colour are computed together
 * @param alone whether each element of a diagonal moves in its own direction only, if it can
 */
public record Way(boolean again, boolean byRows, boolean compressed, boolean alone) {
    /** With the model's equations, in no other special way. */
    public static final Way PLAIN = new Way(false, false, false, false);

    /** Where the outputs are known. */
    public static final Way AGAIN = new Way(true, false, false, false);

    /** Each output by itself. */
    public static final Way BY_ROWS = new Way(false, true, false, false);

    /** Each element of a diagonal by itself. */
    public static final Way ALONE = new Way(false, false, false, true);

    /** The same with what has one colour computed together. */
    public Way inColours() {
        return new Way(again, byRows, true, alone);
    }
}

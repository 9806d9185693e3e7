package dev.costate.compiler.loop;

/**
 * What a caller hands to a unit besides the point.
 *
 * @param name what the parameter is called in Java
 */
public record Argument(String name, Type type) {
    /** What it is. */
    public enum Type {
        NUMBER,
        NUMBERS,
        INTEGERS,
        SETS
    }

    /** Which columns of a compressed matrix are computed together: the colour of each, and behind them their number. */
    public static final Argument COLUMN_COLOURS = new Argument("columnColours", Type.INTEGERS);

    /** The same of rows. */
    public static final Argument ROW_COLOURS = new Argument("rowColours", Type.INTEGERS);

    /** Whether it is one number and no array. */
    public boolean scalar() {
        return type == Type.NUMBER;
    }
}

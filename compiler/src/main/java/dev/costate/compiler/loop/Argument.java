package dev.costate.compiler.loop;

import java.util.List;

/**
 * What a caller hands to a unit besides the point.
 *
 * @param name what the parameter is called in Java
 * @param each how many elements it has for each of the rows of a matrix, one after the other and then again; if that is
 *     known
 */
public record Argument(String name, Type type, List<Integer> each) {
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

    /**
     * Where the derivatives of a row go among the values of a sparse matrix: for each row, for each variable that it
     * depends on, its slot; and behind them how many slots there are.
     */
    public static final Argument SLOTS = new Argument("slots", Type.INTEGERS);

    /** The name of {@link #columns}. */
    public static final String COLUMNS = "columns";

    public Argument(String name, Type type) {
        this(name, type, List.of());
    }

    /** The input that each of the variables of each row is. */
    public static Argument columns(List<Integer> variables) {
        return new Argument(COLUMNS, Type.SETS, variables);
    }

    public Argument {
        each = List.copyOf(each);
    }

    /** Whether it is one number and no array. */
    public boolean scalar() {
        return type == Type.NUMBER;
    }
}

package dev.costate.compiler.names;

import dev.costate.compiler.ir.Poly;
import java.util.List;

/** What the messages of several layers say in the same words. */
public final class Phrases {
    private static final String[] ORDINALS = {"first", "second", "third", "fourth"};
    /** The length up to which the text of a model is quoted in a sentence. */
    private static final int QUOTED = 40;

    private Phrases() {}

    /** {@code 1 entry}, {@code 2 entries}. */
    public static String count(Object number, String one, String many) {
        return number + " " + (number.toString().equals("1") ? one : many);
    }

    /** {@code 1 argument}, {@code 2 arguments}. */
    public static String arguments(int number) {
        return count(number, "argument", "arguments");
    }

    /** {@code 1 subscript}, {@code 2 subscripts}. */
    public static String subscripts(int number) {
        return count(number, "subscript", "subscripts");
    }

    /** {@code 1 axis}, {@code 2 axes}. */
    public static String axes(int number) {
        return count(number, "axis", "axes");
    }

    /** Which of several axes is meant, as the end of a sentence; nothing if there is only one. */
    public static String alongAxis(int axis, int axes) {
        String ordinal = axis < ORDINALS.length ? ORDINALS[axis] : (axis + 1) + "th";
        return axes == 1 ? "" : " along its " + ordinal + " axis";
    }

    /** {@code a number}, {@code an array of shape [N, 2]}. */
    public static String ofShape(List<Poly> shape) {
        return shape.isEmpty() ? "a number" : "an array of shape " + shape;
    }

    /** The text between backticks; if it is long, what is said in its place. */
    public static String quoted(String text, String otherwise) {
        return text.length() > QUOTED || text.contains("\n") ? otherwise : "`" + text + "`";
    }
}

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

    /** Whether it is one number and no array. */
    public boolean scalar() {
        return type == Type.NUMBER;
    }
}

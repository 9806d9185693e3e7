package dev.costate.compiler.loop;

/**
 * What a caller hands to a unit besides the point: an array, or one number.
 *
 * @param name what the parameter is called in Java
 */
public record Argument(String name, boolean scalar) {}

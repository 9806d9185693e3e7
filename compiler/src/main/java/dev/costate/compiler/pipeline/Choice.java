package dev.costate.compiler.pipeline;

/**
 * A decision that is made with all units in sight, so that it is no pass over one of them, and can be made otherwise.
 *
 * @param name what it is called by {@link Switches#without}
 * @param by the class that decides
 * @param purpose why there is such a choice, in a few words
 * @param place when it is made
 */
record Choice(String name, Class<?> by, String purpose, String place) {}

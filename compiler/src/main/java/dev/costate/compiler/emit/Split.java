package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Local;
import java.util.List;
import java.util.Map;

/**
 * A computation cut into methods.
 *
 * @param root the method that runs all
 * @param parts the others, each after those it calls
 * @param slots for each local that several methods use, its place in the workspace
 */
record Split(Part root, List<Part> parts, Map<Local, Integer> slots) {}

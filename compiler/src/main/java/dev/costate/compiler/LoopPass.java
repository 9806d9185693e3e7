package dev.costate.compiler;

import dev.costate.compiler.loop.Statement;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A pass over the statements of a unit.
 *
 * @param name what it is called by {@link ModelCompiler.Options#without}
 * @param purpose why there is such a pass, in a few words
 * @param optional whether the statements are right, and short enough for Java, without it
 * @param body what becomes of the statements
 */
record LoopPass(String name, String purpose, boolean optional, UnaryOperator<List<Statement>> body) {}

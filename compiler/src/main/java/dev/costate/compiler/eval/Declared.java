package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Declaration;
import org.jspecify.annotations.Nullable;

/** What the names of a file stand for: what it declares, then what it imports. */
interface Declared {
    /**
     * A function.
     *
     * @param file the names that its body uses
     */
    record Function(Declaration.Function declaration, Declared file) {}

    Env.@Nullable Item find(String name);

    @Nullable
    Function function(String name);

    /** Whether it is a dim or a constant. */
    boolean isSize(String name);

    /** Whether it is a constant, or a dim that is made of constants. */
    boolean isConstant(String name);
}

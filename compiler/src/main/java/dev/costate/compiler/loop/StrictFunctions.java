package dev.costate.compiler.loop;

import java.util.List;

/** Puts functions that have the same bits everywhere in the place of those of Java that may not. */
public final class StrictFunctions {
    private StrictFunctions() {}

    /** The statements with strict functions. */
    public static List<Statement> of(List<Statement> body) {
        return body.stream()
                .map(statement -> statement.map(local -> local, StrictFunctions::code, StrictFunctions::of))
                .toList();
    }

    private static Code code(Code code) {
        Code image = code.map(StrictFunctions::code);
        return image instanceof Code.Apply apply ? new Code.Apply(apply.op().strict(), apply.operands()) : image;
    }
}

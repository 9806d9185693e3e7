package dev.costate.compiler;

import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Proofs;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Verifier;
import java.util.function.BiFunction;

/**
 * A pass over the equations of a model.
 *
 * @param name what it is called by {@code explain --stage} and {@link ModelCompiler.Options#without}
 * @param purpose why there is such a pass, in a few words
 * @param optional whether the program is right without it
 * @param guarantee what holds behind it
 * @param body what becomes of a program, with what is known of sizes
 */
record Pass(
        String name, String purpose, boolean optional, Guarantee guarantee, BiFunction<Program, Prover, Program> body) {
    /** What the verifier holds a program to. */
    enum Guarantee {
        /** Equations are well formed. */
        WELL_FORMED,
        /**
         * Also no reduction is left in an expression, nothing is read before it is written, and each read is proved to
         * be in range where it is evaluated, or carries its check.
         */
        PROVED;

        Program verify(String pass, Program program, Proofs proofs) {
            return this == PROVED ? Verifier.verify(pass, program, proofs) : Verifier.verify(pass, program);
        }
    }
}

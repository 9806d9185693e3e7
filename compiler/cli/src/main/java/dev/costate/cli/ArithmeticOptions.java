package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ir.SumMode;
import picocli.CommandLine.Option;

/** Options on how compiled classes compute. */
final class ArithmeticOptions {
    @Option(
            names = "--sum",
            paramLabel = "ORDER",
            defaultValue = "blocked",
            description = "How sums are taken: ${COMPLETION-CANDIDATES}. ${DEFAULT-VALUE} if not given.")
    private SumMode sum = SumMode.BLOCKED;

    /** Options of the compiler with these. */
    Options of(Options plain) {
        return plain.withSum(sum);
    }
}

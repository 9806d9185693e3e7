package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.SumMode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options on how compiled classes compute. */
final class ArithmeticOptions {
    @Option(
            names = "--sum",
            paramLabel = "ORDER",
            defaultValue = "blocked",
            description = "How sums are taken: ${COMPLETION-CANDIDATES}. ${DEFAULT-VALUE} if not given.")
    private SumMode sum = SumMode.BLOCKED;

    @Option(
            names = "--reproducible",
            description = "Compute with functions that have the same bits in every Java and on every machine.")
    private boolean reproducible;

    @Mixin
    private HalfOption half;

    /** In which 16 bits models in mixed precision keep what derivatives read. */
    HalfFormat half() {
        return half.format();
    }

    /** Whether nothing of this was asked for. */
    boolean isDefault() {
        return sum == SumMode.BLOCKED && !reproducible && half.isDefault();
    }

    /** Options of the compiler with these. */
    Options of(Options plain) {
        Options ordered = plain.withSum(sum).withHalf(half.format());
        return reproducible ? ordered.withReproducible() : ordered;
    }
}

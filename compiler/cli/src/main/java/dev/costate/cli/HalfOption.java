package dev.costate.cli;

import dev.costate.compiler.ir.HalfFormat;
import picocli.CommandLine.Option;

/** In which 16 bits models that say {@code precision mixed} keep what derivatives read. */
final class HalfOption {
    @Option(
            names = "--half",
            paramLabel = "FORMAT",
            defaultValue = "bfloat16",
            description = "What models in mixed precision keep for derivatives: ${COMPLETION-CANDIDATES}."
                    + " ${DEFAULT-VALUE} if not given.")
    private HalfFormat half = HalfFormat.BFLOAT16;

    boolean isDefault() {
        return half == HalfFormat.BFLOAT16;
    }

    HalfFormat format() {
        return half;
    }
}

package dev.costate.compiler.pipeline;

import dev.costate.compiler.ir.HalfFormat;

/**
 * What the passes over a model are to do.
 *
 * @param switches which of them run
 * @param half in which 16 bits models that say {@code precision mixed} keep what derivatives read
 * @param stages whether to keep each stage as text
 * @param operations whether to count operations
 */
public record PipelineOptions(Switches switches, HalfFormat half, boolean stages, boolean operations) {
    /** These options, but without stages and counts of operations. */
    public PipelineOptions quiet() {
        return new PipelineOptions(switches, half, false, false);
    }

    /** Quiet, with each operation in a statement of its own. */
    public PipelineOptions traced() {
        return quiet().with(switches.asking(Passes.OPERATIONS));
    }

    /** These options, but without blocks: their rows are of double. */
    PipelineOptions withoutBlocks() {
        return with(switches.leaving(Passes.BLOCKS));
    }

    /** These options, but leaving each equation of a derivative by itself, with the place that it comes from. */
    PipelineOptions apart() {
        Switches chosen = switches;
        for (Pass<?> pass : Passes.DERIVATIVES) {
            chosen = chosen.leaving(pass);
        }
        return with(chosen);
    }

    /** These options, but computing the model as it is written, without any pass that can be left out. */
    PipelineOptions literal() {
        return with(new Switches(Passes.optional(), switches.asked(), switches.sum()));
    }

    private PipelineOptions with(Switches chosen) {
        return new PipelineOptions(chosen, half, stages, operations);
    }
}

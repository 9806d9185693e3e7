package dev.costate.compiler.pipeline;

import dev.costate.compiler.batch.RowBlocks;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Proofs;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.rewrite.DeadBranches;
import dev.costate.compiler.rewrite.Values;
import java.util.Set;

/**
 * What the passes over one model share: its graph, and what has been found out about it.
 *
 * @param make where expressions are made
 * @param prover what is known of sizes
 * @param proofs the equations whose reads and writes are proved to be in range
 * @param branches finds branches that are never taken
 * @param values puts values in the place of what only derivatives need
 * @param blocks takes batches in blocks, alike in all units
 * @param results in passes over loops, the places that others read of the unit
 */
record Analyses(
        Exprs make,
        Prover prover,
        Proofs proofs,
        DeadBranches branches,
        Values values,
        RowBlocks blocks,
        Set<Place> results) {
    static Analyses of(Exprs make, Prover prover) {
        return new Analyses(
                make,
                prover,
                new Proofs(prover),
                new DeadBranches(make, prover),
                new Values(make),
                new RowBlocks(make.tensors()),
                Set.of());
    }

    /** The same for the loops of a unit of which others read these places. */
    Analyses of(Set<Place> read) {
        return new Analyses(make, prover, proofs, branches, values, blocks, read);
    }
}

package dev.costate.compiler.emit;

import dev.costate.compiler.ir.SumMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How classes compute, as far as they tell it.
 *
 * @param sum in which order sums are taken
 * @param reproducible whether functions have the same bits everywhere
 */
public record ArithmeticMode(SumMode sum, boolean reproducible) {
    /** As classes compute unless something else is asked for. */
    public static final ArithmeticMode USUAL = new ArithmeticMode(SumMode.BLOCKED, false);

    /** Sentences for the class comment on what is out of the ordinary. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (sum != SumMode.BLOCKED) {
            remarks.add(sum.text());
        }
        if (reproducible) {
            remarks.add("Results have the same bits in every Java and on every machine.");
        }
        return remarks;
    }
}

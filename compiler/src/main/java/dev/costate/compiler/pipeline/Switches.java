package dev.costate.compiler.pipeline;

import dev.costate.compiler.ir.SumMode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which passes run, and which choices are made. What takes sums in an order of its own is there only for the usual one:
 * kernels, several accumulators, and blocks, which add up by lanes. These also have functions of their own, that may be
 * fused instructions, and so are no part of what is reproducible.
 *
 * @param without the names of those that are left out
 * @param asked the names of those that run only if asked for, and are
 * @param sum in which order sums are taken; objects that take them are a pass of that name
 */
public record Switches(Set<String> without, Set<String> asked, SumMode sum) {
    /** What runs if the same bits in every Java are asked for. */
    public static final String REPRODUCIBLE = Passes.REPRODUCIBLE.name();

    /** The names of all passes and choices that can be left out. */
    public static Set<String> optional() {
        return Passes.optional();
    }

    Switches leaving(Pass<?> pass) {
        return new Switches(and(without, pass), asked, sum);
    }

    Switches asking(Pass<?> pass) {
        return new Switches(without, and(asked, pass), sum);
    }

    private static Set<String> and(Set<String> names, Pass<?> pass) {
        Set<String> all = new LinkedHashSet<>(names);
        all.add(pass.name());
        return all;
    }

    boolean runs(Pass<?> pass) {
        if (pass.name().equals(Passes.BLOCKS.name()) && (sum != SumMode.BLOCKED || asked.contains(REPRODUCIBLE))) {
            return false;
        }
        return switch (pass.use()) {
            case ALWAYS -> true;
            case OPTIONAL -> !without.contains(pass.name());
            case IF_ASKED -> asked.contains(pass.name()) || sum.toString().equals(pass.name());
        };
    }

    boolean makes(Choice choice) {
        boolean allowed = sum == SumMode.BLOCKED
                || (sum == SumMode.NAIVE
                        ? !choice.name().equals(Passes.ACCUMULATE.name())
                        : choice.name().equals(Passes.DATA.name()));
        return allowed && !without.contains(choice.name());
    }
}

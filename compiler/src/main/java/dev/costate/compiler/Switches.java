package dev.costate.compiler;

import java.util.Set;

/**
 * Which passes run, and which choices are made.
 *
 * @param without the names of those that are left out
 * @param asked the names of those that run only if asked for, and are
 */
record Switches(Set<String> without, Set<String> asked) {
    boolean runs(Pass<?> pass) {
        return switch (pass.use()) {
            case ALWAYS -> true;
            case OPTIONAL -> !without.contains(pass.name());
            case IF_ASKED -> asked.contains(pass.name());
        };
    }

    boolean makes(Choice choice) {
        return !without.contains(choice.name());
    }
}

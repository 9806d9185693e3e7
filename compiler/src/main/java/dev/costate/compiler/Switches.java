package dev.costate.compiler;

import java.util.Set;

/**
 * Which passes run, and which choices are made.
 *
 * @param without the names of those that are left out
 * @param trial whether those run that are on trial
 */
record Switches(Set<String> without, boolean trial) {
    boolean runs(Pass<?> pass) {
        return switch (pass.use()) {
            case ALWAYS -> true;
            case OPTIONAL -> !without.contains(pass.name());
            case ON_TRIAL -> trial;
        };
    }

    boolean makes(Choice choice) {
        return !without.contains(choice.name());
    }
}

package dev.costate.compiler.emit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Gives each thing of one Java scope a name of its own: the wanted one where it is free, else that with the least number
 * that makes it so. Names given in an inner scope are free again when it is left.
 */
final class Names {
    private static final Set<String> CONTEXTUAL = Set.of("var", "yield", "record", "sealed", "permits", "when");

    private record Given(String name, String wanted, int number) {}

    private final Set<String> reserved;
    private final Set<String> used = new HashSet<>();
    private final Map<String, Integer> next = new HashMap<>();
    private final Deque<List<Given>> scopes = new ArrayDeque<>();

    /** A scope in which the reserved names are never given; the set is read, not copied. */
    Names(Set<String> reserved) {
        this.reserved = reserved;
        scopes.push(new ArrayList<>());
    }

    /** A name that Java accepts: itself, or with an underscore if it is one of Java's own words. */
    static String legal(String name) {
        return SourceVersion.isName(name) && !CONTEXTUAL.contains(name) ? name : name + "_";
    }

    void enter() {
        scopes.push(new ArrayList<>());
    }

    void leave() {
        for (Given given : scopes.pop()) {
            used.remove(given.name());
            next.merge(given.wanted(), given.number(), Math::min);
        }
    }

    /** The wanted name, or it with a number. */
    String local(String hint) {
        String wanted = legal(hint);
        for (int number = next.getOrDefault(wanted, 0); ; number++) {
            String name = number == 0 ? wanted : wanted + number;
            if (!reserved.contains(name) && used.add(name)) {
                next.put(wanted, number + 1);
                scopes.getFirst().add(new Given(name, wanted, number));
                return name;
            }
        }
    }

    /** The wanted name, or it with as many underscores as make it free. */
    String member(String wanted) {
        String name = legal(wanted);
        while (reserved.contains(name) || !used.add(name)) {
            name += "_";
        }
        return name;
    }

    Set<String> given() {
        return Set.copyOf(used);
    }
}

package dev.costate.compiler.emit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Gives each thing of one Java scope a name of its own: the wanted one where it is free, else that with the least
 * number that makes it so, {@code sum1} or {@code x2_1}. Names given in an inner scope are free again when it is left.
 */
final class Names {
    private record Given(String name, String wanted, int number) {}

    private final Predicate<String> reserved;
    private final Set<String> used;
    private final Map<String, Integer> next = new HashMap<>();
    private final Deque<List<Given>> scopes = new ArrayDeque<>();

    /** A scope in which reserved names are never given. */
    Names(Predicate<String> reserved) {
        this(reserved, new HashSet<>());
    }

    private Names(Predicate<String> reserved, Set<String> used) {
        this.reserved = reserved;
        this.used = used;
        scopes.push(new ArrayList<>());
    }

    /** A scope of classes, whose files some systems hold to be one if their names differ by case only. */
    static Names ofClasses(Predicate<String> reserved) {
        return new Names(reserved, new TreeSet<>(String.CASE_INSENSITIVE_ORDER));
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
        String wanted = JavaNames.legal(hint);
        for (int number = next.getOrDefault(wanted, 0); ; number++) {
            String name = number == 0 ? wanted : numbered(wanted, number);
            if (!reserved.test(name) && used.add(name)) {
                next.put(wanted, number + 1);
                scopes.getFirst().add(new Given(name, wanted, number));
                return name;
            }
        }
    }

    private static String numbered(String wanted, int number) {
        boolean isNumbered = Character.isDigit(wanted.charAt(wanted.length() - 1));
        return wanted + (isNumbered ? "_" : "") + number;
    }

    /** The wanted name, or it with as many underscores as make it free. */
    String member(String wanted) {
        return member(wanted, name -> false);
    }

    /** The same where more names are reserved. */
    String member(String wanted, Predicate<String> alsoReserved) {
        String name = JavaNames.legal(wanted);
        while (reserved.test(name) || alsoReserved.test(name) || !used.add(name)) {
            name += "_";
        }
        return name;
    }

    boolean isReserved(String name) {
        return reserved.test(name);
    }

    /** Whether just this name has been given; one that differs by case is another. */
    boolean isGiven(String name) {
        return used instanceof TreeSet<String> any ? name.equals(any.floor(name)) : used.contains(name);
    }
}

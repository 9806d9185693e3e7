package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Local;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where variables stand that several methods of a unit use: in fields of their names, of very many in arrays. */
final class SharedLocals {
    /** Above so many they share arrays: a class cannot have 100 000 fields. */
    private static final int NAMED = 100;

    private final Map<Local, String> names = new LinkedHashMap<>();
    private final Map<Local, Integer> slots = new LinkedHashMap<>();

    /** @param reserved what no field may be called */
    SharedLocals(Set<Local> locals, Predicate<String> reserved) {
        Names given = new Names(reserved);
        for (Local local : locals) {
            if (locals.size() > NAMED) {
                slots.put(local, slots.size());
            } else {
                names.put(local, given.local(local.hint()));
            }
        }
    }

    static JavaType type(Local local) {
        return switch (local.kind()) {
            case REAL -> JavaType.DOUBLE;
            case CONDITION -> JavaType.BOOLEAN;
            case SET -> JavaType.of("IndexSet");
        };
    }

    boolean contains(Local local) {
        return names.containsKey(local) || slots.containsKey(local);
    }

    /** The field of the variable, null if it stands in an array. */
    @Nullable
    String name(Local local) {
        return names.get(local);
    }

    /** Where it stands in the array of those of its kind: conditions among numbers, as 1 and 0. */
    int slot(Local local) {
        return slots.getOrDefault(local, 0);
    }

    /** Those with fields. */
    Map<Local, String> named() {
        return names;
    }

    /** How many share arrays. */
    int slots() {
        return slots.size();
    }

    /** Whether there is an array of numbers, or of sets. */
    boolean hasArray(boolean ofSets) {
        return slots.keySet().stream().anyMatch(local -> (local.kind() == Op.Kind.SET) == ofSets);
    }
}

package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How the places that a unit owns stand in its class: arrays and scalars by name, very many scalars in one array. */
final class UnitFields {
    /** Above so many, scalars that are no outputs share an array: a class cannot have 100 000 fields. */
    private static final int NAMED_SCALARS = 100;

    private final Map<Place, String> names = new LinkedHashMap<>();
    private final Map<Place, Integer> slots = new LinkedHashMap<>();

    UnitFields(Unit unit, Predicate<String> reserved) {
        Names given = new Names(reserved);
        Set<Place> outputs = new HashSet<>(unit.outputs().values());
        List<Place> scalars = new ArrayList<>();
        for (Place place : unit.fields()) {
            if (place.shape().isEmpty()
                    && !outputs.contains(place)
                    && !place.tensor().isTable()) {
                scalars.add(place);
            } else {
                names.put(place, name(place.tensor(), given));
            }
        }
        for (Place place : scalars) {
            if (scalars.size() > NAMED_SCALARS) {
                slots.put(place, slots.size());
            } else {
                names.put(place, name(place.tensor(), given));
            }
        }
    }

    /** What has no name in the model gets a number where its name is taken. */
    private static String name(Tensor tensor, Names given) {
        return switch (tensor.role()) {
            case TEMPORARY, POWERS -> given.local(tensor.name());
            default -> given.member(tensor.name());
        };
    }

    boolean owns(Place place) {
        return names.containsKey(place) || slots.containsKey(place);
    }

    /** The field of the place, null if it stands in the shared array. */
    @Nullable
    String name(Place place) {
        return names.get(place);
    }

    int slot(Place place) {
        return slots.getOrDefault(place, 0);
    }

    int slots() {
        return slots.size();
    }

    /** The places with a field of their own, in order. */
    Map<Place, String> named() {
        return names;
    }
}

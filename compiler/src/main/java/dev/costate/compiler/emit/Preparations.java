package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Unit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where methods find what depends on data alone. */
final class Preparations {
    /**
     * Where a tensor is kept.
     *
     * @param type the class that computes it
     * @param variable that holds an object of it
     * @param method the method of the model that gives one, with all computed
     * @param field null if it stands in the array that scalars share
     * @param slot its place there
     */
    record Location(
            String type,
            String variable,
            String method,
            @Nullable String field,
            int slot) {}

    private final ModelNames names;
    private final Map<Tensor, Location> locations = new HashMap<>();
    private final Set<String> fields = new HashSet<>();

    /** @param units all of the model; what holds their results has its name before any of their fields has */
    Preparations(ModelNames names, List<Unit> units) {
        this.names = names;
        units.stream()
                .filter(unit -> unit.kind() == Unit.Kind.DATA)
                .forEach(unit -> names.prepared(names.preparedType(unit)));
    }

    void add(Unit unit, UnitFields own) {
        String type = names.preparedType(unit);
        unit.fields()
                .forEach(place -> locations.put(
                        place.tensor(),
                        new Location(
                                type,
                                names.prepared(type),
                                names.prepareMethod(type),
                                own.name(place),
                                own.slot(place))));
        fields.addAll(own.named().values());
    }

    Location location(Tensor tensor) {
        return Objects.requireNonNull(locations.get(tensor));
    }

    /** The names of the fields that hold it, which are those of locals elsewhere. */
    Set<String> fields() {
        return fields;
    }

    /** Data, for a comment. */
    static String names(List<Tensor> data) {
        List<String> names =
                data.stream().map(input -> "{@code " + input.name() + "}").toList();
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}

package dev.costate.compiler.emit;

import dev.costate.compiler.check.Model;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the methods of one unit share.
 *
 * @param className of the class that holds the fields
 * @param kept the fields of the forward unit, for a backward one
 * @param widths the fields that hold how wide buffers are that depend on integer data
 * @param classOf for each part the class that has its method
 */
record UnitContext(
        ModelNames names,
        Unit unit,
        String className,
        UnitFields fields,
        @Nullable UnitFields kept,
        Map<Local, Integer> slots,
        Map<Atom.Widest, String> widths,
        Map<Integer, String> classOf) {
    /** The parameters of every method of the unit, in order. */
    List<String> arguments() {
        List<String> names = new ArrayList<>(List.of("theta"));
        unit.arguments().forEach(argument -> names.add(argument.name()));
        return names;
    }

    /** Names that no local of a method may bear. */
    Set<String> reserved() {
        Set<String> reserved = new HashSet<>(names.variables());
        reserve(reserved, fields);
        if (kept != null) {
            reserve(reserved, kept);
        }
        reserved.addAll(widths.values());
        reserved.addAll(classOf.values());
        return reserved;
    }

    /** Arrays become locals of the same name; scalars are reached through their object. */
    private static void reserve(Set<String> reserved, UnitFields fields) {
        fields.named().forEach((place, name) -> {
            if (!place.shape().isEmpty()) {
                reserved.add(name);
            }
        });
    }

    /** The derivative that the unit serves. */
    static Optional<Model.Derivative> derivative(Model model, Unit unit) {
        return model.derivatives().stream()
                .filter(d -> d.clause().equals(unit.clause()))
                .findFirst();
    }
}

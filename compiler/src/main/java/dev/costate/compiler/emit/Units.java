package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.source.CompilerBug;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The units of a model, as the public class holds them.
 *
 * @param fields how the fields of each unit are called
 */
record Units(Model model, ModelNames names, ClassName self, List<Unit> all, IdentityHashMap<Unit, UnitFields> fields) {
    Optional<Unit> forward() {
        return all.stream().filter(u -> u.kind() == Unit.Kind.FORWARD).findFirst();
    }

    /** Those that compute at a point, which the object holds. */
    List<Unit> evaluating() {
        return all.stream().filter(u -> u.kind() != Unit.Kind.PATTERN).toList();
    }

    /** The unit of a kind that serves a derivative. */
    Optional<Unit> of(Unit.Kind kind, Model.Derivative derivative) {
        return all.stream()
                .filter(u -> u.kind() == kind && derivative.clause().equals(u.clause()))
                .findFirst();
    }

    ClassName type(Unit unit) {
        return self.peerClass(UnitWriter.className(model, names, unit));
    }

    /** The field that holds a unit. */
    String field(Unit unit) {
        return names.unitField(UnitWriter.className(model, names, unit));
    }

    /** Where an output stands after a run of the unit. */
    String value(Unit unit, Tensor output) {
        return place(unit, unit.outputs().get(output), output.name());
    }

    /** Where the derivative stands that is one number. */
    String number(Unit unit) {
        return place(unit, unit.result(), "the derivative");
    }

    private String place(Unit unit, @Nullable Place place, String what) {
        UnitFields owned = fields.get(unit);
        String name = place == null || owned == null ? null : owned.name(place);
        if (name == null) {
            throw new CompilerBug("emit", "no field holds " + what + " of " + unit.kind());
        }
        return field(unit) + "." + name;
    }
}

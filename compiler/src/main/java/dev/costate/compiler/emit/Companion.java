package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.FloatMode;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class of the package that computes with the data of a model: over its free numbers, bounds of its domains, or the
 * same once more to find where a NaN comes from.
 *
 * @param model what it computes, with the data of the model itself among its inputs
 * @param output the scalar that it derives, if it does
 */
public record Companion(Kind kind, Model model, @Nullable Tensor output, List<Unit> units) {
    /** What companions are for. */
    public enum Kind {
        UNCONSTRAINED("Unconstrained"),
        BOUNDS("Bounds"),
        /** The same as the model, operation by operation. */
        TRACE("Trace");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }

        /** What its units compute in. */
        public FloatMode mode(Model model) {
            return FloatMode.of(model.isFloat(), this == UNCONSTRAINED);
        }
    }

    public Companion {
        units = List.copyOf(units);
    }

    /** Those that compute what depends on data alone. */
    List<Unit> prepared() {
        return units.stream().filter(unit -> unit.kind() == Unit.Kind.DATA).toList();
    }

    /** What remains of it when its class is written. */
    public Companion withoutUnits() {
        return new Companion(kind, model, output, List.of());
    }

    /** Its class. */
    public String className(ModelNames names, List<Companion> all) {
        boolean only = all.stream().filter(c -> c.kind == kind).count() == 1;
        return names.type() + (only ? "" : part()) + kind.suffix;
    }

    /** The method that makes an object of it. */
    public String method(List<Companion> all) {
        boolean only = all.stream().filter(c -> c.kind == kind).count() == 1;
        return only || output == null ? "unconstrained" : output.name() + kind.suffix;
    }

    private String part() {
        return output == null ? "" : ModelNames.capital(output.name());
    }
}

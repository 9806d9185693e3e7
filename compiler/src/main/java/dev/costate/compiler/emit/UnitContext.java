package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Formats;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
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
 * @param preparations where the unit finds what depends on data alone
 * @param reserved what no local may be called besides the variables of the model
 * @param shared the variables that several methods use
 * @param widths the fields that hold how wide buffers are that depend on integer data
 * @param classOf for the number of each method but the one that runs all the class that has it
 * @param inputs the data that the methods written so far read
 * @param formats in which numbers the unit computes
 * @param traced whether each operation tells what it gives
 */
record UnitContext(
        ModelNames names,
        Unit unit,
        String className,
        UnitFields fields,
        @Nullable UnitFields kept,
        Preparations preparations,
        Set<String> reserved,
        SharedLocals shared,
        Map<Atom.Widest, String> widths,
        Map<Integer, String> classOf,
        Set<Tensor> inputs,
        Formats formats,
        boolean traced) {
    /** What the elements of a place are in Java; a number by itself is a {@code double} always. */
    JavaType elements(Place place) {
        boolean isArray = !place.shape().isEmpty();
        return switch (place.tensor().type()) {
            case REAL -> {
                boolean single = isArray && formats.of(place) == Formats.Format.FLOAT;
                yield !single ? JavaType.DOUBLE : place.tensor().half() != null ? JavaType.SHORT : JavaType.FLOAT;
            }
            case INTEGER -> JavaType.INT;
            case SET -> JavaType.of("IndexSet");
        };
    }

    /** What holds the elements of a field with axes. */
    JavaType array(Place place) {
        if (place.isPacked()) {
            return JavaType.rare("PackedMatrix");
        }
        JavaType array = elements(place).array();
        return switch (place.sums()) {
            case NAIVE, BLOCKED -> place.isInBlocks() ? array.array().array() : place.hasRows() ? array.array() : array;
            case PAIRWISE -> JavaType.rare("PairwiseSum");
            case COMPENSATED -> JavaType.rare("CompensatedSum");
        };
    }

    /** The parameters of every method of the unit, in order. */
    List<String> arguments() {
        List<String> names = new ArrayList<>(isAtPoint() ? List.of("theta") : List.of());
        unit.arguments().forEach(argument -> names.add(argument.name()));
        return names;
    }

    /** Whether it computes at a point, and not only with sets or of data. */
    boolean isAtPoint() {
        return !isPattern() && unit.kind() != Unit.Kind.DATA;
    }

    /** Whether it computes with sets. */
    boolean isPattern() {
        return unit.kind() == Unit.Kind.PATTERN;
    }

    /** Whether callers may make one of their own: the two halves, which state the model and its adjoint. */
    boolean isPublic() {
        return unit.kind() == Unit.Kind.FORWARD || unit.kind() == Unit.Kind.BACKWARD;
    }

    /** Whether no local of a method may bear this name. */
    boolean isReserved(String name) {
        return names.isVariable(name) || reserved.contains(name);
    }

    /** The derivative that the unit serves. */
    static Optional<Model.Derivative> derivative(Model model, Unit unit) {
        return model.computed().stream()
                .filter(d -> d.clause().equals(unit.clause()))
                .findFirst();
    }

    /** The class of a unit: what it computes, and of which derivative or output if there are several. */
    static String className(Model model, ModelNames names, Unit unit) {
        if (unit.kind() == Unit.Kind.VALUE) {
            return names.valueType(unit.outputs().keySet().iterator().next());
        }
        if (unit.kind() == Unit.Kind.DATA) {
            return names.preparedType(unit);
        }
        return names.type(UnitContext.derivative(model, unit)
                .map(d -> title(d, unit) + names.of(d).suffix())
                .orElse("Forward"));
    }

    private static String title(Model.Derivative derivative, Unit unit) {
        String title = derivative.title();
        String again = derivative.form().again();
        if (unit.kind() == Unit.Kind.PATTERN) {
            return title + "Pattern";
        } else if (unit.kind() != Unit.Kind.BACKWARD || again == null) {
            return title;
        }
        return again.equals(title) ? title + "Half" : again;
    }
}

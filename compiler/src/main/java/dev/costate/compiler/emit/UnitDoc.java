package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;

/** The class comment of a unit. */
final class UnitDoc {
    private UnitDoc() {}

    static String of(Model model, UnitContext context) {
        if (context.unit().kind() == Unit.Kind.DATA) {
            return prepared(context.unit());
        }
        return UnitContext.derivative(model, context.unit())
                .map(d -> derivative(context, d))
                .orElseGet(() -> context.unit().kind() == Unit.Kind.VALUE
                        ? "The output {@code "
                                + context.unit()
                                        .outputs()
                                        .keySet()
                                        .iterator()
                                        .next()
                                        .name() + "} alone.\n"
                        : "The outputs of {@link " + context.names().type() + "}, with what its derivatives read.\n");
    }

    private static String prepared(Unit unit) {
        if (unit.fields().stream().anyMatch(Place::isInBlocks)) {
            return "Rows of " + Preparations.names(unit.data())
                    + " for each block of 256, packed when they are first needed after data was bound.\n";
        }
        return unit.data().isEmpty()
                ? "What depends on sizes alone, computed when it is first needed.\n"
                : "What depends on " + Preparations.names(unit.data())
                        + " alone, computed when it is first needed after data was bound.\n";
    }

    /** What an argument of a half is, for whoever calls it. */
    static String of(Argument argument) {
        return argument.scalar() ? "what all is multiplied by" : "as the method of the model takes it";
    }

    private static String derivative(UnitContext context, Model.Derivative derivative) {
        Unit unit = context.unit();
        String what = derivative.form().description() + " of {@code "
                + derivative.output().name() + "} of {@link " + context.names().type() + "}";
        if (unit.kind() == Unit.Kind.SWEEP) {
            return "Value and " + what + " in one sweep.\n";
        }
        if (unit.kind() == Unit.Kind.PATTERN) {
            return "Which entries of the " + what + " need not be zero.\n";
        }
        boolean seeded = unit.arguments().stream().anyMatch(Argument::scalar);
        return "The " + what + (seeded ? " for a given seed" : "")
                + ", after the forward half ran at the same point.\n";
    }
}

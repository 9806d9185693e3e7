package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.loop.Place;
import java.util.List;

/** Shapes in generated code, checked by the runtime. */
final class Sizes {
    private Sizes() {}

    /** An expression for a shape: {@code Shape.of("N × D", N, D)}. */
    static String shape(List<Poly> shape, Integers integers) {
        if (shape.isEmpty()) {
            return Blocks.type("Shape") + ".SCALAR";
        }
        StringBuilder text = new StringBuilder(Blocks.type("Shape") + ".of(\"" + UnitDoc.shape(shape) + "\"");
        shape.forEach(axis -> text.append(", ").append(size(axis.toString(), axis, integers)));
        return text.append(')').toString();
    }

    /** An {@code int} expression for a size, checked unless it is a dim or a number. */
    static String size(String name, Poly size, Integers integers) {
        if (size.asAtom() instanceof Atom.Dim || size.isConstant()) {
            return integers.print(size).text();
        }
        return Blocks.type("Checks") + ".size(\"" + name + "\", "
                + integers.wide(size).text() + ")";
    }

    /** The axes of a place, each over nothing where the loops that would write it run over nothing. */
    static List<Poly> array(Place place, Prover prover) {
        return place.shape().stream()
                .map(axis ->
                        prover.nonNegative(axis, Facts.NONE) ? axis : Poly.apply(Atom.Function.MAX, Poly.ZERO, axis))
                .toList();
    }
}

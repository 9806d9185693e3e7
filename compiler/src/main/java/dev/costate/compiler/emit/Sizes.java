package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.loop.Place;
import java.util.ArrayList;
import java.util.List;

/** Shapes in generated code, checked by the runtime. */
final class Sizes {
    private Sizes() {}

    /** An expression for a shape: {@code Shape.of("N × D", N, D)}. */
    static JavaExpression shape(List<Poly> shape, Integers integers) {
        if (shape.isEmpty()) {
            return Java.type("Shape").member("SCALAR");
        }
        List<JavaExpression> arguments = new ArrayList<>();
        arguments.add(Java.string(integers.shape(shape)));
        shape.forEach(axis -> arguments.add(size(integers.size(axis), axis, integers)));
        return Java.call("Shape", "of", arguments);
    }

    /** An {@code int} expression for a size, checked unless it is a dim or a number. */
    static JavaExpression size(String name, Poly size, Integers integers) {
        return integers.isDim(size) || size.isConstant() ? integers.print(size) : checked(name, size, integers);
    }

    /** A computed size, checked. */
    static JavaExpression checked(String name, Poly size, Integers integers) {
        return Java.call("Checks", "size", Java.string(name), integers.wide(size));
    }

    /** The axes of a place, each over nothing where the loops that would write it run over nothing. */
    static List<Poly> array(Place place, Prover prover) {
        return place.shape().stream()
                .map(axis ->
                        prover.nonNegative(axis, Facts.NONE) ? axis : Poly.apply(Atom.Function.MAX, Poly.ZERO, axis))
                .toList();
    }
}

package dev.costate.compiler.eval;

import dev.costate.compiler.check.Model.Definition;
import dev.costate.compiler.eval.Interpreter.Walk;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The elements that definitions define, computed in whatever order their operands become known. */
final class Elements {
    /** An element that is still to be computed. */
    private record Pending(Definition definition, Map<Atom, Long> at) {}

    /** That an element is read before it has been computed. */
    static final class NotYet extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient @Nullable Dual[] array;

        /**
         * @param array the elements of the array it belongs to
         */
        NotYet(@Nullable Dual[] array) {
            super("read before it is computed", null, false, false);
            this.array = array;
        }
    }

    private Elements() {}

    /**
     * Computes all elements, going over those whose operands are missing again and again.
     *
     * @param walk where the definitions stand
     * @param arrays where the elements of each array go
     * @throws IllegalStateException if elements depend on themselves, are defined twice or not at all
     * @throws NotYet if they wait for elements of other arrays, those around a function
     */
    static void compute(List<Definition> definitions, Walk walk, Function<Tensor, ArrayValue> arrays) {
        List<Pending> waiting = new ArrayList<>();
        for (Definition definition : definitions) {
            walk.points(definition.domain()).forEach(at -> waiting.add(new Pending(definition, at)));
        }
        Set<Dual[]> own = Collections.newSetFromMap(new IdentityHashMap<>());
        definitions.forEach(d -> own.add(arrays.apply(d.target()).elements()));
        List<Pending> open = waiting;
        while (!open.isEmpty()) {
            List<Pending> still = new ArrayList<>();
            NotYet outside = null;
            for (Pending next : open) {
                try {
                    compute(
                            next,
                            walk.at(next.at()),
                            arrays.apply(next.definition().target()));
                } catch (NotYet e) {
                    still.add(next);
                    outside = own.contains(e.array) ? outside : e;
                }
            }
            if (still.size() == open.size() && outside != null) {
                throw outside;
            } else if (still.size() == open.size()) {
                Pending first = still.get(0);
                throw new IllegalStateException(first.definition().target() + " depends on itself where " + first.at());
            }
            open = still;
        }
        for (Definition definition : definitions) {
            for (Dual element : arrays.apply(definition.target()).elements()) {
                if (element == null) {
                    throw new IllegalStateException("an element of " + definition.target() + " is not defined");
                }
            }
        }
    }

    /** A definition that fails has no effect until it is read; an output is read by the caller. */
    private static Dual value(Definition definition, Walk there) {
        try {
            return there.real(definition.value());
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            if (definition.target().role() == Tensor.Role.OUTPUT) {
                throw e;
            }
            return Dual.failed(e);
        }
    }

    private static void compute(Pending element, Walk there, ArrayValue array) {
        int k = array.offset(Arrays.integers(there, element.definition().subscripts()));
        Dual value = value(element.definition(), there);
        if (array.elements()[k] != null) {
            throw new IllegalStateException(
                    "an element of " + element.definition().target() + " is defined twice");
        }
        array.elements()[k] = value;
    }
}

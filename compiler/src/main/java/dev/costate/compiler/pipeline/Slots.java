package dev.costate.compiler.pipeline;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.schedule.Exchange;
import java.util.List;

/**
 * What a sparse Jacobian that is computed row by row exchanges with its caller.
 *
 * @param values the values of the entries
 * @param table for each derivative that is written, its slot among the values; the caller has found it when data was
 *     bound
 */
record Slots(Tensor values, Tensor table, Exchange exchange) {
    /**
     * For a derivative.
     *
     * @param size how many derivatives are written
     */
    static Slots of(Tensors tensors, Derivative derivative, Poly size) {
        Tensor behind = table(tensors, size.plus(1), size.plus(2));
        Poly length = Poly.element(behind, List.of(size));
        Tensor table = table(tensors, size, length);
        Argument result = new Argument(derivative.result().name(), Argument.Type.NUMBERS);
        Tensor values = tensors.temporary(result.name(), List.of(length), null);
        List<Place> given =
                List.of(new Place(behind, Argument.SLOTS, Poly.ZERO), new Place(table, Argument.SLOTS, Poly.ZERO));
        List<Place> results = List.of(new Place(values, result, Poly.ZERO));
        return new Slots(values, table, new Exchange(List.of(result, Argument.SLOTS), given, results, null));
    }

    private static Tensor table(Tensors tensors, Poly size, Poly below) {
        return tensors.integers(
                Argument.SLOTS.name(), Tensor.Role.ARGUMENT, List.of(size), null, null, below, List.of());
    }
}

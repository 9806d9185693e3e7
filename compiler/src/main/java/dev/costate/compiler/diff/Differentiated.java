package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The equations of a derivative, and the tensors by which they meet what surrounds them.
 *
 * @param equations those of the model among them, unless they run where the outputs are known
 * @param seed the weights of the output, or null if they are 1 or there are none
 * @param directions for each input its part of the direction, if there is one that is given
 * @param colours tables of the colours of columns or rows; one of them has behind them how many there are
 * @param results for the output, or for each input, the tensor that holds the derivative; one that no equation writes
 *     is zero
 * @param beside the adjoint of each input, if that is wanted as well
 */
public record Differentiated(
        List<Equation> equations,
        @Nullable Tensor seed,
        Map<Tensor, Tensor> directions,
        List<Tensor> colours,
        Map<Tensor, Tensor> results,
        Map<Tensor, Tensor> beside) {
    public Differentiated {
        equations = List.copyOf(equations);
        directions = Collections.unmodifiableMap(new LinkedHashMap<>(directions));
        colours = List.copyOf(colours);
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
    }

    /** How many colours there are of so many columns or rows, or if there are no colours, that many. */
    public Poly width(Poly size) {
        for (Tensor table : colours) {
            if (table.shape().equals(List.of(size.plus(1)))) {
                return Poly.element(table, List.of(size));
            }
        }
        return size;
    }
}

package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** In which directions of its inputs a program is differentiated forward. */
public sealed interface Directions {
    /** One direction: the tangent of each input is another input of the program. */
    record Given(Map<Tensor, Tensor> tangents) implements Directions {
        public Given {
            tangents = Collections.unmodifiableMap(new LinkedHashMap<>(tangents));
        }
    }

    /**
     * All directions in which one element of the inputs moves, at once: every tangent has one more axis, over them.
     *
     * @param over the directions
     * @param offsets for each input, the direction in which its first element moves; the others follow, row-major
     * @param colours for each of these directions, the one that it is joined with others in; null if each is by itself
     */
    record Each(
            Range over, Map<Tensor, Poly> offsets, @Nullable Tensor colours) implements Directions {
        public Each {
            offsets = Collections.unmodifiableMap(new LinkedHashMap<>(offsets));
        }

        /** Each direction by itself. */
        public Each(Range over, Map<Tensor, Poly> offsets) {
            this(over, offsets, null);
        }

        /** The direction in which the first element of an input moves. */
        Poly offset(Tensor input) {
            return Objects.requireNonNull(offsets.get(input), input::name);
        }

        /** The direction in which an element of an input moves. */
        Poly direction(Tensor input, List<Poly> subscripts) {
            return coloured(offset(input).plus(Poly.position(input.shape(), subscripts)), colours);
        }
    }

    /** The colour of a direction or row, itself if there are no colours. */
    static Poly coloured(Poly own, @Nullable Tensor colours) {
        return colours == null ? own : Poly.element(colours, List.of(own));
    }
}

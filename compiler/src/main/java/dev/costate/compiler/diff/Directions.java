package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

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
     */
    record Each(Range over, Map<Tensor, Poly> offsets) implements Directions {
        public Each {
            offsets = Collections.unmodifiableMap(new LinkedHashMap<>(offsets));
        }

        /** The direction in which the first element of an input moves. */
        Poly offset(Tensor input) {
            return Objects.requireNonNull(offsets.get(input), input::name);
        }
    }
}

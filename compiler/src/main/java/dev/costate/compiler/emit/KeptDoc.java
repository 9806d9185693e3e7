package dev.costate.compiler.emit;

import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.loop.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the class comment says of arrays of 16 bits. */
final class KeptDoc {
    private KeptDoc() {}

    /** A sentence on those among the places, empty if there are none. */
    static String of(Collection<Place> places) {
        List<String> names = new ArrayList<>();
        Poly bytes = Poly.ZERO;
        @Nullable HalfFormat format = null;
        for (Place place : places) {
            HalfFormat half = Expressions.half(place);
            if (half != null) {
                format = half;
                names.add("{@code " + place.tensor().name() + "}");
                bytes = bytes.plus(ModelNames.product(place.shape()).times(Poly.of(Short.BYTES)));
            }
        }
        return format == null
                ? ""
                : "What derivatives read of the values of arrays is kept in " + format + ", in "
                        + String.join(", ", names) + ": {@code " + bytes + "} bytes.";
    }
}

package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Place;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a derivative exchanges with its caller.
 *
 * @param arguments what the caller hands over, in order
 * @param given the places of tensors that the caller gives
 * @param results the places of the tensors that the caller receives; one that no equation writes is zero
 * @param number the place of the derivative if it is one number that is returned, else null
 */
public record Exchange(
        List<Argument> arguments,
        List<Place> given,
        List<Place> results,
        @Nullable Place number) {
    static final Exchange NONE = new Exchange(List.of(), List.of(), List.of(), null);

    public Exchange {
        arguments = List.copyOf(arguments);
        given = List.copyOf(given);
        results = List.copyOf(results);
    }

    /** The places that are fields of the unit. */
    List<Place> fields() {
        return number == null ? List.of() : List.of(number);
    }

    /** The tensors that must be computed. */
    public Set<Tensor> wanted() {
        Set<Tensor> wanted = new HashSet<>();
        results.forEach(place -> wanted.add(place.tensor()));
        fields().forEach(place -> wanted.add(place.tensor()));
        return wanted;
    }

    /** All places by their tensor, in a map of the caller's own. */
    Map<Tensor, Place> places() {
        Map<Tensor, Place> places = new LinkedHashMap<>();
        given.forEach(place -> places.put(place.tensor(), place));
        results.forEach(place -> places.put(place.tensor(), place));
        fields().forEach(place -> places.put(place.tensor(), place));
        return places;
    }
}

package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Elements of one array by their subscripts, to find those that may be the same as another without looking at each: two
 * with different constants on one axis are not. So that what a thousand equations for single elements have to do with
 * each other is found in linear time.
 */
public final class ElementAliases {
    private final List<List<Poly>> places;
    /** The axis on which most subscripts are constant. */
    private final int axis;
    /** The places with each constant on that axis, and those with anything else. */
    private final Map<Poly, List<Integer>> constant = new HashMap<>();

    private final List<Integer> others = new ArrayList<>();
    private final List<Integer> all = new ArrayList<>();

    /** @param places subscripts, as many of each as the array has axes */
    public ElementAliases(List<List<Poly>> places) {
        this.places = places;
        this.axis = axis();
        for (int k = 0; k < places.size(); k++) {
            all.add(k);
            if (axis >= 0 && places.get(k).get(axis).isConstant()) {
                constant.computeIfAbsent(places.get(k).get(axis), c -> new ArrayList<>())
                        .add(k);
            } else {
                others.add(k);
            }
        }
    }

    private int axis() {
        int best = -1;
        long most = 0;
        for (int k = 0; !places.isEmpty() && k < places.get(0).size(); k++) {
            int at = k;
            long constants = places.stream().filter(p -> p.get(at).isConstant()).count();
            if (constants > most) {
                most = constants;
                best = k;
            }
        }
        return best;
    }

    /** The places that may be the same as this one, by number and in ascending order. */
    public List<Integer> near(List<Poly> subscripts) {
        if (axis < 0 || !subscripts.get(axis).isConstant()) {
            return all;
        }
        List<Integer> same = constant.getOrDefault(subscripts.get(axis), List.of());
        return others.isEmpty()
                ? same
                : Stream.concat(same.stream(), others.stream()).sorted().toList();
    }
}

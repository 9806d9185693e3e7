package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The forward-mode derivative of equations.
 *
 * @param behind for each of the equations, those that compute its tangent, to run right behind it
 * @param tangents the tangent of each tensor that has one
 * @param seeds of equations in which an element of an input moves in its own direction, which one
 */
public record Tangents(List<List<Equation>> behind, Map<Tensor, Tensor> tangents, Map<Equation, Seed> seeds) {
    /** An element of an input. */
    public record Seed(Tensor input, List<Poly> element) {
        public Seed {
            element = List.copyOf(element);
        }
    }

    public Tangents {
        behind = List.copyOf(behind);
        tangents = Collections.unmodifiableMap(new LinkedHashMap<>(tangents));
    }

    /** Tangents in which no element of an input has a direction of its own. */
    public Tangents(List<List<Equation>> behind, Map<Tensor, Tensor> tangents) {
        this(behind, tangents, Map.of());
    }

    /** The equations with their tangents. */
    public List<Equation> among(List<Equation> equations) {
        return among(equations, 0);
    }

    /** The tangents of the first so many equations, then the others with theirs. */
    public List<Equation> among(List<Equation> equations, int first) {
        List<Equation> all = new ArrayList<>();
        for (int k = 0; k < equations.size(); k++) {
            if (k >= first) {
                all.add(equations.get(k));
            }
            all.addAll(behind.get(k));
        }
        return all;
    }
}

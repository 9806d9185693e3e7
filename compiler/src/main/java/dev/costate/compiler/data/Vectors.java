package dev.costate.compiler.data;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The weights and directions for the derivatives that take some. A key names a clause, or an output for all its clauses
 * without a key of their own.
 */
final class Vectors {
    private final Model model;
    private final InputJson given;
    private final Function<Tensor, ArrayShape> shapes;
    private final List<String> problems;

    private Vectors(Model model, InputJson given, Function<Tensor, ArrayShape> shapes, List<String> problems) {
        this.model = model;
        this.given = given;
        this.shapes = shapes;
        this.problems = problems;
    }

    /**
     * What each derivative takes besides the point, in order; derivatives for which something is missing are left out.
     *
     * @param problems what is wrong is added to it
     */
    static Map<Derivative, double[][]> of(
            Model model, InputJson given, Function<Tensor, ArrayShape> shapes, List<String> problems) {
        Vectors vectors = new Vectors(model, given, shapes, problems);
        vectors.check();
        Map<Derivative, double[][]> all = new LinkedHashMap<>();
        for (Derivative derivative : model.derivatives()) {
            double[][] own = vectors.given(derivative);
            if (own != null) {
                all.put(derivative, own);
            }
        }
        return all;
    }

    private void check() {
        given.vectors().forEach((key, vector) -> {
            List<Derivative> served =
                    served(key, Form.Use.DIRECTION, given.vectors().keySet());
            Set<String> taken = new HashSet<>();
            served.forEach(d -> d.wrt().forEach(input -> taken.add(input.name())));
            for (String input : vector.keySet()) {
                if (!served.isEmpty() && !taken.contains(input)) {
                    problems.add("the vector for '" + key + "' has '" + input
                            + "', which no derivative there is with respect to; there are " + String.join(", ", taken));
                }
            }
            if (served.isEmpty()) {
                noClause("vectors", key);
            }
        });
        for (String key : given.seeds().keySet()) {
            if (served(key, Form.Use.SEED, given.seeds().keySet()).isEmpty()) {
                noClause("seeds", key);
            }
        }
    }

    private void noClause(String section, String key) {
        problems.add("\"" + section + "\": '" + key + "' is no derivative of the model that takes one, and no output"
                + " that has such a derivative");
    }

    /** The derivatives that take something for this use from a key. */
    private List<Derivative> served(String key, Form.Use use, Set<String> keys) {
        return model.derivatives().stream()
                .filter(d -> d.slots(false).stream().anyMatch(slot -> slot.use() == use))
                .filter(d -> key.equals(key(d, keys)))
                .toList();
    }

    private static String key(Derivative derivative, Set<String> keys) {
        return keys.contains(derivative.clause())
                ? derivative.clause()
                : derivative.output().name();
    }

    private double @Nullable [][] given(Derivative derivative) {
        List<double[]> all = new ArrayList<>();
        for (Form.Slot slot : derivative.slots(false)) {
            double[] elements = switch (slot.use()) {
                case SEED -> seed(derivative);
                case DIRECTION -> direction(derivative);
                case RESULT, BESIDE -> new double[0];
            };
            if (elements == null) {
                return null;
            }
            if (slot.use() != Form.Use.RESULT) {
                all.add(elements);
            }
        }
        return all.toArray(double[][]::new);
    }

    private double @Nullable [] seed(Derivative derivative) {
        String key = key(derivative, given.seeds().keySet());
        ArrayValue seed = given.seeds().get(key);
        if (seed != null) {
            fits("the seed for '" + key + "'", derivative.output(), seed);
        }
        return seed == null ? null : seed.elements();
    }

    private double @Nullable [] direction(Derivative derivative) {
        String key = key(derivative, given.vectors().keySet());
        Map<String, ArrayValue> vector = given.vectors().get(key);
        if (vector == null) {
            return null;
        }
        ArrayValue.Builder elements = new ArrayValue.Builder();
        for (Tensor input : derivative.wrt()) {
            ArrayValue part = vector.get(input.name());
            if (part == null) {
                problems.add("the vector for '" + key + "' lacks '" + input.name() + "', which '" + derivative.clause()
                        + "' is with respect to");
            } else if (fits("the vector for '" + key + "', '" + input.name() + "'", input, part)) {
                for (double element : part.elements()) {
                    elements.add(element);
                }
            }
        }
        return elements.build(ArrayShape.SCALAR).elements();
    }

    private boolean fits(String what, Tensor tensor, ArrayValue value) {
        ArrayShape expected = shapes.apply(tensor);
        boolean fits = expected.equals(value.shape());
        if (!fits) {
            problems.add(what + ": expected " + expected.described() + ", not "
                    + value.shape().described());
        }
        return fits;
    }
}

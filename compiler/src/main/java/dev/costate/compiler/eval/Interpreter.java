package dev.costate.compiler.eval;

import dev.costate.compiler.check.Model;
import dev.costate.compiler.check.Model.Definition;
import dev.costate.compiler.check.Model.Dimension;
import dev.costate.compiler.check.Term;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Evaluates a checked model by walking its terms: no graph, no sharing, no rewriting, nothing in common with the
 * compiler but the values of the elementary functions. With every number goes its derivative in one direction.
 * Recursion is over terms, whose depth the parser bounds.
 */
public final class Interpreter {
    private final Model model;
    private final Map<Atom, Long> integers = new HashMap<>();
    private final Map<Tensor, Dual[]> arrays = new HashMap<>();
    private final Map<Tensor, long[]> shapes = new HashMap<>();

    private Interpreter(Model model, Map<String, Integer> dims) {
        this.model = model;
        for (Dimension dim : model.dims()) {
            if (dim.given()) {
                Integer size = dims.get(dim.dim().name());
                if (size == null) {
                    throw new IllegalArgumentException("dim " + dim.dim().name() + " is not given");
                } else if (size < dim.atLeast()) {
                    throw new IllegalArgumentException(
                            "dim " + dim.dim().name() + " is " + size + ", and must be at least " + dim.atLeast());
                }
                integers.put(dim.dim(), (long) size);
            }
        }
    }

    /**
     * The values of all lets and outputs, by name, row-major.
     *
     * @param dims the value of each dim that is given
     * @param inputs the elements of each input, by name, row-major; scalar data with a default may be left out
     */
    public static Map<String, double[]> values(Model model, Map<String, Integer> dims, Map<String, double[]> inputs) {
        return results(model, dims, inputs, Map.of(), true);
    }

    /**
     * The derivatives of all lets and outputs in a direction, by name.
     *
     * @param direction the components of the direction, by input; all zero for inputs that are left out
     */
    public static Map<String, double[]> tangents(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, Map<String, double[]> direction) {
        return results(model, dims, inputs, direction, false);
    }

    /** The derivatives of a scalar output by the elements of one input, one forward pass for each. */
    public static double[] gradient(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, String output, Tensor input) {
        double[] gradient = new double[size(new Interpreter(model, dims).shape(input))];
        for (int k = 0; k < gradient.length; k++) {
            double[] direction = new double[gradient.length];
            direction[k] = 1;
            Map<String, double[]> tangents = tangents(model, dims, inputs, Map.of(input.name(), direction));
            gradient[k] = Objects.requireNonNull(tangents.get(output), () -> "no output " + output)[0];
        }
        return gradient;
    }

    private static Map<String, double[]> results(
            Model model,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            Map<String, double[]> direction,
            boolean values) {
        Interpreter interpreter = new Interpreter(model, dims);
        interpreter.bind(inputs, direction);
        Map<String, double[]> results = new LinkedHashMap<>();
        interpreter.define();
        for (Definition definition : model.equations()) {
            results.put(
                    definition.target().name(),
                    java.util.Arrays.stream(interpreter.elements(definition.target()))
                            .mapToDouble(values ? Dual::value : Dual::tangent)
                            .toArray());
        }
        return results;
    }

    private void bind(Map<String, double[]> inputs, Map<String, double[]> direction) {
        for (Tensor tensor : model.inputs()) {
            double[] values = tensor.role() == Tensor.Role.CONST ? null : inputs.get(tensor.name());
            if (values == null && !model.defaults().containsKey(tensor) && tensor.role() != Tensor.Role.CONST) {
                throw new IllegalArgumentException("input " + tensor.name() + " is not given");
            } else if (values != null) {
                double[] tangent = direction.getOrDefault(tensor.name(), new double[values.length]);
                checkSize(tensor, "value", values);
                checkSize(tensor, "direction", tangent);
                Dual[] array = new Dual[values.length];
                java.util.Arrays.setAll(array, k -> new Dual(values[k], tangent[k]));
                arrays.put(tensor, array);
            }
        }
        model.defaults().forEach((tensor, term) -> {
            if (term instanceof Term.Table table) {
                Walk walk = new Walk(Map.of(), Map.of());
                arrays.put(tensor, table.elements().stream().map(walk::real).toArray(Dual[]::new));
            } else if (!arrays.containsKey(tensor)) {
                boolean constant = tensor.role() == Tensor.Role.CONST; // one of a library may be called like an input
                double tangent = constant ? 0 : direction.getOrDefault(tensor.name(), new double[1])[0];
                double value = new Walk(Map.of(), Map.of()).real(term).value();
                arrays.put(tensor, new Dual[] {new Dual(value, tangent)});
            }
        });
    }

    private void checkSize(Tensor tensor, String what, double[] elements) {
        long[] shape = shape(tensor);
        if (size(shape) != elements.length) {
            throw new IllegalArgumentException("the " + what + " of " + tensor.name() + " has " + elements.length
                    + " elements, and its shape is " + java.util.Arrays.toString(shape));
        }
    }

    private Dual[] elements(Tensor tensor) {
        return Objects.requireNonNull(arrays.get(tensor), tensor::name);
    }

    private ArrayValue array(Tensor tensor) {
        return new ArrayValue(shape(tensor), elements(tensor));
    }

    private long[] shape(Tensor tensor) {
        return shapes.computeIfAbsent(
                tensor,
                t -> t.shape().stream()
                        .mapToLong(axis -> integer(axis, Map.of(), Map.of()))
                        .toArray());
    }

    private static int size(long[] shape) {
        long size = 1;
        for (long axis : shape) {
            size = Math.multiplyExact(size, axis);
        }
        return Math.toIntExact(size);
    }

    private void define() {
        for (Definition definition : model.equations()) {
            arrays.computeIfAbsent(definition.target(), t -> new Dual[size(shape(t))]);
        }
        Walk walk = new Walk(Map.of(), Map.of());
        Elements.compute(model.equations(), walk, this::array);
    }

    private long integer(Poly poly, Map<Atom, Long> at, Map<Tensor, Argument> arguments) {
        try {
            return evaluated(poly, at, arguments);
        } catch (ArithmeticException e) {
            throw Objects.requireNonNullElse(e.getMessage(), "").contains("long overflow")
                    ? new ArithmeticException(poly + " does not fit into 64 bits")
                    : e;
        }
    }

    private long evaluated(Poly poly, Map<Atom, Long> at, Map<Tensor, Argument> arguments) {
        return poly.evaluate(atom -> {
            if (atom instanceof Atom.Element element) {
                long[] place = element.subscripts().stream()
                        .mapToLong(p -> integer(p, at, arguments))
                        .toArray();
                Tensor tensor = element.tensor();
                Argument argument = arguments.get(tensor);
                ArrayValue array = argument != null ? argument.array() : array(tensor);
                return (long) array.at(place).value();
            }
            Long index = at.get(atom);
            return index != null ? index : Objects.requireNonNull(integers.get(atom));
        });
    }

    /** All values of the indices of the ranges, those of the last changing fastest. */
    private List<Map<Atom, Long>> points(List<Range> ranges, Map<Atom, Long> outer, Map<Tensor, Argument> arguments) {
        List<Map<Atom, Long>> points = new ArrayList<>(List.of(outer));
        for (Range range : ranges) {
            List<Map<Atom, Long>> longer = new ArrayList<>();
            for (Map<Atom, Long> point : points) {
                long to = Math.toIntExact(integer(range.to(), point, arguments));
                for (long i = Math.toIntExact(integer(range.from(), point, arguments)); i < to; i++) {
                    Map<Atom, Long> next = new HashMap<>(point);
                    next.put(range.index(), i);
                    longer.add(next);
                }
            }
            points = longer;
        }
        return points;
    }

    /** The values of terms where indices and arguments have these values. */
    final class Walk {
        private final Map<Atom, Long> at;
        private final Map<Tensor, Argument> arguments;

        Walk(Map<Atom, Long> at, Map<Tensor, Argument> arguments) {
            this.at = at;
            this.arguments = arguments;
        }

        Walk at(Map<Atom, Long> point) {
            return new Walk(point, arguments);
        }

        List<Map<Atom, Long>> points(List<Range> ranges) {
            return Interpreter.this.points(ranges, at, arguments);
        }

        long integer(Poly poly) {
            return Interpreter.this.integer(poly, at, arguments);
        }

        /** The index and all others in scope, with another value for it. */
        Map<Atom, Long> with(Atom index, long value) {
            Map<Atom, Long> point = new HashMap<>(at);
            point.put(index, value);
            return point;
        }

        Dual real(Term term) {
            if (term instanceof Term.Int integer) {
                return integer.real() != null ? real(integer.real()) : Dual.constant((double) integer(integer.value()));
            } else if (term instanceof Term.Number number) {
                return Dual.constant(number.value());
            } else if (term instanceof Term.Read read) {
                return element(read.tensor(), Arrays.integers(this, read.subscripts()));
            } else if (term instanceof Term.Call call) {
                return within(call).real(call.function().body());
            } else if (term instanceof Term.Element element) {
                return Arrays.array(this, element.array()).at(Arrays.integers(this, element.subscripts()));
            } else if (term instanceof Term.If choice) {
                for (Term.Branch branch : choice.branches()) {
                    if (holds(branch.condition())) {
                        return real(branch.value());
                    }
                }
                return real(choice.otherwise());
            }
            return Terms.compound(this, term);
        }

        private Dual element(Tensor tensor, long[] subscripts) {
            try {
                return whole(tensor).at(subscripts);
            } catch (IndexOutOfBoundsException e) {
                throw (IndexOutOfBoundsException)
                        new IndexOutOfBoundsException(tensor.name() + ": " + e.getMessage()).initCause(e);
            }
        }

        /** A whole array: an argument, a quantity of a block, or an array of the model. */
        ArrayValue whole(Tensor tensor) {
            Argument argument = arguments.get(tensor);
            return argument != null ? argument.array() : array(tensor);
        }

        /** In the body of the function called, once the equations of its block have been evaluated. */
        Walk within(Term.Call call) {
            Map<Tensor, Argument> values = new HashMap<>(arguments); // integers may be elements of the caller's arrays
            for (int k = 0; k < call.arguments().size(); k++) {
                values.put(
                        call.function().parameters().get(k),
                        new Argument(call.arguments().get(k), this));
            }
            Walk body = new Walk(at, values);
            Map<Tensor, ArrayValue> quantities = new HashMap<>();
            for (Definition definition : call.function().definitions()) {
                quantities.computeIfAbsent(definition.target(), target -> {
                    long[] shape = Arrays.integers(body, target.shape());
                    ArrayValue array = new ArrayValue(shape, new Dual[size(shape)]);
                    values.put(target, new Argument(array));
                    return array;
                });
            }
            Elements.compute(call.function().definitions(), body, quantities::get);
            return body;
        }

        /** Whether an element of an argument of the function that this walk is in is a constant. */
        boolean isConstant(Tensor argument, long... subscripts) {
            return arguments.containsKey(argument) && arguments.get(argument).isConstant(subscripts);
        }

        boolean holds(Term term) {
            return Terms.holds(this, term);
        }
    }
}

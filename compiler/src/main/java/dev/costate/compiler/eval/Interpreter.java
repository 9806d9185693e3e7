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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            gradient[k] = tangents(model, dims, inputs, Map.of(input.name(), direction))
                    .get(output)[0];
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
            Dual[] array = interpreter.arrays.get(definition.target());
            results.put(
                    definition.target().name(),
                    Arrays.stream(array)
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
                Arrays.setAll(array, k -> new Dual(values[k], tangent[k]));
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
                    + " elements, and its shape is " + Arrays.toString(shape));
        }
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

    /** An element of one definition that is still to be computed. */
    private record Pending(Definition definition, Map<Atom, Long> at) {}

    /** That an element is read before it has been computed. */
    private static final class NotYet extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotYet(String message) {
            super(message, null, false, false);
        }
    }

    /** Computes all elements: those whose operands are there, over and over, in whatever order that is. */
    private void define() {
        List<Pending> pending = new ArrayList<>();
        for (Definition definition : model.equations()) {
            arrays.computeIfAbsent(definition.target(), t -> new Dual[size(shape(t))]);
            points(definition.domain(), Map.of(), Map.of()).forEach(at -> pending.add(new Pending(definition, at)));
        }
        List<Pending> waiting = pending;
        while (!waiting.isEmpty()) {
            List<Pending> still = new ArrayList<>();
            for (Pending next : waiting) {
                try {
                    define(next);
                } catch (NotYet e) {
                    still.add(next);
                }
            }
            if (still.size() == waiting.size()) {
                throw new IllegalStateException(still.get(0).definition().target() + " depends on itself where "
                        + still.get(0).at());
            }
            waiting = still;
        }
        arrays.forEach((tensor, array) -> {
            if (Arrays.asList(array).contains(null)) {
                throw new IllegalStateException("an element of " + tensor + " is not defined");
            }
        });
    }

    private void define(Pending element) {
        Definition definition = element.definition();
        int k = offset(definition.target(), definition.subscripts(), element.at(), Map.of());
        Dual[] array = arrays.get(definition.target());
        Dual value = new Walk(element.at(), Map.of()).real(definition.value());
        if (array[k] != null) {
            throw new IllegalStateException("an element of " + definition.target() + " is defined twice");
        }
        array[k] = value;
    }

    private Dual element(Tensor tensor, int offset) {
        Dual value = arrays.get(tensor)[offset];
        if (value == null) {
            throw new NotYet(tensor.name());
        }
        return value;
    }

    private long integer(Poly poly, Map<Atom, Long> at, Map<Tensor, Argument> arguments) {
        return poly.evaluate(atom -> {
            if (atom instanceof Atom.Element element && arguments.containsKey(element.tensor())) {
                return arguments.get(element.tensor()).integer();
            } else if (atom instanceof Atom.Element element) {
                return (long)
                        arrays.get(element.tensor())[offset(element.tensor(), element.subscripts(), at, arguments)]
                                .value();
            }
            Long index = at.get(atom);
            return index != null ? index : integers.get(atom);
        });
    }

    /** All values of the indices of the ranges, those of the last changing fastest. */
    private List<Map<Atom, Long>> points(List<Range> ranges, Map<Atom, Long> outer, Map<Tensor, Argument> arguments) {
        List<Map<Atom, Long>> points = new ArrayList<>(List.of(outer));
        for (Range range : ranges) {
            List<Map<Atom, Long>> longer = new ArrayList<>();
            for (Map<Atom, Long> point : points) {
                long to = integer(range.to(), point, arguments);
                for (long i = integer(range.from(), point, arguments); i < to; i++) {
                    Map<Atom, Long> next = new HashMap<>(point);
                    next.put(range.index(), i);
                    longer.add(next);
                }
            }
            points = longer;
        }
        return points;
    }

    private int offset(Tensor tensor, List<Poly> subscripts, Map<Atom, Long> at, Map<Tensor, Argument> arguments) {
        long[] shape = shape(tensor);
        long offset = 0;
        for (int axis = 0; axis < subscripts.size(); axis++) {
            long size = shape[axis];
            long subscript = integer(subscripts.get(axis), at, arguments);
            if (subscript < 0 || subscript >= size) {
                throw new IndexOutOfBoundsException(
                        tensor.name() + ": subscript " + axis + " is " + subscript + ", the axis has " + size);
            }
            offset = offset * size + subscript;
        }
        return Math.toIntExact(offset);
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
                return Dual.constant((double) integer(integer.value()));
            } else if (term instanceof Term.Number number) {
                return Dual.constant(number.value());
            } else if (term instanceof Term.Read read) {
                Argument argument = arguments.get(read.tensor());
                return argument != null
                        ? argument.real()
                        : element(read.tensor(), offset(read.tensor(), read.subscripts(), at, arguments));
            } else if (term instanceof Term.Call call) {
                return call(call);
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

        private Dual call(Term.Call call) {
            return within(call).real(call.function().body());
        }

        /** In the body of the function called. */
        Walk within(Term.Call call) {
            Map<Tensor, Argument> values = new HashMap<>();
            for (int k = 0; k < call.arguments().size(); k++) {
                values.put(
                        call.function().parameters().get(k),
                        new Argument(call.arguments().get(k), this));
            }
            return new Walk(at, values);
        }

        /** Whether an argument of the function that this walk is in is a constant. */
        boolean isConstant(Tensor argument) {
            return arguments.containsKey(argument) && arguments.get(argument).isConstant();
        }

        boolean holds(Term term) {
            return Terms.holds(this, term);
        }
    }
}

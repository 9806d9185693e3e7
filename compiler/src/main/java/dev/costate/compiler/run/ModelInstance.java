package dev.costate.compiler.run;

import dev.costate.compiler.emit.Companion;
import dev.costate.compiler.emit.ModelNames;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.runtime.DomainException;
import dev.costate.runtime.SparsePattern;
import dev.costate.runtime.Unconstrained;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A generated object and a point in its parameters, with everything reached by name. Arrays are row-major. Long, since
 * it has a method for whatever the generated class has.
 */
public final class ModelInstance {
    private final Model model;
    private final ModelNames names;
    private final List<Companion> companions;
    private final Object object;
    private final Map<String, Integer> dims;
    private final double[] theta;

    ModelInstance(Model model, ModelNames names, List<Companion> companions, Object object, Map<String, Integer> dims) {
        this.model = model;
        this.names = names;
        this.companions = companions;
        this.object = object;
        this.dims = Collections.unmodifiableMap(new LinkedHashMap<>(dims));
        this.theta = new double[size(names.parameters())];
    }

    /** The object of the generated class. */
    public Object object() {
        return object;
    }

    /**
     * The same over free numbers, with the logarithm of the Jacobian added, for each scalar that has a gradient by all
     * params; one if there is no such scalar, none if no param says where it lives. Their objects are {@link
     * Unconstrained}.
     */
    public List<ModelInstance> unconstrained() {
        List<ModelInstance> free = new ArrayList<>();
        for (Companion companion : companions) {
            if (companion.kind() == Companion.Kind.UNCONSTRAINED) {
                Object plain = call(companion.method(companions), new Class<?>[0]);
                Object made =
                        Reflection.call(plain.getClass(), plain, "withLogJacobian", new Class<?>[0], new Object[0]);
                ModelNames own = ModelNames.companion(companion.model(), names, companion.className(names, companions));
                free.add(new ModelInstance(companion.model(), own, List.of(), made, dims));
            }
        }
        return free;
    }

    /**
     * Moves the point to where the free numbers of all params are. Without domains these are the params.
     *
     * @return the same {@linkplain #unconstrained() over free numbers}, at these
     */
    public List<ModelInstance> constrain(double[] u) {
        List<ModelInstance> free = unconstrained();
        if (free.isEmpty()) {
            System.arraycopy(u, 0, theta, 0, theta.length);
        } else {
            ((Unconstrained) free.get(0).object()).constrain(u, theta);
        }
        free.forEach(f -> System.arraycopy(u, 0, f.theta, 0, f.theta.length));
        return free;
    }

    /**
     * What there is to say of the first param that is outside of its domain at {@link #theta()}, or null.
     *
     * @throws DomainException if data makes the interval of a param empty
     */
    public @Nullable String outside() {
        if (!model.isConstrained()) {
            return null;
        }
        call("start", new Class<?>[] {double[].class}, (Object) new double[theta.length]);
        try {
            call("check", new Class<?>[] {double[].class}, (Object) theta);
            return null;
        } catch (DomainException e) {
            return e.getMessage();
        }
    }

    /** The checked model, of which this is an object. */
    public Model model() {
        return model;
    }

    /** The point: all params, one after the other in declaration order. Writing to it moves the point. */
    public double[] theta() {
        return theta;
    }

    /** A dim of the model. */
    public int size(Model.Dimension dimension) {
        Poly formula = dimension.value();
        return Math.toIntExact(value(formula == null ? Poly.of(dimension.dim()) : formula));
    }

    /** The sizes of the axes of an input or output, by name. */
    public List<Integer> shape(String name) {
        List<Tensor> all = new ArrayList<>(model.inputs());
        all.addAll(model.outputs());
        return find(all, name).shape().stream()
                .map(axis -> Math.toIntExact(value(axis)))
                .toList();
    }

    /**
     * Binds data or sets a param.
     *
     * @throws IllegalArgumentException if there is no such input, or it has another number of values
     */
    public ModelInstance set(String input, double... values) {
        Tensor tensor = find(model.inputs(), input);
        int size = Math.toIntExact(value(tensor.size()));
        if (values.length != size) {
            throw new IllegalArgumentException(input + ": expected " + size + " values, got " + values.length);
        }
        if (tensor.role() == Tensor.Role.PARAM) {
            int at = Math.toIntExact(value(names.offset(tensor)));
            System.arraycopy(values, 0, theta, at, size);
        } else if (tensor.type() == Tensor.Type.INTEGER) {
            setIntegers(tensor, values);
        } else if (tensor.shape().isEmpty()) {
            call(names.method(tensor), new Class<?>[] {double.class}, values[0]);
        } else {
            call(names.method(tensor), new Class<?>[] {double[].class}, (Object) values);
        }
        return this;
    }

    /** Sets the seed of the noise. */
    public ModelInstance seed(long seed) {
        call("seed", new Class<?>[] {long.class}, seed);
        return this;
    }

    private void setIntegers(Tensor tensor, double[] values) {
        int[] integers = new int[values.length];
        for (int k = 0; k < values.length; k++) {
            integers[k] = (int) values[k];
            if ((double) integers[k] != values[k]) {
                throw new IllegalArgumentException(
                        tensor.name() + ": expected whole numbers that fit into an int, got " + values[k]);
            }
        }
        if (tensor.shape().isEmpty()) {
            call(names.method(tensor), new Class<?>[] {int.class}, integers[0]);
        } else {
            call(names.method(tensor), new Class<?>[] {int[].class}, (Object) integers);
        }
    }

    /** The values of an output, one for a scalar. */
    public double[] output(String output) {
        Tensor tensor = find(model.outputs(), output);
        if (tensor.shape().isEmpty()) {
            return new double[] {(double) call(names.method(tensor), new Class<?>[] {double[].class}, (Object) theta)};
        }
        double[] out = new double[Math.toIntExact(value(tensor.size()))];
        call(names.method(tensor), new Class<?>[] {double[].class, double[].class}, theta, out);
        return out;
    }

    /**
     * The derivatives of a clause such as {@code gradient of loss}, for each input of it, in order.
     *
     * @throws IllegalArgumentException if the model has no such clause, or its result is no vector over the inputs
     */
    public Map<String, double[]> gradient(String clause) {
        Model.Derivative derivative = find(clause);
        if (!derivative.form().result().axes().equals(List.of(Form.Space.INPUTS))) {
            throw new IllegalArgumentException(clause + " is no vector over the inputs");
        }
        double[] gradient = derivative(clause);
        Map<String, double[]> result = new LinkedHashMap<>();
        int at = 0;
        for (Tensor tensor : derivative.wrt()) {
            int size = Math.toIntExact(value(tensor.size()));
            result.put(tensor.name(), Arrays.copyOfRange(gradient, at, at + size));
            at += size;
        }
        return Collections.unmodifiableMap(result);
    }

    /**
     * The result of a clause at {@link #theta()}, as the method of the generated class lays it out; of one that returns
     * the derivative, just that.
     *
     * @param given what the method takes besides the point: the weights of the output, then the direction, as far as
     *     the clause has them
     * @throws IllegalArgumentException if the model has no such clause, or it takes another number of arrays
     */
    public double[] derivative(String clause, double[]... given) {
        Model.Derivative derivative = find(clause);
        double[] result = new double[derivative.isNumber() ? 1 : size(derivative, derivative.result())];
        derivative(clause, result, given);
        return result;
    }

    /**
     * The same, written to an array of the caller's.
     *
     * @param result overwritten; of a derivative that is one number, its first element
     */
    public void derivative(String clause, double[] result, double[][] given) {
        Model.Derivative derivative = find(clause);
        List<double[]> arguments = arguments(derivative, result, given);
        Class<?>[] types = new Class<?>[arguments.size()];
        Arrays.fill(types, double[].class);
        Object returned = call(names.method(derivative), types, arguments.toArray());
        if (derivative.isNumber()) {
            result[0] = (double) returned;
        }
    }

    /** The point, what is given, and the array for the result. */
    private List<double[]> arguments(Model.Derivative derivative, double[] result, double[]... given) {
        List<double[]> arguments = new ArrayList<>(List.of(theta));
        int at = 0;
        for (Form.Slot slot : derivative.slots(false)) {
            if (slot.use() == Form.Use.RESULT) {
                arguments.add(result);
            } else if (at == given.length) {
                throw new IllegalArgumentException(derivative.clause() + " needs " + slot.name());
            } else {
                arguments.add(given[at++]);
            }
        }
        if (at < given.length) {
            throw new IllegalArgumentException(derivative.clause() + " takes " + at + " arrays, not " + given.length);
        }
        return arguments;
    }

    /**
     * An output, by name, or a derivative, by its clause, as a function that evaluates it at {@link #theta()} and gives
     * one number of it; weights and directions are all 1. A call costs what the method of the generated class does and
     * allocates nothing, for measuring.
     *
     * @throws IllegalArgumentException if the model has no such output or clause
     */
    public DoubleSupplier evaluation(String what) {
        for (Model.Derivative derivative : model.derivatives()) {
            if (derivative.clause().equals(what)) {
                double[][] given = derivative.slots(false).stream()
                        .filter(slot -> slot.use() != Form.Use.RESULT)
                        .map(slot -> ones(size(derivative, slot)))
                        .toArray(double[][]::new);
                double[] result = new double[derivative.isNumber() ? 1 : size(derivative, derivative.result())];
                double[][] arguments = arguments(derivative, result, given).toArray(double[][]::new);
                return derivative.output().shape().isEmpty()
                        ? DirectCall.number(object, names.method(derivative), arguments)
                        : DirectCall.array(object, names.method(derivative), arguments);
            }
        }
        Tensor output = find(model.outputs(), what);
        return output.shape().isEmpty()
                ? DirectCall.number(object, names.method(output), theta)
                : DirectCall.array(object, names.method(output), theta, new double[size(List.of(output))]);
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * Which entries of a sparse derivative need not be zero.
     *
     * @throws IllegalArgumentException if the model has no such clause, or it is of no sparse derivative
     */
    public SparsePattern pattern(String clause) {
        Model.Derivative derivative = find(clause);
        if (!derivative.form().isSparse()) {
            throw new IllegalArgumentException(clause + " is no sparse derivative");
        }
        return (SparsePattern) call(names.of(derivative).patternMethod(), new Class<?>[0]);
    }

    /** How many elements a slot of a derivative has. */
    public int size(Model.Derivative derivative, Form.Slot slot) {
        if (slot.axes().contains(Form.Space.ENTRIES)) {
            return pattern(derivative.clause()).size();
        }
        long size = 1;
        for (Form.Space space : slot.axes()) {
            size = Math.multiplyExact(size, value(derivative.size(space)));
        }
        return Math.toIntExact(size);
    }

    private Model.Derivative find(String clause) {
        return model.derivatives().stream()
                .filter(d -> d.clause().equals(clause))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the model has no clause " + clause));
    }

    private Object call(String method, Class<?>[] types, Object... arguments) {
        return Reflection.call(object.getClass(), object, method, types, arguments);
    }

    private int size(List<Tensor> tensors) {
        long size = 0;
        for (Tensor tensor : tensors) {
            size += value(tensor.size());
        }
        return Math.toIntExact(size);
    }

    private long value(Poly poly) {
        return poly.evaluate(atom -> dims.getOrDefault(atom.name(), 0));
    }

    private static Tensor find(List<Tensor> tensors, String name) {
        return tensors.stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the model has no " + name + "; there are "
                        + tensors.stream().map(Tensor::name).collect(Collectors.joining(", "))));
    }
}

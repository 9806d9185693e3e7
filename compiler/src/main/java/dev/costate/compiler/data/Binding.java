package dev.costate.compiler.data;

import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensor.Role;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.model.Model.Dimension;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.runtime.DomainException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Data held against a model: every size known, every input there or defaulted, of the right shape. As many problems as
 * can be found are reported together. Long, since each problem is told with the data that has it.
 */
public final class Binding {
    private final Model model;
    private final InputJson json;
    private final List<String> problems = new ArrayList<>();
    private final Map<Atom.Dim, Long> sizes = new LinkedHashMap<>();
    private final Map<Atom.Dim, String> sources = new LinkedHashMap<>();
    private final Map<Tensor, double[]> values = new LinkedHashMap<>();
    private final Map<Tensor, double[]> free = new LinkedHashMap<>();
    private final Map<Derivative, double[][]> given = new LinkedHashMap<>();

    private Binding(Model model, InputJson json) {
        this.model = model;
        this.json = json;
    }

    /** Binds, or says what is wrong. */
    public static Binding of(Model model, InputJson input) throws DataException {
        if (input.unconstrained().isGiven()) {
            throw new DataException(
                    "\"unconstrained\": only eval and gradcheck take free numbers; give the params in \"inputs\"");
        }
        return ofEither(model, input);
    }

    /** The same for params that may be given by their free numbers: then these are bound, and their values are not. */
    public static Binding ofEither(Model model, InputJson input) throws DataException {
        Binding binding = new Binding(model, input);
        binding.names();
        binding.givenSizes();
        binding.inferredSizes();
        binding.missingSizes();
        binding.largeSizes();
        binding.stop();
        binding.derivedSizes();
        binding.stop();
        binding.impliedSizes();
        binding.stop();
        binding.inputs();
        binding.stop();
        binding.given.putAll(Vectors.of(model, input, binding::shape, binding.problems));
        binding.stop();
        return binding;
    }

    private void stop() throws DataException {
        if (!problems.isEmpty()) {
            throw new DataException(problems);
        }
    }

    /** The sizes of the given dims. */
    public Map<Atom.Dim, Long> sizes() {
        return sizes;
    }

    /** The values of the given dims by name, as the generated class takes them. */
    public Map<String, Integer> arguments() {
        Map<String, Integer> arguments = new LinkedHashMap<>();
        sizes.forEach((dim, size) -> arguments.put(dim.name(), Math.toIntExact(size)));
        return arguments;
    }

    private void largeSizes() {
        sizes.forEach((dim, size) -> {
            if (size > Integer.MAX_VALUE) {
                problems.add("dim '" + dim.name() + "' is " + size + ", more than the " + Integer.MAX_VALUE
                        + " elements that an array can have");
            }
        });
    }

    /** The elements of every input that was given, row-major; others have a default. */
    public Map<Tensor, double[]> values() {
        return values;
    }

    /** Whether params are given by their free numbers. */
    public boolean isUnconstrained() {
        return json.unconstrained().isGiven();
    }

    /** The free numbers of each param, if it is given by those. */
    public Map<Tensor, double[]> free() {
        return free;
    }

    /** Adds the free numbers that the values of a param were made of. */
    void free(Tensor param, double[] numbers) {
        free.put(param, numbers);
    }

    /** The free numbers of all params, one after the other. */
    public double[] freeNumbers() {
        return free.values().stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** The values of each param at a point, where they stand one after the other. */
    public Map<Tensor, double[]> params(double[] theta) {
        Map<Tensor, double[]> params = new LinkedHashMap<>();
        int at = 0;
        for (Tensor param : model.params()) {
            int size = Math.toIntExact(shape(param).size());
            params.put(param, Arrays.copyOfRange(theta, at, at + size));
            at += size;
        }
        return params;
    }

    /** Adds the values of params that were given by their free numbers. */
    public void natural(Tensor param, double[] elements) {
        values.put(param, elements);
    }

    /** Adds the values of params that were given by their free numbers, as the interpreter computes them. */
    public void constrain() throws DataException {
        if (!isUnconstrained()) {
            return;
        }
        Map<String, double[]> elements = new LinkedHashMap<>();
        values.forEach((input, own) -> elements.put(input.name(), own));
        free.forEach((param, numbers) -> elements.put(param.name(), numbers));
        try {
            Map<String, double[]> natural =
                    Interpreter.constrain(model, arguments(), elements).natural();
            model.params().forEach(param -> natural(param, natural.getOrDefault(param.name(), new double[0])));
        } catch (DomainException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    /** The shape of the free numbers of a param; of anything else its own. */
    public ArrayShape freeShape(Tensor tensor) {
        boolean param = tensor.role() == Role.PARAM;
        return shape(param ? model.freeShape(tensor) : tensor.shape());
    }

    /** The seed of the noise, 0 where none is given. */
    public long seed() {
        return json.seed().isEmpty() ? 0 : json.seed().get(0);
    }

    /** Hands inputs and seed to an object of the model. */
    public void bind(ModelInstance instance) {
        values.forEach((input, elements) -> instance.set(input.name(), elements));
        if (!model.noise().isEmpty()) {
            instance.seed(seed());
        }
    }

    /** What derivatives take besides the point, in order; those that lack something are not in it. */
    public Map<Derivative, double[][]> given() {
        return given;
    }

    /** The value of every dim by name, in order of declaration. */
    public Map<String, Long> dims() {
        Map<String, Long> all = new LinkedHashMap<>();
        model.dims().forEach(d -> all.put(d.dim().name(), value(d)));
        return all;
    }

    private long value(Dimension dimension) {
        Poly formula = dimension.value();
        return formula == null ? sizes.getOrDefault(dimension.dim(), 0L) : evaluate(formula);
    }

    /** The input or output of a name. */
    public Tensor tensor(String name) {
        return Stream.concat(model.inputs().stream(), model.outputs().stream())
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The shape of a tensor at these sizes. */
    public ArrayShape shape(Tensor tensor) {
        return shape(tensor.shape());
    }

    private ArrayShape shape(List<Poly> axes) {
        return new ArrayShape(axes.stream().mapToLong(this::evaluate).toArray());
    }

    /** What the input gives of an input of the model, or null. */
    private @Nullable ArrayValue value(Tensor input) {
        return isFree(input)
                ? json.unconstrained().values().get(input.name())
                : json.inputs().get(input.name());
    }

    private boolean isFree(Tensor input) {
        return isUnconstrained() && input.role() == Role.PARAM;
    }

    private String what(Tensor input) {
        return (isFree(input) ? "the free numbers of '" : "input '") + input.name() + "'";
    }

    /** The axes that the input is to give. */
    private List<Poly> axes(Tensor input) {
        return isFree(input) ? model.freeShape(input) : input.shape();
    }

    private long evaluate(Poly size) {
        return size.evaluate(atom -> {
            Long known = atom instanceof Atom.Dim dim ? sizes.get(dim) : null;
            if (known == null) {
                throw new ArithmeticException(atom.name() + " is not known");
            }
            return known;
        });
    }

    private List<Tensor> wanted() {
        return model.inputs().stream().filter(t -> t.role() != Role.CONST).toList();
    }

    private @Nullable Dimension dimension(String name) {
        return model.dims().stream()
                .filter(d -> d.dim().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void names() {
        List<String> inputs = wanted().stream().map(Tensor::name).toList();
        Set<String> surplus = new LinkedHashSet<>(json.surplus());
        surplus.addAll(json.inputs().keySet());
        surplus.addAll(json.unconstrained().values().keySet());
        inputs.forEach(surplus::remove);
        if (!json.seed().isEmpty() && model.noise().isEmpty()) {
            problems.add("\"seed\": the model has no noise");
        }
        for (Tensor noise : model.noise()) {
            if (surplus.remove(noise.name())) {
                problems.add(
                        "input '" + noise.name() + "' is noise, which is drawn and not bound; \"seed\" chooses it");
            }
        }
        for (String name : surplus) {
            problems.add("input '" + name + "': the model has no such input; it has " + list(inputs));
        }
        for (Tensor input : wanted()) {
            if (value(input) == null && !model.defaults().containsKey(input)) {
                problems.add(
                        what(input) + (isFree(input) ? " are" : " is") + " missing: expected " + expected(axes(input)));
            }
            if (isFree(input) && json.inputs().containsKey(input.name())) {
                problems.add("input '" + input.name() + "' is a param, and \"unconstrained\" gives the params");
            } else if (!isFree(input) && json.unconstrained().values().containsKey(input.name())) {
                problems.add("\"unconstrained\": '" + input.name() + "' is no param");
            }
        }
        for (String name : json.dims().keySet()) {
            if (dimension(name) == null) {
                problems.add("dim '" + name + "': the model has no such dim; it has "
                        + list(model.dims().stream().map(d -> d.dim().name()).toList()));
            }
        }
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** The shape of these axes, as the model writes it: {@code a scalar}, {@code shape [N, D]}. */
    private static String expected(List<Poly> axes) {
        return axes.isEmpty()
                ? "a scalar"
                : axes.stream().map(Poly::toString).collect(Collectors.joining(", ", "shape [", "]"));
    }

    private void givenSizes() {
        for (Dimension dimension : model.dims()) {
            Long size = json.dims().get(dimension.dim().name());
            if (dimension.given() && size != null) {
                settle(dimension, size, "\"dims\"");
            }
        }
    }

    /** Ranks are checked here; a size is taken from an axis that is exactly a given dim. */
    private void inferredSizes() {
        for (Tensor input : wanted()) {
            ArrayValue value = value(input);
            if (value == null) {
                continue;
            }
            List<Poly> axes = axes(input);
            if (value.shape().rank() != axes.size()) {
                problems.add(what(input) + ": expected " + expected(axes) + ", not "
                        + value.shape().described());
                continue;
            }
            for (int k = 0; k < axes.size(); k++) {
                Dimension dimension = given(axes.get(k));
                Dimension shortened = axes.get(k).equals(input.shape().get(k))
                        ? null
                        : given(input.shape().get(k));
                long size = value.shape().axis(k);
                String source = (isFree(input) ? "the free numbers of '" : "'") + input.name() + "' of "
                        + value.shape().described();
                if (dimension != null) {
                    settle(dimension, size, source);
                } else if (shortened != null) {
                    settle(shortened, whole(input, size), source);
                }
            }
        }
    }

    /** The given dim that an axis is, or null. */
    private @Nullable Dimension given(Poly axis) {
        Dimension dimension = axis.asAtom() instanceof Atom.Dim dim ? dimension(dim.name()) : null;
        return dimension != null && dimension.given() ? dimension : null;
    }

    /** The length of an axis of which there are so many free numbers: n of n - 1, or of n (n - 1)/2. */
    private long whole(Tensor param, long free) {
        return axes(param).size() == param.shape().size() ? free + 1 : Math.round(0.5 + Math.sqrt(0.25 + 2.0 * free));
    }

    private void settle(Dimension dimension, long size, String source) {
        Atom.Dim dim = dimension.dim();
        Long before = sizes.putIfAbsent(dim, size);
        if (before == null) {
            sources.put(dim, source);
            if (size < dimension.atLeast()) {
                problems.add("dim '" + dim.name() + "' is " + size + " by " + source + ", but must be at least "
                        + dimension.atLeast());
            }
        } else if (before != size) {
            problems.add("dim '" + dim.name() + "' is " + before + " by " + sources.get(dim) + ", but " + size + " by "
                    + source);
        }
    }

    private void missingSizes() {
        boolean inputsMissing = wanted().stream()
                .anyMatch(t -> value(t) == null && !model.defaults().containsKey(t));
        for (Dimension dimension : model.dims()) {
            // A missing or wrong input may be what would have told it.
            if (dimension.given() && !sizes.containsKey(dimension.dim()) && !inputsMissing && problems.isEmpty()) {
                problems.add("dim '" + dimension.dim().name() + "' is missing: no input has an axis that is just it, so"
                        + " \"dims\" must give it");
            }
        }
    }

    private void derivedSizes() {
        for (Dimension dimension : model.dims()) {
            Poly formula = dimension.value();
            if (formula == null) {
                continue;
            }
            String name = dimension.dim().name();
            try {
                long size = evaluate(formula);
                Long stated = json.dims().get(name);
                if (stated != null && stated != size) {
                    problems.add("dim '" + name + "' is " + stated + " by \"dims\", but " + size + " by the model, as "
                            + formula);
                } else if (size < 0) {
                    problems.add("dim '" + name + "' = " + formula + " is " + size + ", and no size is negative");
                }
            } catch (ArithmeticException e) {
                problems.add("dim '" + name + "' = " + formula + ": " + e.getMessage());
            }
        }
    }

    /** The axes of equations, each as long as its formula says. */
    private void impliedSizes() {
        for (Tensor tensor : model.quantities()) {
            for (Poly axis : tensor.shape()) {
                try {
                    long size = evaluate(axis);
                    if (size < 0) {
                        problems.add("'" + tensor.name() + "' has an axis of " + axis + " = " + size
                                + " entries at these sizes, and no size is negative");
                    }
                } catch (ArithmeticException e) {
                    problems.add("'" + tensor.name() + "' has an axis of " + axis + " entries: " + e.getMessage());
                }
            }
        }
    }

    private void inputs() {
        for (Tensor input : wanted()) {
            ArrayValue value = value(input);
            if (value != null) {
                input(input, value);
            }
        }
    }

    private void input(Tensor input, ArrayValue value) {
        try {
            ArrayShape shape = shape(axes(input));
            if (!shape.equals(value.shape())) {
                problems.add(what(input) + ": expected " + expected(axes(input)) + " = " + shape + ", not "
                        + value.shape().described());
            }
        } catch (ArithmeticException e) {
            problems.add(what(input) + ": " + expected(axes(input)) + ": " + e.getMessage());
        }
        if (input.type() == Tensor.Type.INTEGER) {
            for (double element : value.elements()) {
                if (element != Math.rint(element) || Double.isInfinite(element)) {
                    problems.add("input '" + input.name() + "' holds integers, and " + element + " is none");
                    break;
                } else if (element != (int) element) {
                    String shown =
                            Math.abs(element) < 0x1p63 ? Long.toString((long) element) : Double.toString(element);
                    problems.add("input '" + input.name() + "': " + shown + " does not fit into an int");
                    break;
                }
            }
        }
        (isFree(input) ? free : values).put(input, value.elements());
    }
}

package dev.costate.compiler.data;

import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensor.Role;
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.model.Model;
import dev.costate.runtime.DomainException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Data for a model that nobody has given any: small sizes, integers in their ranges, params made of free numbers, and
 * other numbers within their bounds, by default between 0.2 and 0.8, where most functions have a value. What depends on
 * more than that, such as a bound that is computed, is a matter of luck: a few seeds are tried, by the interpreter, for
 * one at which all outputs are finite.
 */
public final class SeededData {
    private static final int SEEDS = 20;

    private final Model model;
    private final Random random;
    private final Map<String, Long> dims = new LinkedHashMap<>();
    private final Map<String, double[]> elements = new LinkedHashMap<>();

    private SeededData(Model model, long seed) {
        this.model = model;
        this.random = new Random(seed);
    }

    /** Data at which all outputs are finite, the same at each call; null if none was found. */
    public static @Nullable Binding of(Model model) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Binding data = new SeededData(model, seed).suitable();
            if (data != null) {
                return data;
            }
        }
        return null;
    }

    /** The data, or null if these sizes or values do not suit the model. */
    private @Nullable Binding suitable() {
        try {
            return binding();
        } catch (DataException | DomainException | IndexOutOfBoundsException | ArithmeticException e) {
            return null;
        }
    }

    private Binding binding() throws DataException {
        for (Model.Dimension dim : model.dims()) {
            if (dim.given()) {
                dims.put(dim.dim().name(), Math.max(2, dim.atLeast()) + random.nextInt(4));
            }
        }
        Set<Tensor> derived = new LinkedHashSet<>();
        model.derivatives().forEach(d -> derived.addAll(d.wrt()));
        for (Tensor input : model.inputs()) {
            boolean data =
                    input.role() == Role.DATA && (!model.defaults().containsKey(input) || derived.contains(input));
            if (data || input.role() == Role.PARAM) {
                elements.put(input.name(), data ? data(input) : free(input));
            }
        }
        Map<String, Integer> sizes = new LinkedHashMap<>();
        dims.forEach((name, size) -> sizes.put(name, Math.toIntExact(size)));
        Map<Tensor, double[]> free = new LinkedHashMap<>();
        if (model.isConstrained()) {
            model.params().forEach(param -> free.put(param, elements.getOrDefault(param.name(), new double[0])));
            elements.putAll(Interpreter.constrain(model, sizes, elements).natural());
        }
        Map<String, double[]> values = Interpreter.values(model, sizes, elements);
        for (Tensor output : model.outputs()) {
            if (!Arrays.stream(values.get(output.name())).allMatch(Double::isFinite)) {
                throw new DataException(output.name() + " is not finite");
            }
        }
        Binding binding = Binding.of(model, InputJson.of(dims, arrays()));
        free.forEach(binding::free);
        return binding;
    }

    private Map<String, ArrayValue> arrays() {
        Map<String, ArrayValue> arrays = new LinkedHashMap<>();
        for (Tensor input : model.inputs()) {
            double[] own = elements.get(input.name());
            if (own != null) {
                arrays.put(input.name(), new ArrayValue(shape(input.shape()), own));
            }
        }
        return arrays;
    }

    /** Free numbers of a param: all of them are right. */
    private double[] free(Tensor param) {
        return random.doubles(shape(model.freeShape(param)).size(), 0.2, 0.8).toArray();
    }

    private double[] data(Tensor input) {
        double[] values = new double[Math.toIntExact(shape(input.shape()).size())];
        if (input.type() == Tensor.Type.INTEGER) {
            Poly below = input.below();
            long least = bound(input.least(), 0);
            long most = below != null ? evaluate(below) - 1 : bound(input.most(), least + 2);
            if (most < least) {
                throw new ArithmeticException("no integer is from " + least + " to " + most);
            }
            int count = (int) Math.min(Integer.MAX_VALUE, most - least + 1);
            Arrays.setAll(values, k -> least + random.nextInt(count));
            return values;
        }
        Domain domain = model.domains().get(input);
        double lower = domain == null ? Double.NEGATIVE_INFINITY : known(domain.lower(), Double.NEGATIVE_INFINITY);
        double upper = domain == null ? Double.POSITIVE_INFINITY : known(domain.upper(), Double.POSITIVE_INFINITY);
        Arrays.setAll(values, k -> between(lower, upper));
        return values;
    }

    private double between(double lower, double upper) {
        double part = 0.2 + 0.6 * random.nextDouble();
        if (Double.isInfinite(lower) && Double.isInfinite(upper)) {
            return part;
        } else if (Double.isInfinite(upper)) {
            return lower + part;
        }
        return Double.isInfinite(lower) ? upper - part : lower + part * (upper - lower);
    }

    private static double known(Domain.@Nullable Bound bound, double none) {
        return bound instanceof Domain.Bound.Known known ? known.value() : none;
    }

    private long bound(@Nullable Poly bound, long none) {
        return bound == null ? none : evaluate(bound);
    }

    private ArrayShape shape(List<Poly> axes) {
        return new ArrayShape(axes.stream().mapToLong(this::evaluate).toArray());
    }

    private long evaluate(Poly size) {
        return size.evaluate(atom -> {
            Long known = dims.get(atom.name());
            if (known == null) {
                throw new ArithmeticException(atom.name() + " is not known");
            }
            return known;
        });
    }
}

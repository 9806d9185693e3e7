package dev.costate.compiler;

import dev.costate.compiler.ModelCompiler.JavaFile;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.check.Model.Derivative;
import dev.costate.compiler.check.Model.Dimension;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.emit.ModelNames;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.CompilerBug;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model compiled to a class in this very process, for programs that meet it only at run time. Needs a JDK, whose
 * compiler it calls; a program that knows its models beforehand uses the generated classes directly.
 *
 * <pre>{@code
 * ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
 * LoadedModel loaded = LoadedModel.load(result.model(), result.files());
 * LoadedModel.Instance logistic = loaded.create(Map.of("N", 569L, "D", 30L));
 * logistic.bind(x, features);
 * double[] loss = logistic.output(result.model().outputs().get(0), theta);
 * }</pre>
 *
 * <p>What the generated class throws, such as {@link IndexOutOfBoundsException} for a subscript out of range, comes out
 * as it is.
 */
public final class LoadedModel {
    private final Model model;
    private final ModelNames names;
    private final Class<?> type;

    private LoadedModel(Model model, Class<?> type) {
        this.model = model;
        this.names = new ModelNames(model);
        this.type = type;
    }

    /**
     * Compiles and loads.
     *
     * @param model the checked model, {@link Result#model}
     * @param files its Java, {@link Result#files}
     * @throws IllegalStateException if there is no Java compiler
     */
    public static LoadedModel load(Model model, List<JavaFile> files) {
        List<JavaSource> sources = files.stream()
                .map(f -> new JavaSource(f.packageName(), f.className(), f.text()))
                .toList();
        return new LoadedModel(model, InMemoryCompiler.load(sources));
    }

    /**
     * An object of these sizes; its data is still to be bound.
     *
     * @param sizes the value of each dim that is given, by name
     */
    public Instance create(Map<String, Long> sizes) {
        List<Dimension> given = model.dims().stream().filter(Dimension::given).toList();
        Class<?>[] types = new Class<?>[given.size()];
        Arrays.fill(types, int.class);
        Object[] arguments = given.stream()
                .map(d -> (Object) Math.toIntExact(size(sizes, d.dim().name())))
                .toArray();
        return new Instance(call(null, "of", types, arguments), sizes);
    }

    private static long size(Map<String, Long> sizes, String dim) {
        Long size = sizes.get(dim);
        if (size == null) {
            throw new IllegalArgumentException("dim " + dim + " is not given");
        }
        return size;
    }

    private Object call(Object target, String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = type.getMethod(name, types);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            if (e.getCause() instanceof Error problem) {
                throw problem;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new CompilerBug("load", "the class of " + model.name() + " has no method " + name + ": " + e);
        }
    }

    /** An object of the generated class. For one thread at a time. */
    public final class Instance {
        private final Object target;
        private final Map<String, Long> sizes;

        private Instance(Object target, Map<String, Long> sizes) {
            this.target = target;
            this.sizes = Map.copyOf(sizes);
        }

        /** Gives data its elements, row-major; a scalar has one. */
        public void bind(Tensor data, double[] elements) {
            String name = names.method(data);
            if (data.shape().isEmpty()) {
                call(target, name, new Class<?>[] {double.class}, elements[0]);
            } else {
                call(target, name, new Class<?>[] {double[].class}, (Object) elements);
            }
        }

        /** One vector of the elements of all params, in order of declaration. */
        public double[] parameters(Map<Tensor, double[]> elements) {
            List<Tensor> parameters = names.parameters();
            double[] theta = new double[size(parameters)];
            int at = 0;
            for (Tensor parameter : parameters) {
                int length = size(List.of(parameter));
                double[] values = elements.get(parameter);
                if (values == null || values.length != length) {
                    throw new IllegalArgumentException("param " + parameter.name() + " needs " + length + " elements");
                }
                System.arraycopy(values, 0, theta, at, length);
                at += length;
            }
            return theta;
        }

        /** The elements of an output at a point. */
        public double[] output(Tensor output, double[] theta) {
            String name = names.method(output);
            if (output.shape().isEmpty()) {
                return new double[] {(double) call(target, name, new Class<?>[] {double[].class}, (Object) theta)};
            }
            double[] elements = new double[size(List.of(output))];
            call(target, name, new Class<?>[] {double[].class, double[].class}, theta, elements);
            return elements;
        }

        /** The elements of a gradient at a point, by input. */
        public Map<Tensor, double[]> gradient(Derivative derivative, double[] theta) {
            double[] gradient = new double[size(derivative.wrt())];
            String name = names.method(derivative);
            call(target, name, new Class<?>[] {double[].class, double[].class}, theta, gradient);
            Map<Tensor, double[]> parts = new LinkedHashMap<>();
            int at = 0;
            for (Tensor input : derivative.wrt()) {
                int length = size(List.of(input));
                parts.put(input, Arrays.copyOfRange(gradient, at, at + length));
                at += length;
            }
            return parts;
        }

        private int size(List<Tensor> tensors) {
            long size = 0;
            for (Tensor tensor : tensors) {
                Poly product = tensor.shape().stream().reduce(Poly.ONE, Poly::times);
                size += product.evaluate(
                        atom -> atom instanceof Atom.Dim dim ? LoadedModel.size(sizes, dim.name()) : 0);
            }
            return Math.toIntExact(size);
        }
    }
}

package dev.costate.compiler.run;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.data.InputJson;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.report.Benchmark;
import dev.costate.compiler.report.Benchmark.Timing;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether models slow each other in one JVM: a virtual machine decides how to compile what they share, the methods of
 * the runtime, by who called it first. Each model is measured twice, by turns: with a runtime of its own, and with one
 * whose kernels have been called a million times on rows of 1 to 3 elements, as have the values and gradients of all
 * models at sizes from 1 to 3. The arguments are folders of models X.model with data X.json; the models of the first
 * are those that are called before.
 */
final class InterferenceBenchmark {
    private static final int CALLS = 1_000_000;
    private static final int SIZES = 3;
    private static final int LENGTH = 64;
    private static final String RUNTIME = "dev.costate.runtime.";

    private InterferenceBenchmark() {}

    /** A model with its data and its classes. */
    private record Subject(ModelCompiler.Result result, Binding binding, Map<String, byte[]> classes) {
        Model model() {
            return requireNonNull(result.model());
        }

        LoadedModel in(Classes loader) throws ClassNotFoundException {
            loader.defined.putAll(classes);
            return new LoadedModel(
                    model(),
                    result.companions(),
                    Class.forName(result.files().get(0).qualifiedName(), true, loader));
        }

        /** The value and the gradients. */
        Map<String, DoubleSupplier> computations(ModelInstance instance) {
            Map<String, DoubleSupplier> computations = new LinkedHashMap<>();
            for (Model.Derivative derivative : model().computed()) {
                if (derivative.form() == Form.GRADIENT) {
                    String output = derivative.output().name();
                    computations.put(output, instance.evaluation(output));
                    computations.put(derivative.clause(), instance.evaluation(derivative.clause()));
                }
            }
            return computations;
        }
    }

    /** A runtime of its own, and models upon it. */
    private static final class Classes extends ClassLoader {
        private final Map<String, byte[]> defined = new LinkedHashMap<>();

        Classes() {
            super(InterferenceBenchmark.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                byte[] bytes = loaded == null ? bytes(name) : null;
                if (bytes != null) {
                    return defineClass(name, bytes, 0, bytes.length);
                }
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
        }

        private byte @Nullable [] bytes(String name) {
            if (!name.startsWith(RUNTIME)) {
                return defined.get(name);
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                return null;
            }
        }
    }

    public static void main(String[] folders) throws Exception {
        List<Subject> crowd = subjects(Path.of(folders[0]), "");
        List<Subject> measured = new ArrayList<>(crowd);
        for (int k = 1; k < folders.length; k++) {
            measured.addAll(subjects(Path.of(folders[k]), "folder" + k));
        }
        Classes crowded = new Classes();
        kernels(crowded);
        for (Subject subject : crowd) {
            callWhenSmall(subject, subject.in(crowded));
        }
        System.out.println(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + "\n");
        System.out.println("| model | value or derivative | alone | crowded | ratio |\n|---|---|--:|--:|--:|");
        for (Subject subject : measured) {
            compare(subject, bound(subject, subject.in(new Classes())), bound(subject, subject.in(crowded)));
        }
    }

    /** @param packageName that tells models of the same name apart */
    private static List<Subject> subjects(Path folder, String packageName) throws IOException, DataException {
        List<Path> models;
        try (Stream<Path> files = Files.list(folder)) {
            models = files.filter(f -> f.toString().endsWith(".model") && Files.exists(data(f)))
                    .sorted()
                    .toList();
        }
        List<Subject> subjects = new ArrayList<>();
        for (Path file : models) {
            String name = file.getFileName().toString();
            ModelCompiler.Result result = ModelCompiler.compile(
                    new SourceFile(name, Files.readString(file), file),
                    ModelCompiler.Options.of(packageName)
                            .withLibraries(new LibraryFolders(List.of(), List.of(), folder)));
            try (InputStream in = Files.newInputStream(data(file))) {
                Binding binding = Binding.of(requireNonNull(result.model()), InputJson.read(in, result.model()));
                List<JavaSource> sources = result.files();
                subjects.add(new Subject(result, binding, InMemoryCompiler.compile(sources, List.of())));
            }
        }
        return subjects;
    }

    private static Path data(Path model) {
        return model.resolveSibling(model.getFileName().toString().replace(".model", ".json"));
    }

    private static ModelInstance bound(Subject subject, LoadedModel loaded) {
        ModelInstance instance = loaded.create(subject.binding().arguments());
        subject.binding().bind(instance);
        return instance;
    }

    /** Calls each kernel, whatever it takes: rows of 1 to 3 elements, and offsets and steps of 1. */
    private static void kernels(Classes classes) throws ReflectiveOperationException {
        for (String type : List.of("Kernels", "Rows")) {
            for (Method kernel : classes.loadClass(RUNTIME + type).getMethods()) {
                Class<?>[] types = kernel.getParameterTypes();
                boolean counts = types.length > 0 && types[types.length - 1] == int.class;
                if (Modifier.isStatic(kernel.getModifiers()) && counts) {
                    for (int n = 1; n <= SIZES; n++) {
                        call(kernel, arguments(types, n));
                    }
                }
            }
        }
    }

    private static void call(Method kernel, Object[] arguments) throws ReflectiveOperationException {
        try {
            for (int k = 0; k < CALLS / SIZES; k++) {
                kernel.invoke(null, arguments);
            }
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(kernel + " can't be called like that", e);
        }
    }

    private static Object[] arguments(Class<?>[] types, int n) {
        Object[] arguments = new Object[types.length];
        for (int k = 0; k < types.length; k++) {
            if (types[k] == double.class) {
                arguments[k] = 0.5;
            } else if (types[k] == double[].class) {
                arguments[k] = new double[LENGTH];
            } else if (types[k] == double[][].class) {
                arguments[k] = new double[LENGTH][LENGTH];
            } else if (types[k] == int[].class) {
                arguments[k] = new int[LENGTH];
            } else {
                arguments[k] = k == types.length - 1 ? n : 1;
            }
        }
        return arguments;
    }

    private static void callWhenSmall(Subject subject, LoadedModel loaded) {
        Random random = new Random(1);
        double sum = 0;
        for (int size = 1; size <= SIZES; size++) {
            Map<String, Integer> dims = new LinkedHashMap<>();
            for (Model.Dimension dim : subject.model().dims()) {
                if (dim.given()) {
                    dims.put(dim.dim().name(), Math.max((int) dim.atLeast(), size));
                }
            }
            ModelInstance instance = loaded.create(dims);
            for (Tensor input : subject.model().inputs()) {
                if (input.role() != Tensor.Role.CONST) {
                    instance.set(input.name(), elements(input, dims, random));
                }
            }
            for (DoubleSupplier computation : subject.computations(instance).values()) {
                for (int k = 0; k < CALLS / SIZES; k++) {
                    sum += computation.getAsDouble();
                }
            }
        }
        System.err.println(subject.model().name() + " called when small: " + sum);
    }

    private static double[] elements(Tensor input, Map<String, Integer> dims, Random random) {
        double[] values = new double[Math.toIntExact(value(input.size(), dims))];
        Poly below = input.below();
        for (int k = 0; k < values.length; k++) {
            values[k] = below == null ? 0.3 + random.nextDouble() : k % value(below, dims);
        }
        return values;
    }

    private static long value(Poly poly, Map<String, Integer> dims) {
        return poly.evaluate(atom -> requireNonNull(dims.get(((Atom.Dim) atom).name())));
    }

    private static void compare(Subject subject, ModelInstance alone, ModelInstance crowded) {
        Map<String, DoubleSupplier> first = subject.computations(alone);
        Map<String, DoubleSupplier> second = subject.computations(crowded);
        double seconds = Double.parseDouble(System.getProperty("costate.seconds", "1"));
        first.forEach((name, computation) -> {
            Map<String, DoubleSupplier> both = new LinkedHashMap<>();
            both.put("alone", computation);
            both.put("crowded", requireNonNull(second.get(name)));
            List<Timing> times = List.copyOf(Benchmark.measure(both, seconds).values());
            double a = times.get(0).least();
            double b = times.get(1).least();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.1f ns | %.1f ns | %.2f |%n",
                    subject.model().name(),
                    name,
                    a,
                    b,
                    b / a);
        });
    }
}

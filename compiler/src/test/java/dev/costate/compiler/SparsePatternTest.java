package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.RandomSparse;
import dev.costate.runtime.SparsePattern;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns worked out by hand, and when they are found. */
@Tag("slow")
class SparsePatternTest {
    private static final String HEAD = """
            model Small
            dim N = 3
            data label[N] in N
            data n[N] in N
            data a[N]
            const c[3] = [1, 0, 2]
            const A[3, 2] = [[1, 2], [0, 0], [0, 3]]
            param x[N]
            param w
            """;

    private static ModelInstance small(String declarations, int... label) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Small.model", HEAD + declarations), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        ModelInstance instance = LoadedModel.load(result).create(Map.of());
        double[] numbers = Arrays.stream(label).asDoubleStream().toArray();
        return instance.set("label", numbers)
                .set("n", numbers)
                .set("a", new double[3])
                .set("x", new double[3])
                .set("w", 0);
    }

    /** The columns of each row: {@code 0 1|2||}. */
    private static String rows(SparsePattern pattern) {
        StringJoiner rows = new StringJoiner("|");
        int[] starts = pattern.rowStarts();
        int[] columns = pattern.columns();
        for (int row = 0; row + 1 < starts.length; row++) {
            StringJoiner own = new StringJoiner(" ");
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                own.add(String.valueOf(columns[k]));
            }
            rows.add(own.toString());
        }
        return rows.toString();
    }

    /** With three x, numbered 0 to 2, and w, which is 3; label and n are 0, 2, 2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // Integer conditions are decided, also those of data.
                "y[i] = if i > 0 then x[i-1] else 0 for i in N; '|0|1'",
                "y[i] = if label[i] == 2 then x[i] else w for i in N; '3|1|2'",
                "y[i] = sum(j in 0 ..< n[i]) x[j] for i in N; '|0 1|0 1'",
                "y[k] = sum(i where label[i] == k) x[i] for k in N; '0||1 2'",
                // Of real conditions both branches count, but for a conjunction that integers decide.
                "y[i] = if a[i] > 0 then x[i] else w for i in N; '0 3|1 3|2 3'",
                "y[i] = if a[i] > 0 and i > 1 then x[i] else w for i in N; '3|3|2 3'",
                "y[i] = if a[i] > 0 or i > 1 then x[i] else w for i in N; '0 3|1 3|2'",
                "y[i] = if not (x[i] > 0 and i > 1) then x[i] else w for i in N; '0|1|2 3'",
                "y[i] = max(j in 0 ..< n[i]) x[j] * w for i in N; '|0 1 3|0 1 3'",
                // Constants that are 0 end a path, and a product as a whole.
                "y[j] = c[j] * x[j]; '0||2'",
                "y[j] = c[j] * x[j] * w; '0 3||2 3'",
                "y[j] = x[j] * w * c[j] + x[0]; '0 3|0|0 2 3'",
                "y[j] = (sum(k in 2) A[j, k] * x[k]) * w; '0 1 3||1 3'",
                "y[j] = prod(k in 2) (A[j, k] * x[k]); '0 1||'",
                "y[j] = w * prod(k in 2) (A[j, k] * x[k] + w); '0 1 3|3|1 3'",
                "y[j] = if c[j] > 0 then x[j] else w; '0|3|2'",
                "y[i] = w * sum(j in 0 ..< n[i]) x[j] for i in N; '|0 1 3|0 1 3'",
                "y[i] = w / (1 + sum(j in 0 ..< n[i]) x[j]) for i in N; '3|0 1 3|0 1 3'",
                // What has no derivative ends a path; its product does not.
                "y[i] = floor(x[i]) * w for i in N; '3|3|3'",
                "y[i] = detach(x[i]) * w for i in N; '3|3|3'",
                "y[i] = if x[i] > 0 then w else 0 for i in N; '3|3|3'",
                // Duplicates merge, and a sum that cancels is a stored zero.
                "y[i] = x[label[i]] * x[2] for i in N; '0 2|2|2'",
                "y[i] = x[i] - x[label[i]] for i in N; '0|1 2|2'",
                // Recurrences, and what is not read.
                "y[0] = x[0] @ output y[i] = y[i-1] * x[i] for i in 1 ..< N; '0|0 1|0 1 2'",
                "y[0] = w @ output y[i] = if label[i] == 2 then y[i-1] else x[i] for i in 1 ..< N; '3|3|3'",
                "y[i] = z[label[i]] for i in N @ let z[i] = x[i] * w; '0 3|2 3|2 3'",
                "y[i] = softmax(i) x[i]; '0 1 2|0 1 2|0 1 2'",
            })
    void jacobians(String equations, String expected) {
        ModelInstance instance =
                small("output " + equations.replace(" @ ", "\n") + "\nderive sparse jacobian of y\n", 0, 2, 2);
        SparsePattern pattern = instance.pattern("sparse jacobian of y");
        assertThat(rows(pattern)).as(equations).isEqualTo(expected);
        assertThat(pattern.shape().size(1)).isEqualTo(4);
    }

    /** Lower triangles, of the same inputs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sum(i) x[i]; '|||'",
                "sum(i) x[i]^2; '0|1|2|'",
                "w * sum(i) x[i]; '|||0 1 2'",
                "exp(sum(i) x[i]); '0|0 1|0 1 2|'",
                "sum(i) exp(x[i] * w); '0|1|2|0 1 2 3'",
                "(sum(i) x[i]) / w; '|||0 1 2 3'",
                "prod(i) x[i]; '|0|0 1|'",
                "max(i) x[i]; '|||'",
                "max(i) x[i]^2; '0|1|2|'",
                "sum(i) (relu(x[i] * w) + abs(x[i])); '|||0 1 2'",
                "sum(i) (if a[i] > 0 then x[i]^2 else x[i] * w); '0|1|2|0 1 2'",
                "sum(i) (if i > 1 then x[i]^2 else x[i] * w); '||2|0 1'",
                "sum(j) c[j] * x[j]^2; '0||2|'",
                "sum(j) (c[j] * x[j] * w)^2; '0||2|0 2 3'",
                "sum(i) x[i] * x[label[i]]; '0||1 2|'",
                "sum(i where i > 0) z[i] @ let z[i] = x[i]^2; '|1|2|'",
                "z[0] @ let z[i] = x[i]^2 * w; '0|||0'",
                "detach(w) * x[0]^2; '0|||'",
                "logsumexp(i) x[i]; '0|0 1|0 1 2|'",
                "norm(i) x[i]; '0|0 1|0 1 2|'",
                "xlogy(x[0], x[1]) + hypot(x[2], w); '|0 1|2|2 3'",
            })
    void hessians(String value, String expected) {
        ModelInstance instance =
                small("output y = " + value.replace(" @ ", "\n") + "\nderive sparse hessian of y\n", 0, 2, 2);
        assertThat(rows(instance.pattern("sparse hessian of y"))).as(value).isEqualTo(expected);
    }

    /** Also without rewrites, on which patterns must not depend. */
    @Test
    void randomModelsByBruteForce() {
        long first = Long.getLong("costate.random.seed", 0);
        for (long seed = first; seed < first + Integer.getInteger("costate.random.models", 24); seed++) {
            RandomSparse random = RandomSparse.of(seed);
            String text = random.text() + "derive sparse jacobian of y\nderive sparse hessian of y\n";
            ModelCompiler.Options all = ModelCompiler.Options.of("");
            ModelCompiler.Options options = seed % 4 == 0 ? all.literal() : all;
            ModelCompiler.Result result = ModelCompiler.compile(new SourceFile("Sparse.model", text), options);
            assertThat(result.hasErrors())
                    .as("%s: %s%n%s", seed, result.diagnostics(), text)
                    .isFalse();
            ModelInstance instance = LoadedModel.load(result).create(Map.of());
            random.inputs().forEach(instance::set);
            assertThat(columns(instance.pattern("sparse jacobian of y")))
                    .as("%s: jacobian%n%s%s", seed, text, random.inputs())
                    .isEqualTo(random.jacobian());
            assertThat(columns(instance.pattern("sparse hessian of y")))
                    .as("%s: hessian%n%s", seed, text)
                    .isEqualTo(random.hessian());
        }
    }

    private static List<List<Integer>> columns(SparsePattern pattern) {
        List<List<Integer>> rows = new ArrayList<>();
        int[] starts = pattern.rowStarts();
        for (int row = 0; row + 1 < starts.length; row++) {
            rows.add(Arrays.stream(pattern.columns(), starts[row], starts[row + 1])
                    .boxed()
                    .toList());
        }
        return rows;
    }

    @Test
    void weightsAndDataAreInputsLikeOthers() {
        ModelInstance instance = small("""
                output y[i] = a[i] * x[i]^2 + w^3
                derive sparse jacobian of y wrt w, a
                derive sparse hessian of y wrt a, x
                """, 0, 2, 2);
        assertThat(rows(instance.pattern("sparse jacobian of y wrt w, a"))).isEqualTo("0 1|0 2|0 3");
        assertThat(rows(instance.pattern("sparse hessian of y wrt a, x"))).isEqualTo("|||0 3|1 4|2 5");
        instance.set("a", 5, 6, 7).set("x", 1, 2, 3);
        assertThat(instance.derivative("sparse hessian of y wrt a, x", new double[] {1, 10, 100}))
                .containsExactly(2, 10, 40, 120, 600, 1400);
    }

    @Test
    void nothingIsAnEmptyPattern() {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("None.model", """
                        model None
                        dim N >= 0
                        param x[N]
                        param w
                        output y[i] = x[i] * w
                        output z = sum(i) x[i] * w
                        derive sparse jacobian of y
                        derive sparse jacobian of z
                        derive sparse hessian of z
                        """), ModelCompiler.Options.of(""));
        ModelInstance instance = LoadedModel.load(result).create(Map.of("N", 0));
        assertThat(instance.pattern("sparse jacobian of y")).hasToString("0 × 1, 0 entries");
        assertThat(instance.pattern("sparse jacobian of z")).hasToString("1 × 1, 0 entries");
        assertThat(instance.derivative("sparse hessian of z")).isEmpty();
    }

    private static Object call(Object object, String method, Class<?>[] types, Object... arguments) {
        try {
            return requireNonNull(object.getClass().getMethod(method, types).invoke(object, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isFoundOnceForEachBinding() throws IOException, ClassNotFoundException {
        ModelInstance instance = small("output y[i] = x[label[i]]\nderive sparse jacobian of y\n", 0, 2, 2);
        SparsePattern first = instance.pattern("sparse jacobian of y");
        instance.set("a", 1, 2, 3);
        assertThat(instance.pattern("sparse jacobian of y")).isSameAs(first);
        Object fork = call(instance.object(), "fork", new Class<?>[0]);
        assertThat(call(fork, "yJacobianPattern", new Class<?>[0])).isSameAs(first);
        instance.set("label", 1, 1, 0);
        assertThat(rows(instance.pattern("sparse jacobian of y"))).isEqualTo("1|1|0");
        assertThat(call(fork, "yJacobianPattern", new Class<?>[0])).isSameAs(first);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(fork);
        }
        ClassLoader loader = fork.getClass().getClassLoader();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            protected Class<?> resolveClass(java.io.ObjectStreamClass type) throws ClassNotFoundException {
                return Class.forName(type.getName(), false, loader);
            }
        }) {
            assertThat(call(in.readObject(), "yJacobianPattern", new Class<?>[0]))
                    .isEqualTo(first);
        }
    }

    @Test
    void needsIntegersAndNothingElse() {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("Small.model", HEAD + "output y[i] = a[i] * x[label[i]]\nderive sparse jacobian of y\n"),
                ModelCompiler.Options.of(""));
        ModelInstance instance = LoadedModel.load(result).create(Map.of());
        assertThatThrownBy(() -> instance.pattern("sparse jacobian of y"))
                .hasMessageContaining("data label is not bound, call label(...) first");
        instance.set("label", 1, 0, 2).set("n", 0, 0, 0);
        assertThat(rows(instance.pattern("sparse jacobian of y"))).isEqualTo("1|0|2");
        assertThatThrownBy(() -> instance.derivative("sparse jacobian of y"))
                .hasMessageContaining("data a is not bound");
    }
}

package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.RandomSparse;
import dev.costate.runtime.SparsePattern;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sparse Jacobians of which each row is a gradient of its own, entry by entry against the dense ones, by forward mode.
 */
@Tag("slow")
class RowByRowTest {
    private static final String CLAUSES = "derive sparse jacobian of y\nderive jacobian of y\n";
    private static final String HEAD = """
            model Rows
            dim N
            dim M
            data point[N] in M
            data near[N, 2] in M
            data a[N]
            const c[3] = [1, 0, 2]
            param X[M, 3]
            param s
            param x[N]
            param q[3]
            fn dot(u[k], v[k]) = sum(i) u[i] * v[i]
            """;

    private static ModelCompiler.Result compiled(String text, boolean rewrite) {
        ModelCompiler.Options all = ModelCompiler.Options.of("").withStages();
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Rows.model", text), rewrite ? all : all.literal());
        assertThat(result.hasErrors()).as("%s%n%s", result.diagnostics(), text).isFalse();
        return result;
    }

    /** How the sparse Jacobian is computed. */
    private static boolean isByRows(ModelCompiler.Result result) {
        String operations = requireNonNull(result.stages().get("operations"));
        return operations.lines().anyMatch(line -> line.startsWith("sparse") && line.contains("row by row"));
    }

    private static ModelInstance model(ModelCompiler.Result result) {
        Random random = new Random(7);
        return LoadedModel.load(result)
                .create(Map.of("N", 4, "M", 3))
                .set("point", 0, 2, 1, 2)
                .set("near", 0, 1, 2, 2, 1, 0, 1, 1)
                .set("a", 1, -1, 2, 0)
                .set("X", random.doubles(9, 0.5, 1.5).toArray())
                .set("s", 0.7)
                .set("x", random.doubles(4, 0.5, 1.5).toArray())
                .set("q", 1, 2, 3);
    }

    private static void agrees(ModelInstance model, String what) {
        SparsePattern pattern = model.pattern("sparse jacobian of y");
        double[] values = model.derivative("sparse jacobian of y");
        double[] dense = model.derivative("jacobian of y");
        double[] own = pattern.dense(values);
        int columns = pattern.shape().size(1);
        for (int row = 0; row < pattern.shape().size(0); row++) {
            // Beyond what numbers hold, the order of operations matters; of other rows it does not.
            double[] expected = Arrays.copyOfRange(dense, row * columns, (row + 1) * columns);
            if (!Arrays.stream(expected).allMatch(Double::isFinite)) {
                continue;
            }
            for (int column = 0; column < columns; column++) {
                double found = own[row * columns + column];
                double error = Math.abs(found - expected[column]);
                assertThat(error <= 1e-12 * Math.max(1, Math.abs(expected[column])))
                        .as("%s%n[%d, %d] of %s: %s, dense %s", what, row, column, pattern, found, expected[column])
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "true; y[n] = s * x[n]^2 + a[n]",
                "true; y[n] = s for n in N",
                "true; y[n] = q[0] * exp(-q[1] * a[n]) - x[n]",
                "true; y[n, i] = X[point[n], i]^2 * s + X[point[n], 0] * q[i] for n in N, i in 3",
                "true; y[n] = dot(X[point[n], :], q)",
                "true; y[n] = sqrt(dot(X[point[n], :], X[point[n], :])) - x[n]",
                "true; y[n] = z[n, 0] * z[n, 2] + z[n, 1] for n in N @ let z[n, i] = X[point[n], i] * q[i] for n in"
                        + " N, i in 3",
                // Two reads that may be of one input share a slot.
                "true; y[n] = X[near[n, 0], 1] * X[near[n, 1], 1]",
                "true; y[n] = sum(k in 2) X[near[n, k], 0]^2",
                "true; y[n, j] = sum(k in 2) X[near[n, k], j] * q[k] for n in N, j in 3",
                "true; y[n] = z[near[n, 0]] * z[near[n, 1]] for n in N @ let z[m] = X[m, 0] * X[m, 1] for m in M",
                // Conditions, also such that an input is read in some iterations only.
                "true; y[n] = if n > 0 then x[n-1] * x[n] else x[n] for n in N",
                "true; y[n] = x[(n + 1) mod N] - x[n] * s for n in N",
                "true; y[n] = (if a[n] > 0 then log(x[n]) * X[point[n], 1] else x[n]) * s for n in N",
                "true; y[n] = if point[n] == 2 then x[n] * s else X[point[n], 0] for n in N",
                "true; y[n] = if x[n] > 1 and n > 0 then x[n-1]^2 else s for n in N",
                "true; y[n, i] = if i > 0 then X[point[n], i - 1] * X[point[n], i] else s for n in N, i in 3",
                "true; y[n] = relu(x[n] - 1) * s + abs(q[1])",
                // Reductions over constant axes.
                "true; y[n, j] = p[n, j] * x[n] @ let p[n, j] = softmax(j) z[n, j] @ let z[n, j] = X[point[n], j] *"
                        + " s for n in N, j in 3",
                "true; y[n] = sum(i in 3, j in 0 ..< i) X[point[n], i] * q[j]",
                "true; y[n] = sum(i in 3) c[i] * X[point[n], i]^2",
                "true; y[0] = s @ output y[n] = x[n]^2 for n in 1 ..< N",
                // One iteration only.
                "true; y = q[0] * q[1] * q[2]",
                "true; y[i] = q[i] * s for i in 3",
                // No constant number of inputs, an order of iterations, or rows that are not neighbours.
                "false; y[n] = x[n] * sum(m in N) x[m]",
                "false; y[n] = sum(m in 0 ..< n) x[m] for n in N",
                "false; y[0] = x[0] @ output y[n] = y[n-1] * x[n] for n in 1 ..< N",
                "false; y[i, n] = q[i] * x[n] for i in 3, n in N",
                "false; y = sum(n) x[n]^2",
                // What attains a maximum, and the other factors of a product, are found in a loop.
                "false; y[n] = max(i in 3) (X[point[n], i] * q[i])",
                "false; y[n] = logsumexp(i in 3) (X[point[n], i] * s)",
                "false; y[n] = prod(i in 3) (X[point[n], i] + s)",
            })
    void entryByEntry(boolean byRows, String equations) {
        for (boolean rewrite : new boolean[] {true, false}) {
            String text = HEAD + "output " + equations.replace(" @ ", "\n") + "\n" + CLAUSES;
            ModelCompiler.Result result = compiled(text, rewrite);
            if (rewrite) {
                assertThat(isByRows(result)).as(text).isEqualTo(byRows);
            }
            ModelInstance model = model(result);
            agrees(model, text);
            agrees(model.set("X", new double[9]).set("q", new double[3]), text + "with zeros");
            agrees(model.set("point", 1, 1, 1, 0).set("near", 1, 1, 0, 0, 2, 2, 0, 1), text + "at other places");
        }
    }

    /** Where values are not finite. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y[n] = s * x[n] + q[0]",
                "y[n, i] = X[point[n], i] * s + q[i] for n in N, i in 3",
                "y[n] = if a[n] > 0 then log(x[n]) else s for n in N",
                "y[n] = sqrt(x[n]) * s for n in N",
                "y[n] = sqrt(sum(i in 3) X[point[n], i]^2) * s for n in N",
            })
    void zeroContributesZero(String equations) {
        String text = HEAD + "output " + equations + "\n" + CLAUSES;
        ModelCompiler.Result result = compiled(text, true);
        assertThat(isByRows(result)).as(text).isTrue();
        ModelInstance model = model(result);
        agrees(model.set("x", 0, 0, 1, -1), text + "at a root");
        agrees(model.set("X", new double[9]).set("s", 0), text + "at zero");
        agrees(model.set("x", Double.NaN, 1, Double.POSITIVE_INFINITY, 2), text + "beyond numbers");
        agrees(model.set("X", 1, 2, 3, Double.NaN, 0, 1, Double.POSITIVE_INFINITY, 4, 5), text + "beyond numbers");
    }

    @Test
    void randomModels() {
        int byRows = 0;
        long first = Long.getLong("costate.random.seed", 0);
        for (long seed = first; seed < first + Integer.getInteger("costate.random.models", 30); seed++) {
            RandomSparse random = RandomSparse.ofRows(seed);
            ModelCompiler.Result result =
                    compiled(random.text().replace("model Sparse", "model Rows") + CLAUSES, seed % 4 != 0);
            byRows += isByRows(result) ? 1 : 0;
            ModelInstance model = LoadedModel.load(result).create(Map.of());
            random.inputs().forEach(model::set);
            agrees(model, seed + ":\n" + random.text() + random.inputs());
        }
        assertThat(byRows).isGreaterThan(10);
    }

    /** Slots are found again where integer data is bound anew, and shared by objects over the same data. */
    @Test
    void isFoundForEachBinding() {
        ModelInstance model = model(compiled(HEAD + "output y[n] = X[point[n], 0] * x[n]\n" + CLAUSES, true));
        agrees(model, "at first");
        agrees(model.set("point", 2, 2, 0, 0), "again");
        assertThat(Arrays.stream(model.derivative("sparse jacobian of y")).filter(v -> v == 0))
                .isEmpty();
    }
}

package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a method returns of an output is the same to the last bit, whether it computes the gradient as well or not: at
 * sizes at which the order of a sum matters.
 */
@Tag("slow")
class SameBitsTest {
    private static final String MODELS = """
            output y = sum(i) x[i]^2
            output y = mean(i) (c + s * x[i] - v[i])^2
            output y = sum(i, j) A[i, j] * x[i] * v[j]
            output y = sum(i) (sum(j) A[i, j] * v[j])^2
            output y = sum(i) x[i] * sum(j) A[i, j] ; output u = sum(i) x[i]
            let z[i] = sum(j) A[i, j] * v[j] ; output y = sum(i) log(1 + exp(-z[i])) + s * sum(i) z[i]
            output y = logsumexp(i) (x[i] * c) + sum(i) x[i]
            let m = mean(i) x[i] ; output y = sqrt(mean(i) (x[i] - m)^2) * sum(i) v[i]
            let p[i] = softmax(i) x[i] ; output y = sum(i) p[i] * v[i]
            output y = sum(i where x[i] > 0) x[i] * v[i]
            output y = sum(k in 3) (sum(i where at[i] == k) x[i] * v[i])^2
            let r[0] = c ; let r[t + 1] = r[t] * s + sum(j) A[t, j] * v[j] for t in N ; output y = sum(t) r[t]
            output y = (norm(i) x[i]) * (sum(i) x[i] * v[i]) / sum(i) v[i]^2
            let e = sum(i) (x[i] - v[i])^2 ; output y = exp(-e / N) + e ; output u = e * c
            output y = prod(i) (1 + 0.01 * x[i]) + max(i) (x[i] * v[i])
            output y = sum(i, j in 0 .. i) x[i] * x[j] / (1 + i)
            """;

    @Test
    void sums() {
        List<String> models = MODELS.lines().toList();
        for (String lines : models) {
            String text = "model Sums\ndim N\nparam c\nparam s\nparam x[N]\nparam v[N]\nparam A[N, N]\n"
                    + "data at[N] in 3\n" + lines.replace(" ; ", "\n") + "\nderive gradient of y\n"
                    + (lines.contains("output u") ? "derive gradient of u\n" : "");
            hold(new SourceFile("Sums.model", text));
        }
        assertThat(models).hasSizeGreaterThan(10);
    }

    @Test
    void testModels() throws IOException {
        int models = 0;
        for (String folder : new String[] {"oracle/scalar", "oracle/array", "stages"}) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".model"))
                        .sorted()
                        .toList()) {
                    hold(new SourceFile(file.getFileName().toString(), Files.readString(file)));
                    models++;
                }
            }
        }
        assertThat(models).isGreaterThan(40);
    }

    private static void hold(SourceFile source) {
        ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        Model model = result.model();
        List<Model.Dimension> given = requireNonNull(model).dims().stream()
                .filter(Model.Dimension::given)
                .toList();
        for (int size : new int[] {3, 9, 14}) {
            Map<String, Integer> dims = new LinkedHashMap<>();
            given.forEach(d -> dims.put(d.dim().name(), dims.size() + size));
            ModelInstance compiled = LoadedModel.load(result).create(dims);
            Random random = new Random(size);
            for (int trial = 0; trial < 5; trial++) {
                for (Tensor input : new ArrayList<>(model.inputs())) {
                    int count = input.shape().stream()
                            .mapToInt(axis -> (int) axis.evaluate(dim -> dims.get(dim.name())))
                            .reduce(1, (a, b) -> a * b);
                    double[] values = random.doubles(count, 0.2, 0.8).toArray();
                    if (input.below() != null) {
                        int below = (int) input.below().evaluate(dim -> dims.get(dim.name()));
                        Arrays.setAll(values, k -> random.nextInt(below));
                    }
                    compiled.set(input.name(), values);
                }
                for (Derivative derivative : model.derivatives()) {
                    Agreement.sameBits(source.text(), compiled, derivative);
                }
            }
        }
    }
}

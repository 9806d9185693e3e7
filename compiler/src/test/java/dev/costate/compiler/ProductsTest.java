package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products in every form of derivative, as interpreted, with factors that are zero, one of them or more, infinite, not
 * a number, and with all of that at once.
 */
@Tag("slow")
class ProductsTest {
    private static final int SIZE = 3;
    private static final int LONG = 1_000;

    /** What a factor is made of; with these its value is 0, 1, another number, infinite, or none. */
    private static final Map<String, double[]> FACTORS = Map.of(
            "x[i]", new double[] {0, 1, -2.5},
            "log(x[i])", new double[] {0, 1, 2, -1},
            "1 / x[i]", new double[] {0, 0.5, -1},
            "exp(x[i])", new double[] {-1e9, 0, 0.5, 1e9});

    /** Where a product stands; {@code @} is a factor. */
    private static final List<String> MODELS = List.of(
            "output y = prod(i) @",
            "output y = w * prod(i) @",
            "output y = tanh(prod(i) @) + w^2",
            "output y = sqrt(prod(i) @)",
            "output y = exp(w) * prod(i) @",
            "output y = prod(i) @ + prod(i) (w + @)",
            "output y = sum(j in N) w * prod(i where i != j) @",
            "output y = if w > 0 then prod(i) @ else w",
            "output y = prod(i) (if i > 0 then @ else w)",
            "let s[0] = w|let s[t] = s[t - 1] * prod(i) @ for t in 1 ..< N|output y = s[N - 1]",
            "let s[0] = w|let s[t] = w + sin(s[t - 1]) * prod(i where i <= t) @ for t in 1 ..< N|output y = s[N - 1]",
            "let s[0] = w|let s[t] = if t == 1 then w else prod(i where i < t) (@ + s[t - 1]) for t in 1 ..< N"
                    + "|output y = s[N - 1]",
            "let p[j, k] = prod(i where i != j) (@ + k) for j in N, k in 2|output y = (prod(j) p[j, 0]) + (prod(j)"
                    + " p[j, 1])");

    private static final List<String> CLAUSES = List.of(
            "gradient of y",
            "vjp of y",
            "directional of y",
            "jacobian of y",
            "hvp of y",
            "hessian of y",
            "diagonal hessian of y",
            "taylor of y order 3");

    static Stream<Arguments> models() {
        return FACTORS.keySet().stream().sorted().flatMap(f -> MODELS.stream().map(m -> Arguments.of(f, m)));
    }

    private static ModelCompiler.Result compiled(String factor, String model) {
        StringBuilder text = new StringBuilder("model Products\ndim N >= 2\nparam x[N]\nparam w\n");
        text.append(model.replace("@", factor).replace('|', '\n')).append('\n');
        CLAUSES.forEach(clause -> text.append("derive ").append(clause).append('\n'));
        return ModelCompiler.compile(new SourceFile("Products.model", text.toString()), ModelCompiler.Options.of(""));
    }

    /** What a factor takes itself is counted once for all products, whose derivatives differ in that. */
    @ParameterizedTest
    @FieldSource("MODELS")
    void doNotSwell(String model) {
        Map<String, Poly> counts = compiled("x[i]", model).operations();
        long value = count(counts, "value of y");
        assertThat(count(counts, "gradient of y")).isLessThanOrEqualTo(5 * value);
        assertThat(count(counts, "hvp of y")).isLessThanOrEqualTo(10 * value + 2 * (LONG + 1));
    }

    private static long count(Map<String, Poly> counts, String what) {
        return requireNonNull(counts.get(what)).evaluate(size -> LONG);
    }

    @ParameterizedTest
    @MethodSource("models")
    void agree(String factor, String model) {
        LoadedModel loaded = LoadedModel.load(compiled(factor, model));
        double[] points = requireNonNull(FACTORS.get(factor));
        for (int k = 0; k < Math.pow(points.length, SIZE); k++) {
            double[] x = new double[SIZE];
            int digits = k;
            for (int i = 0; i < SIZE; i++) {
                x[i] = points[digits % points.length];
                digits /= points.length;
            }
            Agreement.of(
                            model + " with " + factor + " at " + Arrays.toString(x),
                            loaded,
                            Map.of("N", SIZE),
                            Map.of("x", x, "w", new double[] {0.75}),
                            1e-12)
                    .values()
                    .whereFinite()
                    .derivatives();
        }
    }
}

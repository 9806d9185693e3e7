package dev.costate.compiler.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An exponential that value and adjoint need is evaluated once, with the same results. */
class KeptFunctionsTest {
    private static final String HEAD = "model M\ndim N\ndim K\ndata X[N, K]\ndata y[N]\nparam w[K]\nparam V[N, K]\n";
    private static final String MIXTURE = HEAD + """
            let z[n, k] = w[k] - (X[n, k] - V[0, k])^2
            output loss = sum(n) y[n] * logsumexp(k) z[n, k]
            derive gradient of loss
            """;
    private static final Options PLAIN = Options.of("").without("keep");

    private static ModelCompiler.Result compiled(String text, Options options) {
        ModelCompiler.Result result = ModelCompiler.compile(new SourceFile("M.model", text), options);
        assertThat(result.hasErrors()).isFalse();
        return result;
    }

    /** How often the sweep of the gradient takes an exponential, without blocks. */
    private static long exponentials(String text, Set<String> without) {
        String java =
                compiled(text, Options.of("").without(without)).files().get(0).text();
        String sweep = java.substring(java.indexOf("class Gradient"));
        return Pattern.compile(Pattern.quote("Logarithm.expDiff("))
                .matcher(sweep)
                .results()
                .count();
    }

    @Test
    void anExponentialIsEvaluatedOnce() {
        assertThat(exponentials(MIXTURE, Set.of("blocks", "keep"))).isEqualTo(2);
        assertThat(exponentials(MIXTURE, Set.of("blocks"))).isEqualTo(1);
    }

    @Test
    void resultsAreTheSameToTheLastBit() {
        ModelInstance one = instance(LoadedModel.load(compiled(MIXTURE, Options.of(""))));
        ModelInstance other = instance(LoadedModel.load(compiled(MIXTURE, PLAIN)));
        Map<String, double[]> expected = other.gradient("gradient of loss");
        one.gradient("gradient of loss").forEach((name, found) -> {
            double[] values = expected.getOrDefault(name, new double[0]);
            assertThat(found).as(name).isEqualTo(values);
        });
        assertThat(one.output("loss")).isEqualTo(other.output("loss"));
    }

    private static ModelInstance instance(LoadedModel model) {
        Random random = new Random(1);
        ModelInstance instance = model.create(Map.of("N", 300, "K", 3));
        instance.set("X", random.doubles(900, -1, 1).toArray());
        instance.set("y", random.doubles(300, -1, 1).toArray());
        instance.set("w", 0.3, -0.4, 0.2);
        instance.set("V", random.doubles(900, -1, 1).toArray());
        return instance;
    }

    /** What depends on no data, what branches need, and what one loop needs twice stays as it is. */
    @Test
    void othersStayAsTheyAre() {
        for (String middle : new String[] {
            "output loss = sum(n) logsumexp(k) V[n, k] + y[0] * X[0, 0] * w[0]\n",
            "output loss = sum(n) (if y[n] > 0 then logsumexp(k) (X[n, k] * w[k]) else V[n, 0])\n",
            "let s[n] = sum(k) exp(X[n, k] * w[k])\noutput loss = sum(n) s[n]^2 * y[n] * V[0, 0]\n"
        }) {
            String text = HEAD + middle + "derive gradient of loss\n";
            assertThat(compiled(text, Options.of("")).files())
                    .as(middle)
                    .isEqualTo(compiled(text, PLAIN).files());
        }
    }
}

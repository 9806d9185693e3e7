package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two iterations at a time give the same bits as one after the other, whether their number is even or odd. */
class JamTest {
    private static final String HEAD = "model M\ndim N\ndim D\ndim K\ndata X[N, D]\nparam w[K, D]\n";
    private static final String NEAREST = HEAD + """
            let m[n] = min(k) sum(d) (X[n, d] - w[k, d])^2
            output loss = sum(n) m[n]
            derive gradient of loss
            """;

    private static ModelCompiler.Result compiled(String text, Options options) {
        return ModelCompiler.compile(new SourceFile("M.model", text), options);
    }

    private static String java(String text) {
        return compiled(text, Options.of("")).files().get(0).text();
    }

    @Test
    void sumsAreTheSameToTheLastBit() {
        assertThat(java(NEAREST)).contains("d += 2");
        LoadedModel jammed = LoadedModel.load(compiled(NEAREST, Options.of("")));
        LoadedModel plain = LoadedModel.load(compiled(NEAREST, Options.of("").without("jam")));
        for (int d = 1; d <= 5; d++) {
            ModelInstance one = instance(jammed, d);
            ModelInstance other = instance(plain, d);
            assertThat(one.output("loss")).isEqualTo(other.output("loss"));
            assertThat(one.gradient("gradient of loss").get("w"))
                    .isEqualTo(other.gradient("gradient of loss").get("w"));
        }
    }

    private static ModelInstance instance(LoadedModel model, int d) {
        Random random = new Random(d);
        ModelInstance instance = model.create(Map.of("N", 300, "D", d, "K", 3));
        instance.set("X", random.doubles(300L * d, -1, 1).toArray());
        instance.set("w", random.doubles(3L * d, -1, 1).toArray());
        return instance;
    }

    /** Units that differ in which loops are taken so compute the same values, so that their batches go in blocks. */
    @Test
    void unitsAgree() throws IOException {
        String java = java(Files.readString(Path.of("../docs/cookbook/Convolution.model"))
                .replace("model Convolution", "model M"));
        assertThat(java).contains("int block = 0", " += 2");
    }

    /** Functions, choices and large bodies stay one iteration at a time. */
    @Test
    void othersAreNot() {
        for (String distance : new String[] {
            "sin(X[n, d] - w[k, d])",
            "(if X[n, d] > 0 then X[n, d] else w[k, d])",
            "(X[n, d] - w[k, d])^2 * (X[n, d] + w[k, d]) * X[n, d]"
        }) {
            String text = NEAREST.replace("(X[n, d] - w[k, d])^2", distance);
            assertThat(java(text)).as(distance).contains("int block = 0").doesNotContain("d += 2");
        }
    }
}

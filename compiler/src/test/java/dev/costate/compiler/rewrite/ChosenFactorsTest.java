package dev.costate.compiler.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.SourceFile;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Products with a factor that is chosen to be zero. */
class ChosenFactorsTest {
    private static ModelCompiler.Result compiled(String text, ModelCompiler.Options options) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("M.model", "model M\n" + text), options.withStages());
        assertThat(result.diagnostics()).isEmpty();
        return result;
    }

    private static final ModelCompiler.Options ALL = ModelCompiler.Options.of("");

    private static final String SHARES = """
            dim K
            data w[K]
            param a[K]
            output y = sum(k) w[k] * logsoftmax(k) a[k]
            derive gradient of y
            """;

    /** One operation where the factor counts, none where it is zero. */
    @Test
    void theProductIsChosen() {
        assertThat(gradient(compiled(SHARES, ALL.without("choose")))).contains("then 0.0 else 1.0");
        assertThat(gradient(compiled(SHARES, ALL))).doesNotContain("else 1.0").contains("then 0.0 else ");
    }

    private static String gradient(ModelCompiler.Result result) {
        return Objects.requireNonNull(result.stages().get("gradient of y"));
    }

    /** A model may multiply zero by infinity. */
    @Test
    void thoseOfTheModelStay() {
        String model = """
                param x
                param a
                output y = (if x > 0 then 1 else 0) * exp(a)
                derive gradient of y
                """;
        assertThat(compiled(model, ALL).stages().get("loops")).contains("(if 0.0 < x then 1.0 else 0.0) * exp(a)");
    }
}

package dev.costate.compiler.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.SourceFile;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which mode each derivative is computed in, and what {@code explain} says of it. */
class ModesTest {
    private static final String REGRESSION = """
            dim N
            dim D
            data X[N, D]
            data y[N]
            param w[D]
            let z[n] = sum(d) X[n, d] * w[d]
            output r[n] = tanh(z[n]) - y[n]
            output loss = sum(n) (softplus(z[n]) - y[n] * z[n])
            """;

    @Test
    void gradientIsReverse() {
        assertThat(line(REGRESSION, "gradient of loss"))
                .isEqualTo("reverse mode, one sweep, 2*D*N + 4*N operations;"
                        + " forward mode, a direction for each of the D inputs, 2*D*N + 4*N, as many");
    }

    @Test
    void directionsAreForward() {
        assertThat(line(REGRESSION, "directional of r")).startsWith("forward mode, one direction, ");
        assertThat(line(REGRESSION, "taylor of r order 2"))
                .startsWith("forward mode, one direction, ")
                .endsWith(" operations");
        assertThat(line(REGRESSION, "vjp of r")).startsWith("reverse mode, one sweep, ");
    }

    @Test
    void secondDerivativesAreForwardOverReverse() {
        assertThat(line(REGRESSION, "hvp of loss"))
                .startsWith("forward over reverse mode, one direction, ")
                .contains("; forward mode twice, one given direction and one for each of the D inputs, ");
        assertThat(line(REGRESSION, "hessian of loss"))
                .startsWith("forward over reverse mode, a direction for each of the D inputs, ")
                .contains("; forward mode twice, both directions for each of the D inputs, ");
    }

    /**
     * A chain through many numbers into two: reverse mode walks it twice, forward mode as often as there are inputs.
     */
    @Test
    void fewOutputsOfManyInputsAreReverse() {
        String model = """
                dim N
                param a[9]
                let s[0, k] = a[k] for k in 9
                let s[t, k] = sin(s[t-1, k] + s[t-1, (k + 1) mod 9]) for t in 1 .. N
                output y[i] = s[N, i] for i in 2
                """;
        assertThat(line(model, "jacobian of y"))
                .startsWith("reverse mode, a sweep for each of the 2 outputs, ")
                .contains("; forward mode, a direction for each of the 9 inputs, ")
                .endsWith(", not less for any sizes");
        assertThat(line(model.replace("i in 2", "i in 9"), "jacobian of y")).startsWith("forward mode, ");
    }

    @Test
    void saysFromWhichSizesTheOtherModeWouldBeLess() {
        String model = """
                dim N
                param a[N]
                let s[0, k] = a[k] for k in N
                let s[t, k] = sin(s[t-1, k] + s[t-1, (k + 1) mod N]) for t in 1 .. 3
                output y[i] = sum(k) sin((i + 1) * s[3, k]) for i in 2
                """;
        assertThat(line(model, "jacobian of y")).startsWith("forward mode, ").endsWith("less from N = 2 on");
    }

    private static String line(String model, String clause) {
        String text = "model Modes\n" + model + "derive " + clause + "\n";
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("Modes.model", text),
                ModelCompiler.Options.of("").withStages());
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        List<String> lines = Objects.requireNonNull(result.stages().get("operations"))
                .lines()
                .toList();
        String start = clause + ": ";
        return lines.stream()
                .filter(l -> l.startsWith(start))
                .findFirst()
                .orElseThrow()
                .substring(start.length());
    }
}

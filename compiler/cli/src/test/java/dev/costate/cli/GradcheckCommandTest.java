package dev.costate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Derivatives held against values, through the command. */
class GradcheckCommandTest {
    private static final String MODEL = """
            model Demo
            dim N
            data x[N]
            param w[N]
            output fit[i] = exp(w[i] * x[i])
            output loss = sum(i) abs(w[i]) * fit[i]
            derive gradient of loss
            derive jacobian of fit
            derive taylor of fit order 2
            derive vjp of fit
            """;
    private static final String DATA = "{\"inputs\": {\"x\": [1, 2], \"w\": [0, 0.5]}}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine costate =
            Costate.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    private Path folder;

    private int gradcheck(String data, String... more) throws IOException {
        return gradcheckOf(MODEL, data, more);
    }

    private int gradcheckOf(String model, String data, String... more) throws IOException {
        Path source = Files.writeString(folder.resolve("Demo.model"), model);
        Path input = Files.writeString(folder.resolve("in.json"), data);
        List<String> line = new ArrayList<>(List.of("gradcheck", source.toString(), "--input", input.toString()));
        line.addAll(List.of(more));
        return costate.execute(line.toArray(String[]::new));
    }

    @Test
    void reportsEachDerivative() throws IOException {
        assertThat(gradcheck(DATA)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("gradient of loss passed: 5 derivatives", "kink at w[0]")
                .contains("jacobian of fit passed: 7 derivatives", "taylor of fit order 2 passed");
    }

    /** Terms that cancel: only with compensated sums the value moves with the param, as its derivative says. */
    @Test
    void takesSumsInTheOrderThatIsAskedFor() throws IOException {
        String model = """
                model Demo
                dim N
                data x[N]
                param w
                output total = sum(i) (x[i] + (if i == 1 then w else 0))
                derive gradient of total
                """;
        String data = "{\"inputs\": {\"x\": [1e17, 0, -1e17], \"w\": 0.5}}";
        assertThat(gradcheckOf(model, data, "--sum=compensated")).isZero();
        assertThat(gradcheckOf(model, data, "--sum=naive")).isEqualTo(1);
        assertThat(gradcheckOf(model, data, "--sum=backwards")).isEqualTo(2);
    }

    /** The same model in double is checked; in the formats of the model derivatives are held against those. */
    @Test
    void holdsMixedPrecisionAgainstDouble() throws IOException {
        Path source = Files.writeString(folder.resolve("Half.model"), """
                model Half
                precision mixed
                dim N
                param w[N]
                let z[i] = tanh(w[i])
                output loss = sum(i) z[i]^2
                derive gradient of loss
                """);
        Path input = Files.writeString(folder.resolve("half.json"), "{\"inputs\": {\"w\": [0.3, -0.7]}}");
        for (String half : List.of("bfloat16", "float16")) {
            String[] line = {"gradcheck", source.toString(), "--input", input.toString(), "--half=" + half};
            assertThat(costate.execute(line)).isZero();
            assertThat(out.toString()).contains("gradient of loss in float and " + half + ": passed");
            line[0] = "accuracy";
            out.getBuffer().setLength(0);
            assertThat(costate.execute(line)).isZero();
            assertThat(out.toString().substring(out.toString().indexOf("gradient of loss")))
                    .contains(half.equals("bfloat16") ? ": 2 digits are right" : ": 3 digits are right");
            out.getBuffer().setLength(0);
        }
    }

    /** Two ways to the same derivative have to agree to the last digits. */
    @Test
    void formsAreHeldAgainstEachOther() throws IOException {
        assertThat(gradcheck(DATA)).isZero();
        assertThat(out.toString()).contains("jacobian of fit and vjp of fit: ").doesNotContain("FAILED");
    }

    /** What is detached moves values and no derivative: there is nothing wrong. */
    @Test
    void whatDependsOnDetachIsHeldAgainstOtherFormsOnly() throws IOException {
        String model = """
                model Demo
                fn held(x) = detach(x) * x
                param w
                let z = held(w) + 1
                output y = z^2
                output r = w^3
                derive gradient of y
                derive directional of y
                derive gradient of r
                """;
        assertThat(gradcheckOf(model, "{\"inputs\": {\"w\": 0.5}}")).isZero();
        assertThat(out.toString())
                .contains("gradient of y is not held against values: y depends on `detach`")
                .contains("gradient of y and directional of y: ", "gradient of r passed")
                .doesNotContain("FAILED", "gradient of r is not held");
    }

    /**
     * Derivatives by all params are held where these are given, with the logarithm of the Jacobian; others as always.
     */
    @Test
    void holdsDerivativesByFreeNumbers() throws IOException {
        String model = """
                model Demo
                precision %s
                dim N
                data y[N]
                param middle
                param spread > 0
                param w[N] simplex
                output lp = -0.5 * sum(i) ((y[i] - middle * w[i]) / spread)^2 - log(spread) + log(1 - w[0])
                output share[i] = w[i] * spread
                derive gradient of lp
                derive hessian of lp
                derive hvp of lp
                derive jacobian of share
                derive vjp of share
                derive gradient of lp wrt y
                """;
        String data = """
                { "inputs": { "y": [2, 0.8, -0.3] }, "unconstrained": { "middle": 2, "spread": 0.2, "w": [0.3, -0.4] } }
                """;
        for (String precision : List.of("double", "float")) {
            assertThat(gradcheckOf(model.formatted(precision), data)).isZero();
            assertThat(out.toString())
                    .contains("gradient of lp by free numbers passed", "hessian of lp by free numbers passed")
                    .contains("hvp of lp by free numbers passed", "jacobian of share by free numbers passed")
                    .contains("hessian of lp by free numbers and hvp of lp by free numbers: ")
                    .contains("vjp of share passed", "gradient of lp wrt y passed")
                    .doesNotContain("gradient of lp passed", "FAILED");
        }
        assertThat(out.toString())
                .contains("hvp of lp by free numbers in float: passed", "vjp of share in float: passed");
    }

    /** Where the natural values are at their bounds to the last digit, their free numbers still are ordinary ones. */
    @Test
    void freeNumbersMayBeFarOut() throws IOException {
        String model = """
                model Demo
                param p in 0 .. 1
                output lp = 3 * log(p) + log(1 - p)
                derive gradient of lp
                """;
        assertThat(gradcheckOf(model, "{\"unconstrained\": {\"p\": 40}}")).isZero();
        assertThat(out.toString()).contains("gradient of lp by free numbers passed");
        assertThat(gradcheckOf(model, "{\"inputs\": {\"p\": 1}}")).isEqualTo(1);
    }

    @Test
    void takesSomeAlone() throws IOException {
        assertThat(gradcheck(DATA, "--only", "jacobian of fit", "--seed", "7")).isZero();
        assertThat(out.toString())
                .startsWith("jacobian of fit passed")
                .contains("seed 7")
                .doesNotContain("loss");
    }

    /** A value that is not finite cannot be checked, and is no bug. */
    @Test
    void failsWhereNothingCanBeTold() throws IOException {
        assertThat(gradcheck("{\"inputs\": {\"x\": [1, 2], \"w\": [\"NaN\", 0.5]}}"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("gradient of loss FAILED", "contract: the value of loss is NaN");
        assertThat(gradcheck("{\"inputs\": {\"x\": [1, 2], \"w\": [0.5]}}")).isEqualTo(1);
        assertThat(err.toString()).contains("error: dim 'N' is 2");
    }
}

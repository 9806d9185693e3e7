package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a recurrence reads of the step before is in a variable, and what nobody reads again is not stored. */
class CarriedElementsTest {
    private static final String MODEL = """
            model Carried
            dim T
            data y[T]
            param a
            param b
            let last[0] = a
            let last[t + 1] = b * last[t] * (1 - last[t]) for t in T
            let first[t] = if t == 0 then a else sin(first[t - 1]) + y[t] * b
            let back[t - 1] = if t == T then y[t - 1] * a else tanh(back[t] * b) for t in 1 .. T
            let two[0] = a
            let two[1] = b
            let two[t + 2] = sin(two[t + 1]) * a + b * two[t] for t in T
            let p[0] = a
            let q[0] = b
            for t in T {
              let p[t + 1] = p[t] * b + q[t] * y[t]
              let q[t + 1] = sin(p[t + 1]) - p[t] * q[t]
            }
            let old[0] = a
            let new[0] = b
            for t in T {
              let old[t + 1] = new[t]
              let new[t + 1] = sin(new[t]) * a + old[t]
              let both[t]    = old[t + 1] * new[t + 1]
            }
            let grid[i, 0] = a * y[i] for i in T
            let grid[i, t + 1] = cos(grid[i, t] * b) for i in T, t in T
            output z = last[T]
            output loss = last[T]^2 + sum(t) first[t]^2 + back[0] + two[T + 1] + q[T] * p[T]
                + sum(t) both[t] + sum(i in T) grid[i, T] * y[i]
            derive gradient of z
            derive gradient of loss
            derive hvp of loss
            """;

    @Test
    void agree() {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Carried.model", MODEL), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        String java = result.files().get(0).text();
        assertThat(java)
                .as("the last element is that of the last iteration")
                .contains("lastLast = b * lastLast * (1.0 - lastLast);", "this.z = lastLast;")
                .as("an element before the first is not read")
                .contains("double lastFirst = 0.0;", "0 == t ? a : Math.sin(lastFirst)")
                .as("an element that two equations read lives to the end of the step")
                .contains("lastQ = Math.sin(p1) - lastP * lastQ;", "lastP = p1;");
        assertThat(java.substring(java.indexOf("class ValueOfLoss"), java.indexOf("class BackwardOfZ")))
                .as("arrays that nobody reads are not there")
                .doesNotContain("double[] last", "double[] back", "double[] grid", "double[] p")
                .contains("double[] two", "double[] first");
        for (int T : new int[] {1, 3}) {
            Map<String, double[]> inputs = new LinkedHashMap<>();
            inputs.put("y", T == 1 ? new double[] {0.3} : new double[] {0.3, -0.7, 1.1});
            inputs.put("a", new double[] {0.4});
            inputs.put("b", new double[] {-0.6});
            Agreement.of("Carried", LoadedModel.load(result), Map.of("T", T), inputs, 1e-12)
                    .values()
                    .derivatives()
                    .derivatives(); // once more, since arrays hold what the first calls left
        }
    }
}

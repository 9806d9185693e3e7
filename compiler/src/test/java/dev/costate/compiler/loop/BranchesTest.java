package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.SourceFile;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Neighbouring branches of one condition are one {@code if}, unless what one does matters to the other's condition. */
class BranchesTest {
    private static String loops(String text) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("M.model", text),
                ModelCompiler.Options.of("").withStages().without("blocks"));
        assertThat(result.diagnostics()).isEmpty();
        return Objects.requireNonNull(result.stages().get("loops"));
    }

    private static long count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1L;
    }

    /** What both branches need is computed once, and no variable is a copy of another. */
    @Test
    void choicesOfOneConditionAreOne() {
        String loops = loops("""
                model M
                dim N
                data x[N]
                param a
                let t[n] = a * x[n]
                let u[n] = if t[n] > 0 then sin(t[n]) * x[n] * exp(t[n]) + a else x[n] * a * t[n] + cos(t[n])
                let v[n] = if t[n] > 0 then sin(t[n]) + exp(t[n]) * a * x[n] else x[n] - a * t[n] * cos(t[n])
                output y = sum(n) u[n] * v[n]
                """);
        assertThat(count(loops, "if ")).isEqualTo(1);
        assertThat(count(loops, "sin(")).isEqualTo(1);
        assertThat(count(loops, "cos(")).isEqualTo(1);
        assertThat(loops).doesNotContain("chosen");
    }

    /** An opposite condition takes the other branch. */
    @Test
    void oppositesAreOne() {
        String loops = loops("""
                model M
                dim N
                data x[N]
                param a
                fn f(x, a) -> y {
                  let t = a * x
                  let y = if t > 0 then sin(t) * x * exp(t) * a * t else g(t)
                }
                fn g(t) -> y {
                  let u = exp(t) + t
                  let y = u * u + t
                }
                output y = sum(n) f(x[n], a)
                """);
        assertThat(count(loops, "if ")).isEqualTo(1);
        assertThat(count(loops, "else")).isEqualTo(1);
    }

    /** A choice that needs the value of another one behind it stays behind it. */
    @Test
    void whatDependsOnTheOtherWaits() {
        String loops = loops("""
                model M
                dim N
                data x[N]
                param a
                let u[n] = if x[n] > 0 then sin(x[n]) * x[n]^2 * exp(a * x[n]) * sin(x[n])^3 + a else exp(a * x[n])^2 + 1 / exp(a * x[n])
                let w[n] = u[n] * exp(u[n])
                let v[n] = if x[n] > 0 then sin(w[n])^2 + exp(w[n]) * sin(w[n]) else cos(w[n])^2 + exp(w[n]) * cos(w[n])
                output y = sum(n) v[n]
                """);
        assertThat(count(loops, "if ")).isEqualTo(2);
    }
}

package dev.costate.compiler.rewrite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.Corpus;
import dev.costate.compiler.testing.Generated;
import dev.costate.compiler.testing.RandomInputs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small arrays that are subscripted by constants are computed as scalars, and all others as before. */
class ScalarReplacementTest {
    private static final Pattern DIM = Pattern.compile("(?m)^dim +(\\w+)(?: *>= *\\d+)? *(?=$|//)");
    private static final Pattern ARRAY = Pattern.compile("(?m)^ {4}(?:private )?final double\\[] (\\w+);");

    private static ModelCompiler.Result compiled(String text) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("M.model", text), ModelCompiler.Options.of("").withStages());
        assertThat(result.diagnostics()).isEmpty();
        return result;
    }

    private static String scalars(String text) {
        return requireNonNull(compiled(text).stages().get("scalars"));
    }

    /** Complex arithmetic by functions of arrays reads as by hand: no array, no loop of two, no copy. */
    @Test
    void complexNumbersAreScalars() {
        ModelCompiler.Result result = compiled("""
                model M
                dim N
                data t[N]
                param a
                param b
                fn cexp(z[2]) = [exp(z[0]) * cos(z[1]), exp(z[0]) * sin(z[1])]
                fn cmul(a[2], b[2]) = [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
                fn f(t, a, b) -> w[2] {
                  let u = cexp([a * t, b * t])
                  let w = cmul(u, u)
                }
                output s = sum(i) f(t[i], a, b)[0]
                derive gradient of s
                """);
        assertThat(result.stages().get("order")).isEqualTo("""
                f_u0[i] = #6 * cos(#5)  for i in N
                    #5 = b * t[i]
                    #6 = exp(a * t[i])
                f_u1[i] = #6 * sin(#5)  for i in N
                f_w0[i] = surrogate((f_u0[i] - f_u1[i]) * (f_u0[i] + f_u1[i]), square(f_u0[i]) - square(f_u1[i]))  for i in N
                f_w1[i] = #58 + #58  for i in N
                    #58 = f_u0[i] * f_u1[i]
                sSum += f_w0[i]  for i in N
                s = sSum
                """);
        String gradient = Generated.nested(result, "Gradient");
        assertThat(ARRAY.matcher(gradient).results()).isEmpty();
        assertThat(gradient).doesNotContain("i0", "f_u[", "fill").contains("double f_u0 = ", "f_u1Adj = -2.0 * f_u1");
    }

    /** The sums of a 2 × 2 filter are written out, and each element recurs by itself. */
    @Test
    void matricesAreScalars() {
        String scalars = scalars("""
                model M
                dim T
                param A[2, 2]
                param start[2]
                let x[0, i] = start[i]
                let x[t + 1, i] = sum(j) A[i, j] * x[t, j] for t in T
                output y = x[T, 0]
                """);
        assertThat(scalars).isEqualTo("""
                x0[0] = start[0]
                x1[0] = start[1]
                x0[t + 1] = A[0, 0] * x0[t] + A[0, 1] * x1[t]  for t in T
                x1[t + 1] = A[1, 0] * x0[t] + A[1, 1] * x1[t]  for t in T
                y = x0[T]
                """);
    }

    /** Names that are taken, or end in a digit, are kept apart; constants and copies are gone. */
    @Test
    void elementsAreNamedAfterTheirArray() {
        String scalars = scalars("""
                model M
                param a
                let u0 = 2 * a
                let u = [sin(a), 0, a]
                let v2[i] = u[i] * u0 for i in 3
                output y = v2[0] * u[0] + v2[1] + v2[2]
                """);
        assertThat(scalars).isEqualTo("""
                u0 = 2.0 * a
                u_0 = sin(a)
                v2_0 = u0 * u_0
                v2_1 = 0.0 * u0
                v2_2 = a * u0
                y = u_0 * v2_0 + v2_1 + v2_2
                """);
    }

    /** What a branch that is never taken would read beyond the array is not read. */
    @Test
    void branchesThatAreNotTakenAreGone() {
        String scalars = scalars("""
                model M
                param a
                let u[i] = if i == 0 then a else a * i for i in 3
                let d[i] = if i > 0 then u[i] - u[i - 1] else u[0] for i in 3
                output y = sum(i) d[i]^2
                """);
        assertThat(scalars).doesNotContain("choose", "NaN").contains("d2 = u2 - a");
    }

    /** A subscript that data or a loop of any length decides, a maximum, and what is too large, keep an array. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data k in 3                  | let u[i] = a * i for i in 3            | u[k]",
                "dim N                        | let u[i] = a * i for i in N            | u[0]",
                "dim N >= 3                   | "
                        + "let u[i] = a * i for i in 3            | sum(i < 3) u[i] * N + max(i) u[i]",
                "dim N                        | let u[i] = a * i for i in 17           | sum(i) u[i]^2",
                "data W[16, 8]                | let u[i] = sum(j) W[i, j] * a * j      | sum(i) u[i]^2"
            })
    void otherArraysStay(String declaration, String definition, String read) {
        String text = "model M\n" + declaration + "\nparam a\n" + definition + "\noutput y = " + read + "\n";
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("M.model", text), ModelCompiler.Options.of("").withStages());
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        assertThat(result.stages().get("scalars")).contains("u[");
    }

    /** A program of many small arrays grows by a bounded factor: of the larger ones loops stay. */
    @Test
    void growthIsBounded() {
        StringBuilder text = new StringBuilder("model M\nparam a\nlet u0[i] = a * i for i in 16\n");
        for (int k = 1; k <= 400; k++) {
            text.append("let u%d[i] = sin(u%d[i]) + 0.5 for i in 16%n".formatted(k, k - 1));
        }
        String scalars = scalars(text + "output y = sum(i) u400[i]\n");
        assertThat(scalars.lines().count()).isLessThan(2 * 402);
    }

    /** With the rewrites switched off arrays are what the model says. */
    @Test
    void canBeSwitchedOff() {
        String text = "model M\nparam a\nlet u[i] = a * i for i in 3\noutput y = sum(i) u[i]^2\n";
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("M.model", text),
                ModelCompiler.Options.of("").withStages().literal());
        assertThat(result.stages()).doesNotContainKey("scalars");
        assertThat(result.stages().get("flatten")).contains("u[i] = ");
    }

    /** Each model of the corpus with all dims constant, so that everything that may be is unrolled. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void unrolledModelsAgreeWithTheInterpreter(int size) {
        int held = 0;
        for (Map.Entry<String, Corpus> model : Corpus.all().entrySet()) {
            String text = model.getValue().source().text();
            String constant = DIM.matcher(text).replaceAll("dim $1 = " + size + " ");
            held += !constant.equals(text) && holds(model.getKey(), constant) ? 1 : 0;
        }
        assertThat(held).isGreaterThan(40);
    }

    /** Whether it is a model at all; if it is, it must be right. */
    private static boolean holds(String name, String text) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile(name + ".model", text), ModelCompiler.Options.of(""));
        if (result.hasErrors()) {
            return false;
        }
        Map<String, Integer> dims = new LinkedHashMap<>();
        requireNonNull(result.model()).dims().stream()
                .filter(dim -> dim.given())
                .forEach(dim -> dims.put(dim.dim().name(), (int) Math.max(dim.atLeast(), 3)));
        Map<String, double[]> inputs = RandomInputs.of(result.model(), dims, 1);
        try {
            Interpreter.values(result.model(), dims, inputs);
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
        Agreement.of(text, result, dims, inputs, 1e-10).values().derivatives();
        return true;
    }
}

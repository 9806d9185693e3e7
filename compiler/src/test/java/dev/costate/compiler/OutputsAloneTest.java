package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An output alone, and its derivatives, do not fail on what only another output needs. */
@Tag("slow")
class OutputsAloneTest {
    /** Arrays that fail where {@code k} is the last index of {@code x}, and what is read of them. */
    private static final Map<String, String> FAILING = Map.of(
            "let a[i] = sum(j in N) x[k + 1] * x[i] * (j + 1) for i in N",
            "(sum(m) a[m])",
            "let a[i] = sum(j in N) x[k + j] * x[i] for i in N",
            "a[N - 1]",
            "let s = sum(j in N) x[k + 1] * (j + 1)",
            "(s * s)",
            "let a[i] = sum(j in N) exp(d[k + 1] * d[j]) for i in N|let b[i] = sum(j in N) a[j] * a[i] for i in N",
            "(b[0] * x[0])",
            "let a[0] = x[k + 1]|let a[t] = sin(a[t - 1]) + x[t] for t in 1 ..< N",
            "a[N - 1]",
            "let a[i] = prod(j in N) (x[k + 1] + x[i]) for i in N|let b[i] = a[i] + max(j) a[j] for i in N",
            "(a[0] * b[1])",
            "fn f(v[M], s) -> w[M] {|let w[i] = sum(j in M) v[i] * s|}|let a[i] = f(x, x[k + 1])[i] for i in N",
            "a[0]");

    /** How the others read it, which all of them do. */
    private static final List<String> OTHERS = List.of(
            "output z = @",
            "output z = if off > 0 then @ else x[0]",
            "let c = if off > 0 then @ else x[0]|output z = c^2 + sin(c)",
            "let c[i] = if off > i - N then @ * x[i] else x[0] for i in N|output z = sum(i) c[i]^2",
            "let c[0] = x[0]|let c[t] = if off > 0 then @ + c[t - 1] else 1 for t in 1 ..< N|output z = c[N - 1]");

    private static final List<String> CLAUSES = List.of(
            "gradient of y",
            "hvp of y",
            "hessian of y",
            "diagonal hessian of y",
            "sparse jacobian of y",
            "taylor of y order 2",
            "gradient of z");

    static Stream<Arguments> models() {
        return FAILING.keySet().stream()
                .sorted()
                .flatMap(array -> OTHERS.stream().map(other -> Arguments.of(array, other)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void doNotFailOnWhatOthersNeed(String array, String other) {
        StringBuilder text = new StringBuilder("""
                model Alone
                dim N >= 2
                data k in N
                data on
                data off
                data d[N]
                param x[N]
                """);
        List<String> lines = new ArrayList<>(List.of((array + "|" + other).split("\\|")));
        lines.add("output y = if on > 0 then @ else x[0] * x[1]");
        CLAUSES.forEach(clause -> lines.add("derive " + clause));
        lines.forEach(line -> text.append(line.replace("@", requireNonNull(FAILING.get(array))))
                .append('\n'));
        for (Options options : List.of(Options.of(""), Options.of("").literal())) {
            LoadedModel loaded =
                    LoadedModel.load(ModelCompiler.compile(new SourceFile("Alone.model", text.toString()), options));
            ModelInstance model = loaded.create(Map.of("N", 2))
                    .set("x", 3, 5)
                    .set("d", 1, 2)
                    .set("k", 1)
                    .set("on", 0)
                    .set("off", 1);
            assertThat(model.output("y")).containsExactly(15);
            assertThat(model.derivative("gradient of y")).containsExactly(5, 3);
            assertThat(model.derivative("hvp of y", new double[] {1, 2})).containsExactly(2, 1);
            assertThat(model.derivative("hessian of y")).containsExactly(0, 1, 1, 0);
            assertThat(model.derivative("diagonal hessian of y")).containsExactly(0, 0);
            assertThat(model.derivative("taylor of y order 2", new double[] {1, 2}))
                    .containsExactly(15, 11, 2);
            assertThatThrownBy(() -> model.output("z")).hasMessageContaining("subscript");
            assertThatThrownBy(() -> model.derivative("gradient of z")).hasMessageContaining("subscript");
            model.set("on", 1);
            assertThatThrownBy(() -> model.output("y")).hasMessageContaining("subscript");
        }
    }
}

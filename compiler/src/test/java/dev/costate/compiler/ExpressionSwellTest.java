package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The classical examples of expression swell: the operations of value and gradient together grow in step with those of
 * the value, however deep the expression.
 */
@Tag("slow")
class ExpressionSwellTest {
    private static final String CLAUSE = "gradient of y";

    @Test
    void nestedLogisticMap() {
        growsLinearly(n -> chain(n, "4 * x%1$d * (1 - x%1$d)"), 1_000, 10_000);
    }

    /** At second order and as a series it has twice as many operations where it is twice as deep, and no more. */
    @ParameterizedTest
    @ValueSource(strings = {"hvp of y", "taylor of y order 4", "diagonal hessian of y", "jacobian of y"})
    void nestedLogisticMapAtHigherOrder(String clause) {
        List<Long> counts = new ArrayList<>();
        for (int depth : new int[] {100, 200, 1_000}) {
            String model = chain(depth, "4 * x%1$d * (1 - x%1$d)").replace(CLAUSE, clause);
            counts.add(requireNonNull(operations(model).get(clause)));
        }
        double step = (counts.get(1) - counts.get(0)) / 100.0;
        assertThat(counts.get(2) - counts.get(1)).isEqualTo(Math.round(800 * step));
    }

    /** As a recurrence, for every depth. */
    @ParameterizedTest
    @CsvSource({"gradient of y, 7", "hvp of y, 19", "taylor of y order 4, 43", "taylor of y order 8, 143"})
    void recurrenceOfTheLogisticMap(String clause, int most) {
        String text = """
                model Swell
                dim N
                param r
                param start
                let x[t] = if t == 0 then start else r * x[t - 1] * (1 - x[t - 1]) for t in N
                output y = x[N - 1]
                derive %s
                """.formatted(clause);
        Poly count = requireNonNull(compiled(text).operations().get(clause));
        assertThat(count.evaluate(size -> 10_000)).isLessThanOrEqualTo(10_000L * most);
    }

    @Test
    void repeatedSquaring() {
        growsLinearly(n -> chain(n, "x%1$d * x%1$d"), 1_000, 10_000);
    }

    @Test
    void productOfManyFactors() {
        growsLinearly(n -> many(n, " * "), 1_000, 10_000);
    }

    @Test
    void sumOfManyTerms() {
        growsLinearly(n -> many(n, " + "), 3_000, 30_000);
    }

    @Test
    void chainOfFunctions() {
        growsLinearly(n -> chain(n, "sin(x%1$d) * exp(-x%1$d)"), 1_000, 10_000);
    }

    @Test
    void chainOfBranches() {
        growsLinearly(ExpressionSwellTest::branches, 200, 2_000);
    }

    /** Branches that read elements of their own: each contributes to another place of the gradient. */
    @Test
    void textOfChainOfBranches() {
        assertThat((double) text(reading(800))).isLessThan(5.0 * text(reading(200)));
    }

    private static int text(String model) {
        SourceFile source = new SourceFile("Swell.model", model);
        ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
        return result.files().stream().mapToInt(f -> f.text().length()).sum();
    }

    private static String reading(int count) {
        StringBuilder text = new StringBuilder("model Swell\nparam x\nparam a[20]\noutput y = ");
        for (int k = 1; k <= count; k++) {
            text.append("if x < ")
                    .append(k)
                    .append(" then exp(a[")
                    .append(k * 7 % 20)
                    .append("])\n  else ");
        }
        return text.append("a[0]\nderive gradient of y\n").toString();
    }

    /** Methods are cut, and in one method branches stand one below the other, so that javac's stack is deep enough. */
    @Test
    void chainOfBranchesRuns() {
        SourceFile source = new SourceFile("Swell.model", branches(2_000));
        ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
        ModelInstance model = LoadedModel.load(result).create(Map.of()).set("a", 3);
        for (double x : new double[] {0.5, 1_234.5, 1_998.5, 5_000}) {
            model.set("x", x);
            boolean last = x > 2_000;
            assertThat(model.output("y")).containsExactly(last ? Math.sin(x) : 3 * x + Math.ceil(x));
            assertThat(model.gradient(CLAUSE).get("x")).containsExactly(last ? Math.cos(x) : 3);
            assertThat(model.gradient(CLAUSE).get("a")).containsExactly(last ? 0 : x);
        }
    }

    private static String branches(int count) {
        StringBuilder text = new StringBuilder("model Swell\nparam x\nparam a\noutput y = ");
        for (int k = 1; k <= count; k++) {
            text.append("if x < " + k + " then a * x + " + k + "\n  else ");
        }
        return text.append("sin(x)\nderive gradient of y\n").toString();
    }

    private static void growsLinearly(IntFunction<String> model, int small, int large) {
        Map<String, Long> few = operations(model.apply(small));
        Map<String, Long> many = operations(model.apply(large));
        double factor = (double) large / small;
        assertThat(requireNonNull(many.get("value")).doubleValue())
                .isLessThan(1.01 * factor * requireNonNull(few.get("value")) + 10);
        assertThat(requireNonNull(many.get(CLAUSE)).doubleValue())
                .isLessThan(1.01 * factor * requireNonNull(few.get(CLAUSE)) + 10);
        assertThat(many.get(CLAUSE).doubleValue()).isLessThan(4.0 * many.get("value") + large);
    }

    private static ModelCompiler.Result compiled(String text) {
        SourceFile source = new SourceFile("Swell.model", text);
        ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static Map<String, Long> operations(String text) {
        Map<String, Long> counts = new HashMap<>();
        compiled(text)
                .operations()
                .forEach((what, count) -> counts.put(what, count.constant().orElseThrow()));
        return counts;
    }

    private static String chain(int depth, String step) {
        StringBuilder text = new StringBuilder("model Swell\nparam x0\n");
        for (int k = 1; k <= depth; k++) {
            text.append("let x")
                    .append(k)
                    .append(" = ")
                    .append(String.format(step, k - 1))
                    .append('\n');
        }
        return text.append("output y = x")
                .append(depth)
                .append("\nderive gradient of y\n")
                .toString();
    }

    private static String many(int count, String operator) {
        StringBuilder text = new StringBuilder("model Swell\nparam x[" + count + "]\noutput y = x[0]");
        for (int k = 1; k < count; k++) {
            text.append(k % 10 == 0 ? "\n  " : "")
                    .append(operator)
                    .append("x[")
                    .append(k)
                    .append(']');
        }
        return text.append("\nderive gradient of y\n").toString();
    }
}

package dev.costate.compiler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.OracleModels;
import dev.costate.compiler.testing.OracleModels.Point;
import dev.costate.runtime.GradientReport;
import dev.costate.runtime.GradientReport.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Right derivatives pass the check, in every form. */
@Tag("slow")
class DerivativeCheckTest {
    private static final List<String> FORMS = List.of(
            "directional of %s",
            "vjp of %s",
            "jacobian of %s",
            "sparse jacobian of %s",
            "hessian of %s",
            "sparse hessian of %s",
            "diagonal hessian of %s",
            "hvp of %s",
            "taylor of %s order 3");

    @TestFactory
    List<DynamicTest> raisesNoFalseAlarmOnOracleModels() throws IOException {
        Map<String, LoadedModel> loaded = new LinkedHashMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (Point point : OracleModels.points()) {
            tests.add(DynamicTest.dynamicTest(point.name(), () -> {
                LoadedModel model = loaded.computeIfAbsent(point.name(), name -> load(point));
                passes(model, point.dims(), point.inputs());
            }));
        }
        return tests;
    }

    private static LoadedModel load(Point point) {
        StringBuilder text = new StringBuilder(point.text());
        FORMS.forEach(form ->
                text.append("derive ").append(form.formatted(point.output())).append('\n'));
        return load(point.name(), text.toString());
    }

    private static LoadedModel load(String name, String text) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile(name + ".model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return LoadedModel.load(result);
    }

    private static void passes(LoadedModel loaded, Map<String, Integer> dims, Map<String, double[]> inputs) {
        ModelInstance instance = loaded.create(dims);
        inputs.forEach(instance::set);
        DerivativeCheck check = new DerivativeCheck(loaded.model(), instance, inputs, 1);
        for (Model.Derivative derivative : loaded.model().derivatives()) {
            GradientReport report = check.check(derivative);
            assertThat(report.count(Outcome.FAILED))
                    .as(report.of(derivative.clause()))
                    .isZero();
            assertThat(report.broken()).as(derivative.clause()).isEmpty();
            assertThat(report.passed()).as(report.of(derivative.clause())).isTrue();
        }
    }

    /** Of an array: both layouts, weights, and second derivatives that are given no gradient by the model. */
    @Test
    void raisesNoFalseAlarmOnArrays() {
        String text = """
                model Curves
                dim N
                dim D
                data x[N, D]
                param w[D]
                param s
                output y[n] = exp(s * sum(d) w[d] * x[n, d]) + w[0] * s
                output f = sum(n) y[n]^2
                derive directional of y
                derive vjp of y wrt w, x
                derive jacobian of y
                derive jacobian of y wrt x, s layout denominator
                derive sparse jacobian of y wrt x
                derive hessian of y
                derive hvp of y
                derive diagonal hessian of y wrt w, x
                derive sparse hessian of y wrt w, x
                derive taylor of y order 4
                derive hvp of f
                derive hessian of f wrt x, w
                """;
        LoadedModel loaded = load("Curves", text);
        Map<String, double[]> inputs = Map.of(
                "x", new double[] {0.3, -0.2, 0.1, 0.7, -0.5, 0.4}, "w", new double[] {0.9, -0.4}, "s", new double[] {
                    1.3
                });
        passes(loaded, Map.of("N", 3, "D", 2), inputs);
    }
}

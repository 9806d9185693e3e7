package dev.costate.compiler.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.pipeline.Equations;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.testing.JsonInput;
import dev.costate.compiler.trace.Trace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The models of the cookbook, evaluated number by number: outputs and gradients are those of the emitted Java. */
class TraceTest {
    @TestFactory
    Stream<DynamicTest> evaluatesWhatIsEmitted() throws IOException {
        return Cookbook.models().stream().map(name -> DynamicTest.dynamicTest(name, () -> agrees(name)));
    }

    private static void agrees(String name) throws IOException {
        ModelCompiler.Result result = Cookbook.compile(name);
        JsonInput given = JsonInput.of(requireNonNull(result.model()), Cookbook.input(name));
        ModelInstance instance = LoadedModel.load(result).create(given.dims());
        given.arrays().forEach(instance::set);
        long seed = Cookbook.input(name).path("seed").asLong();
        if (!result.model().noise().isEmpty()) {
            instance.seed(seed);
        }
        Equations equations =
                requireNonNull(ModelCompiler.equations(result.model().source(), Cookbook.OPTIONS));
        Map<String, Long> dims = new LinkedHashMap<>();
        given.dims().forEach((dim, size) -> dims.put(dim, (long) size));
        Map<Tensor, double[]> inputs = new LinkedHashMap<>(equations.defaults());
        for (Tensor input : equations.model().inputs()) {
            double[] elements = given.arrays().get(input.name());
            if (elements != null) {
                inputs.put(input, elements);
            }
        }
        inputs.putAll(equations.noise(dims, seed));
        Trace values =
                Trace.of(equations.values().equations(), equations.values().make(), dims, inputs);
        for (Tensor output : equations.model().outputs()) {
            same(output.name(), values.values(output), instance.output(output.name()));
        }
        equations.gradients().forEach((clause, gradient) -> {
            Trace trace = Trace.of(gradient.equations(), equations.values().make(), dims, inputs);
            Map<String, double[]> expected = instance.gradient(clause.clause());
            assertThat(gradient.adjoints().keySet().stream().map(Tensor::name))
                    .containsExactlyElementsOf(List.copyOf(expected.keySet()));
            gradient.adjoints()
                    .forEach((input, adjoint) ->
                            same(input.name(), trace.values(adjoint), requireNonNull(expected.get(input.name()))));
        });
    }

    private static void same(String what, double[] got, double[] expected) {
        double scale = 0;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        assertThat(got).as(what).containsExactly(expected, within(1e-11 * scale));
    }
}

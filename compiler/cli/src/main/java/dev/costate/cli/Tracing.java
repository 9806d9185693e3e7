package dev.costate.cli;

import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.pipeline.Equations;
import dev.costate.compiler.trace.FirstNonFinite;
import dev.costate.compiler.trace.Trace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Equations evaluated number by number for given data. */
final class Tracing {
    private final Equations equations;
    private final Map<String, Long> dims = new LinkedHashMap<>();
    private final Map<Tensor, double[]> inputs = new LinkedHashMap<>();
    private final long seed;

    Tracing(Equations equations, Binding data) {
        this.equations = equations;
        this.seed = data.seed();
        data.sizes().forEach((dim, size) -> dims.put(dim.name(), size));
        inputs.putAll(equations.defaults());
        Map<String, double[]> given = new LinkedHashMap<>();
        data.values().forEach((input, elements) -> given.put(input.name(), elements));
        for (Tensor input : equations.model().inputs()) {
            double[] elements = given.get(input.name());
            if (elements != null) {
                inputs.put(input, elements);
            }
        }
    }

    /** The outputs. */
    Trace values() throws DataException {
        return trace(equations.values().equations());
    }

    /** A gradient, with what its output is computed from. */
    Trace gradient(Equations.Gradient gradient) throws DataException {
        return trace(gradient.equations());
    }

    private Trace trace(List<Equation> program) throws DataException {
        try {
            Map<Tensor, double[]> all = new LinkedHashMap<>(inputs);
            all.putAll(equations.noise(dims, seed));
            return Trace.of(program, equations.values().make(), dims, all);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    /** Where the first output or derivative that is not finite comes from, outputs before derivatives. */
    Optional<String> firstNonFinite() throws DataException {
        Trace values = values();
        for (Tensor output : equations.model().outputs()) {
            Optional<String> story = FirstNonFinite.behind(values, output, output.name());
            if (story.isPresent()) {
                return story;
            }
        }
        for (var gradient : equations.gradients().entrySet()) {
            Trace trace = gradient(gradient.getValue());
            for (var adjoint : gradient.getValue().adjoints().entrySet()) {
                String name =
                        gradient.getKey().clause() + ", " + adjoint.getKey().name();
                Optional<String> story = FirstNonFinite.behind(trace, adjoint.getValue(), name);
                if (story.isPresent()) {
                    return story;
                }
            }
        }
        return Optional.empty();
    }
}

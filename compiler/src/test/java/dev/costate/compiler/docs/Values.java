package dev.costate.compiler.docs;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model gives for some inputs, as text. {@code x = 1, 2} states a dim or an input, row-major; a param that is
 * not stated is 0. {@code loss → 3} is what an output is, {@code ∂loss/∂x → 4, 5} a part of its gradient; all of these
 * stand in it.
 */
final class Values {
    private Values() {}

    /** The lines of a text that state inputs, and below them what comes of these. */
    static String of(ModelCompiler.Result result, String text) {
        StringBuilder lines = new StringBuilder();
        Map<String, double[]> given = new LinkedHashMap<>();
        text.lines().filter(line -> line.contains(" = ")).forEach(line -> {
            lines.append(line).append('\n');
            String[] sides = line.split(" = ", 2);
            given.put(sides[0], numbers(sides[1]));
        });
        evaluate(result, given)
                .forEach((name, values) -> lines.append(name)
                        .append(" → ")
                        .append(Arrays.stream(values).mapToObj(Values::shown).collect(Collectors.joining(", ")))
                        .append('\n'));
        return lines.toString();
    }

    /** The outputs, and the parts of their gradients as {@code ∂f/∂x}, for dims and inputs by name. */
    static Map<String, double[]> evaluate(ModelCompiler.Result result, Map<String, double[]> given) {
        LoadedModel loaded = LoadedModel.load(result);
        Model model = loaded.model();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        Set<String> dims = model.dims().stream().map(d -> d.dim().name()).collect(Collectors.toSet());
        given.forEach((name, values) -> {
            if (dims.contains(name)) {
                sizes.put(name, (int) values[0]);
            }
        });
        ModelInstance instance = loaded.create(sizes);
        given.forEach((name, values) -> {
            if (!dims.contains(name)) {
                instance.set(name, values);
            }
        });
        return results(model, instance);
    }

    private static Map<String, double[]> results(Model model, ModelInstance instance) {
        Map<String, double[]> results = new LinkedHashMap<>();
        Set<Tensor> outputs = new LinkedHashSet<>(model.outputs());
        for (Tensor output : outputs) {
            results.put(output.name(), instance.output(output.name()));
        }
        for (Model.Derivative derivative : model.derivatives()) {
            instance.gradient(derivative.clause())
                    .forEach((input, values) ->
                            results.put("∂" + derivative.output().name() + "/∂" + input, values));
        }
        return results;
    }

    static double[] numbers(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .mapToDouble(Values::number)
                .toArray();
    }

    private static double number(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    static String shown(double x) {
        if (Double.isInfinite(x)) {
            return x > 0 ? "inf" : "-inf";
        }
        return x == Math.rint(x) && Math.abs(x) < 1e15
                ? new BigDecimal(x).toPlainString()
                : Double.toString(x).replace(".0E", "e").replace("E", "e");
    }
}

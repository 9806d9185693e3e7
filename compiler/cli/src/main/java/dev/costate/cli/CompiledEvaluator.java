package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.runtime.ShapeException;
import dev.costate.runtime.SparsePattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates the generated class, compiled in memory. */
final class CompiledEvaluator implements Evaluator {
    /** Which entries of each sparse derivative need not be zero. */
    Map<Derivative, SparsePattern> patterns(Result compiled, Binding data) throws DataException {
        try {
            return patterns(instance(compiled, data), requireModel(compiled).derivatives());
        } catch (ShapeException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    private static Map<Derivative, SparsePattern> patterns(ModelInstance instance, List<Derivative> derivatives) {
        Map<Derivative, SparsePattern> patterns = new LinkedHashMap<>();
        derivatives.stream()
                .filter(d -> d.form().isSparse())
                .forEach(d -> patterns.put(d, instance.pattern(d.clause())));
        return patterns;
    }

    private static Model requireModel(Result compiled) {
        Model model = compiled.model();
        if (model == null) {
            throw new CompilerBug("eval", "a model with errors is not evaluated");
        }
        return model;
    }

    private static ModelInstance instance(Result compiled, Binding data) {
        ModelInstance instance = LoadedModel.load(compiled).create(data.arguments());
        data.values().forEach((input, elements) -> instance.set(input.name(), elements));
        return instance;
    }

    @Override
    public Evaluation evaluate(Result compiled, Binding data, List<Derivative> derivatives) throws DataException {
        Model model = requireModel(compiled);
        try {
            ModelInstance instance = instance(compiled, data);
            Map<Tensor, double[]> outputs = new LinkedHashMap<>();
            model.outputs().forEach(output -> outputs.put(output, instance.output(output.name())));
            Map<Derivative, double[]> results = new LinkedHashMap<>();
            derivatives.forEach(d ->
                    results.put(d, instance.derivative(d.clause(), data.given().getOrDefault(d, new double[0][]))));
            return new Evaluation(outputs, results, patterns(instance, derivatives));
        } catch (ShapeException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }
}

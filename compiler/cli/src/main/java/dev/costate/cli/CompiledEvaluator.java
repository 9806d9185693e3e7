package dev.costate.cli;

import dev.costate.compiler.LoadedModel;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.check.Model.Derivative;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensor.Role;
import dev.costate.compiler.source.CompilerBug;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates the generated class, compiled in memory. */
final class CompiledEvaluator implements Evaluator {
    @Override
    public Evaluation evaluate(Result compiled, Binding data, List<Derivative> derivatives) throws DataException {
        Model model = compiled.model();
        if (model == null) {
            throw new CompilerBug("eval", "a model with errors is not evaluated");
        }
        LoadedModel.Instance instance =
                LoadedModel.load(model, compiled.files()).create(data.dims());
        data.values().forEach((input, elements) -> {
            if (input.role() == Role.DATA) {
                instance.bind(input, elements);
            }
        });
        double[] theta = instance.parameters(data.values());
        try {
            Map<Tensor, double[]> outputs = new LinkedHashMap<>();
            model.outputs().forEach(output -> outputs.put(output, instance.output(output, theta)));
            Map<Derivative, Map<Tensor, double[]>> gradients = new LinkedHashMap<>();
            derivatives.forEach(d -> gradients.put(d, instance.gradient(d, theta)));
            return new Evaluation(outputs, gradients);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }
}

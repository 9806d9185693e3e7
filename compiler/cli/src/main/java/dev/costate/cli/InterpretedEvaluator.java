package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.eval.Derivation;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.runtime.DomainException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates by walking the model, with derivatives by power series: slow, and independent. */
final class InterpretedEvaluator implements Evaluator {
    @Override
    public Evaluation evaluate(Result compiled, Binding data, List<Derivative> derivatives) throws DataException {
        Model model = compiled.model();
        if (model == null) {
            throw new CompilerBug("eval", "a model with errors is not evaluated");
        }
        Map<String, Integer> dims = data.arguments();
        Map<String, double[]> inputs = new LinkedHashMap<>();
        data.values().forEach((input, elements) -> inputs.put(input.name(), elements));
        try {
            Map<String, double[]> values = Interpreter.values(model, dims, inputs, data.seed());
            Map<Tensor, double[]> outputs = new LinkedHashMap<>();
            model.outputs().forEach(output -> outputs.put(output, values.get(output.name())));
            Map<Derivative, double[]> results = new LinkedHashMap<>();
            for (Derivative d : derivatives) {
                if (d.form().isSparse()) {
                    throw new DataException("'" + d.clause() + "' is not interpreted, the dense one is");
                }
                double[][] given = data.given().getOrDefault(d, new double[0][]);
                results.put(d, Derivation.of(model, d, dims, inputs, data.seed(), given));
            }
            return new Evaluation(outputs, results, Map.of());
        } catch (DomainException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public FreePoint constrain(Result compiled, Binding data, List<Derivative> derivatives) throws DataException {
        Model model = compiled.model();
        if (model == null) {
            throw new CompilerBug("eval", "a model with errors is not evaluated");
        }
        Map<String, double[]> inputs = new LinkedHashMap<>();
        data.values().forEach((input, elements) -> inputs.put(input.name(), elements));
        data.free().forEach((param, elements) -> inputs.put(param.name(), elements));
        try {
            Interpreter.Constrained constrained = Interpreter.constrain(model, data.arguments(), inputs);
            Map<Tensor, double[]> natural = new LinkedHashMap<>();
            model.params().forEach(p -> natural.put(p, constrained.natural().get(p.name())));
            Map<Derivative, double[]> results = new LinkedHashMap<>();
            derivatives.forEach(d -> results.put(
                    d, Derivation.unconstrained(model, d, data.arguments(), inputs, data.seed(), new double[0][])));
            return new FreePoint(natural, constrained.logJacobian(), results);
        } catch (DomainException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }
}

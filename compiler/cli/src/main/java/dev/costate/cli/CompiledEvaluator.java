package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.runtime.DomainException;
import dev.costate.runtime.ShapeException;
import dev.costate.runtime.SparsePattern;
import dev.costate.runtime.Unconstrained;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates the generated class, compiled in memory. */
final class CompiledEvaluator implements Evaluator {
    /** Which entries of each sparse derivative need not be zero. */
    Map<Derivative, SparsePattern> patterns(Result compiled, Binding data) throws DataException {
        try {
            return patterns(instance(compiled, data), requireModel(compiled).derivatives());
        } catch (ShapeException | DomainException | IndexOutOfBoundsException | ArithmeticException e) {
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
        data.bind(instance);
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
            return new Evaluation(outputs, results, patterns(instance, derivatives), instance.outside());
        } catch (ShapeException | DomainException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public FreePoint constrain(Result compiled, Binding data, List<Derivative> derivatives) throws DataException {
        try {
            ModelInstance instance = instance(compiled, data);
            double[] u = data.freeNumbers();
            List<ModelInstance> free = instance.constrain(u);
            double log = free.isEmpty() ? 0 : ((Unconstrained) free.get(0).object()).logJacobian(u);
            Map<Derivative, double[]> results = new LinkedHashMap<>();
            derivatives.forEach(d -> results.put(d, by(free, instance, d).derivative(d.clause())));
            return new FreePoint(data.params(instance.theta()), log, results);
        } catch (ShapeException | DomainException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    /** The instance that has the derivative by free numbers: the model itself, if these are its params. */
    private static ModelInstance by(List<ModelInstance> free, ModelInstance model, Derivative derivative) {
        return free.stream()
                .filter(f -> f.model().derivatives().stream()
                        .anyMatch(d -> d.clause().equals(derivative.clause())))
                .findFirst()
                .orElse(model);
    }
}

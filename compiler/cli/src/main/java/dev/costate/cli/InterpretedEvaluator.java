package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.check.Form;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.check.Model.Derivative;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.CompilerBug;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates by walking the model, with gradients in forward mode, one component at a time: slow, and independent. */
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
            Map<String, double[]> values = Interpreter.values(model, dims, inputs);
            Map<Tensor, double[]> outputs = new LinkedHashMap<>();
            model.outputs().forEach(output -> outputs.put(output, values.get(output.name())));
            Map<Derivative, double[]> results = new LinkedHashMap<>();
            for (Derivative d : derivatives) {
                results.put(d, result(new Point(model, dims, inputs), d, data));
            }
            return new Evaluation(outputs, results);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    /** Where to differentiate. */
    private record Point(Model model, Map<String, Integer> dims, Map<String, double[]> inputs) {
        /** The derivative of an output in a direction over some inputs. */
        double[] along(Derivative d, double[] direction, Binding data) {
            Map<String, double[]> byInput = new LinkedHashMap<>();
            int at = 0;
            for (Tensor input : d.wrt()) {
                int size = Math.toIntExact(data.shape(input).size());
                byInput.put(input.name(), Arrays.copyOfRange(direction, at, at + size));
                at += size;
            }
            return Interpreter.tangents(model, dims, inputs, byInput)
                    .getOrDefault(d.output().name(), new double[0]);
        }
    }

    /** The result of a derivative of first order; by reverse mode what is, one direction after the other. */
    private static double[] result(Point point, Derivative d, Binding data) throws DataException {
        double[][] given = data.given().getOrDefault(d, new double[0][]);
        boolean forward = d.form().directions() == Form.Directions.GIVEN;
        if (forward && d.form().seeds() == Form.Seeds.NONE && d.order() == 0) {
            return point.along(d, given[0], data);
        }
        if (d.form().directions() != Form.Directions.NONE || d.order() > 0) {
            throw new DataException("'" + d.clause() + "' is not interpreted, only derivatives of first order are");
        }
        long size =
                d.wrt().stream().mapToLong(input -> data.shape(input).size()).sum();
        double[] result = new double[Math.toIntExact(size)];
        for (int k = 0; k < result.length; k++) {
            double[] direction = new double[result.length];
            direction[k] = 1;
            double[] column = point.along(d, direction, data);
            for (int row = 0; row < column.length; row++) {
                result[k] += given.length == 0 ? column[row] : given[0][row] * column[row];
            }
        }
        return result;
    }
}

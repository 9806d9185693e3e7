package dev.costate.cli;

import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.runtime.DomainException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model defines, lets and outputs, by the interpreter: it evaluates each as it is written, also those that the
 * compiled code has rewritten, or leaves out as nothing reads them.
 *
 * @param all the elements of each, row-major; in an order in which each comes after those that it reads
 */
record Quantities(Model model, Binding binding, Map<Tensor, double[]> all) {
    /** How many elements the interpreter is asked for; one takes some hundred bytes. */
    static final long LIMIT = 2_000_000;

    /**
     * Evaluates a model.
     *
     * @throws DataException if there are more elements than the interpreter can do, or the data leads out of range
     */
    static Quantities of(Model model, Binding binding) throws DataException {
        Map<Tensor, double[]> all = new LinkedHashMap<>();
        model.quantities().forEach(quantity -> all.put(quantity, new double[0]));
        double size = 0;
        for (Tensor tensor : all.keySet()) {
            size += binding.shape(tensor).size();
        }
        if (size > LIMIT) {
            throw new DataException(String.format(
                    "together with the outputs they have %.0f elements, and the interpreter does %d", size, LIMIT));
        }
        Map<String, double[]> inputs = new LinkedHashMap<>();
        binding.values().forEach((input, elements) -> inputs.put(input.name(), elements));
        try {
            Map<String, double[]> values = Interpreter.values(model, binding.arguments(), inputs, binding.seed());
            all.replaceAll((tensor, none) -> values.get(tensor.name()));
            return new Quantities(model, binding, all);
        } catch (DomainException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    /** Those that are no outputs. */
    Map<Tensor, double[]> lets() {
        Map<Tensor, double[]> lets = new LinkedHashMap<>(all);
        lets.keySet().removeAll(model.outputs());
        return lets;
    }

    /** The first element that is NaN or infinite, of the first quantity that has one: {@code z[3] = NaN}. */
    Optional<String> notFinite() {
        for (Map.Entry<Tensor, double[]> entry : all.entrySet()) {
            double[] elements = entry.getValue();
            for (int k = 0; k < elements.length; k++) {
                if (!Double.isFinite(elements[k])) {
                    return Optional.of(entry.getKey().name()
                            + binding.shape(entry.getKey()).subscript(k) + " = " + elements[k]);
                }
            }
        }
        return Optional.empty();
    }
}

package dev.costate.compiler.pipeline;

import dev.costate.compiler.diff.Differentiation;
import dev.costate.compiler.diff.Gradient;
import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.diff.Sparsity;
import dev.costate.compiler.diff.Tangents;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.schedule.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What finds the entries of a sparse derivative that need not be zero. */
final class PatternEquations {
    private PatternEquations() {}

    /**
     * The equations of a pattern.
     *
     * @param program flat, and else as it was lowered
     * @param guarding makes branches safe that differentiation has brought together
     * @param byRow the gradients of rows, if it is computed row by row; else null
     */
    static DerivedEquations of(
            Program program,
            Prover prover,
            UnaryOperator<List<Equation>> guarding,
            Derivative derivative,
            @Nullable RowByRow byRow) {
        Map<Tensor, Poly> offsets = derivative.offsets();
        Argument each = new Argument("each", Argument.Type.SETS);
        Argument rows = new Argument("rows", Argument.Type.SETS);
        List<Equation> equations = program.equations();
        Map<Tensor, Tensor> results = Map.of(derivative.output(), derivative.output());
        if (derivative.form().seeds() != Form.Seeds.NONE) {
            Gradient gradient = Differentiation.reverse(program, prover, derivative);
            equations = Differentiation.joined(equations, guarding.apply(gradient.equations()));
            results = gradient.adjoints();
        }
        List<Place> places = new ArrayList<>();
        Map<Tensor, Tensor> inputs = new LinkedHashMap<>();
        for (Tensor input : derivative.wrt()) {
            Tensor set = input.inputs();
            inputs.put(input, set);
            places.add(new Place(set, each, Objects.requireNonNull(offsets.get(input))));
        }
        Tangents sets = Sparsity.of(program.with(equations), prover, inputs);
        List<Place> written = new ArrayList<>();
        results.forEach((of, result) -> {
            Poly offset = of == derivative.output() ? Poly.ZERO : Objects.requireNonNull(offsets.get(of));
            Tensor set = sets.tangents().getOrDefault(result, result.inputs());
            written.add(new Place(set, rows, offset));
        });
        List<Argument> handed = new ArrayList<>(List.of(each, rows));
        List<Equation> all = new ArrayList<>(sets.among(equations, equations.size()));
        if (byRow != null) {
            Argument argument = Argument.columns(byRow.variables());
            Tensor columns = byRow.columns();
            handed.add(argument);
            written.add(new Place(columns, argument, Poly.ZERO));
            all.addAll(byRow.equations(inputs, columns));
        }
        Exchange exchange = new Exchange(handed, places, written, null);
        return new DerivedEquations(DeadCode.eliminate(all, exchange.wanted()), exchange);
    }
}

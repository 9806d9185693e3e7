package dev.costate.compiler.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.GammaFunctions;
import dev.costate.compiler.op.IncompleteFunctions;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Roots;
import dev.costate.compiler.op.Surrogates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A series of twice the order takes four times the operations: each coefficient is a sum over those below. */
class SeriesGrowthTest {
    /** Each derivative is another function, which has a series of its own. */
    private static final Set<Op> OTHERS = Set.of(
            Powers.POW,
            GammaFunctions.LGAMMA,
            GammaFunctions.DIGAMMA,
            GammaFunctions.TRIGAMMA,
            GammaFunctions.LBETA,
            GammaFunctions.STIRLING_ERROR);

    /** Each derivative by any of two operands is another function, or by any of three. */
    private static final Map<Op, Double> INTEGRALS = Map.of(
            IncompleteFunctions.GAMMA_P, 10.0,
            IncompleteFunctions.GAMMA_Q, 10.0,
            IncompleteFunctions.INC_BETA, 17.0);

    static Stream<Op> operations() {
        return Stream.concat(
                Stream.of(Arithmetic.ADD, Arithmetic.SUB, Arithmetic.MUL, Quotients.DIV, Arithmetic.NEG),
                Ops.FUNCTIONS.stream().filter(op -> op != Surrogates.DETACH));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void growsAsTheSquareOfTheOrder(Op op) {
        int order = INTEGRALS.containsKey(op) ? 16 : 32;
        double most = INTEGRALS.getOrDefault(op, OTHERS.contains(op) ? 8.0 : 5.0);
        assertThat((double) nodes(op, order)).as("%s", op).isLessThan(most * nodes(op, order / 2) + 10);
    }

    private static int nodes(Op op, int order) {
        Exprs make = new Exprs(new Tensors());
        List<Expr> reads = new ArrayList<>();
        Map<Tensor, Tensor> directions = new LinkedHashMap<>();
        for (int k = 0; k < op.arity(); k++) {
            Tensor input = make.tensors().tensor("x" + k, Tensor.Role.PARAM, Tensor.Type.REAL, List.of(), null, null);
            directions.put(input, input.tangent(List.of()));
            reads.add(make.read(input, List.of()));
        }
        // A quotient and a root among the operands, as their own series are not as short as those of the inputs.
        Expr first = make.apply(Quotients.DIV, reads.get(0), make.apply(Roots.SQRT, reads.get(reads.size() - 1)));
        List<Expr> operands = new ArrayList<>(reads);
        operands.set(0, first);
        Tensor y = make.tensors().temporary("y", List.of(), null);
        Expr value = make.apply(op, operands);
        Equation e = new Equation(y, List.of(), List.of(), null, Reduction.SET, value, null);
        Program program = new Program(make, List.of(), List.copyOf(directions.keySet()), List.of(e), List.of(y));
        List<Expr> values = Series.of(program, directions, order).behind(e).stream()
                .map(Equation::value)
                .toList();
        return Graph.ascending(values).size();
    }
}

package dev.costate.compiler.diff;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.report.Operations;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.Propagation;
import dev.costate.compiler.rewrite.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No operation swells: one with its gradient is at most 5 operations, with a product of its Hessian at most 10 and n
 * times the larger of n and 2 for n operands. Within a program it is given an adjoint, and a tangent of that: a
 * function of two operands then has two adjoints, three second partial derivatives and nine products, so there are
 * more.
 */
class SwellTest {
    private static final List<Op> SYMBOLS =
            List.of(Arithmetic.ADD, Arithmetic.SUB, Arithmetic.MUL, Quotients.DIV, Arithmetic.NEG);

    static List<Op> operations() {
        return Stream.concat(SYMBOLS.stream(), Ops.FUNCTIONS.stream())
                .filter(op -> op.arithmetic() != Op.Arithmetic.NONE)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void doesNotSwell(Op op) {
        Counts alone = new Counts(op, false);
        assertThat(alone.first).as("gradient").isLessThanOrEqualTo(5);
        assertThat(alone.second).as("hvp").isLessThanOrEqualTo(10 + (long) op.arity() * Math.max(op.arity(), 2));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void doesNotSwellWithinPrograms(Op op) {
        Counts within = new Counts(op, true);
        boolean symbol = SYMBOLS.contains(op);
        assertThat(within.first).as("with adjoints").isLessThanOrEqualTo(Math.max(5, 1 + 2L * op.arity()));
        assertThat(within.second)
                .as("with tangents of all")
                .isLessThanOrEqualTo(symbol ? 10 + 2L * op.arity() : 12L * op.arity());
    }

    /** The operations of one operation and its derivatives of first and second order. */
    private static final class Counts {
        private final Tensors tensors = new Tensors();
        private final Exprs make = new Exprs(tensors);
        private final long first;
        private final long second;

        /** @param within whether its adjoint is given and moves */
        Counts(Op op, boolean within) {
            List<Tensor> operands = new ArrayList<>();
            for (int k = 0; k < op.arity(); k++) {
                operands.add(input("a" + k));
            }
            Tensor weight = input("w");
            Tensor z = tensors.temporary("z", List.of(), null);
            Tensor y = tensors.temporary("y", List.of(), null);
            List<Expr> reads =
                    operands.stream().map(a -> make.read(a, List.of())).toList();
            Expr factor = within ? make.read(weight, List.of()) : make.number(1);
            Expr product = make.apply(Arithmetic.MUL, factor, make.read(z, List.of()));
            List<Tensor> inputs = new ArrayList<>(operands);
            inputs.add(weight);
            List<Equation> model = List.of(set(z, make.apply(op, reads)), set(y, product));
            Program program = new Program(make, List.of(), inputs, model, List.of(y));

            Gradient gradient = Reverse.of(program, y, operands, make.number(1));
            List<Equation> equations = new ArrayList<>(model);
            equations.addAll(gradient.equations());
            Set<Tensor> wanted = new LinkedHashSet<>(gradient.adjoints().values());
            wanted.add(z);
            this.first = count(equations, wanted);

            Map<Tensor, Tensor> directions = new LinkedHashMap<>();
            (within ? inputs : operands).forEach(input -> directions.put(input, input.tangent(List.of())));
            Tangents tangents = Forward.of(program.with(equations), new Directions.Given(directions));
            Set<Tensor> moving = new LinkedHashSet<>(wanted);
            wanted.stream()
                    .filter(t -> within || t != z)
                    .forEach(t -> moving.add(tangents.tangents().getOrDefault(t, t)));
            this.second = count(tangents.among(equations), moving);
        }

        private Tensor input(String name) {
            return tensors.tensor(name, Tensor.Role.PARAM, Tensor.Type.REAL, List.of(), null, null);
        }

        private static Equation set(Tensor target, Expr value) {
            return new Equation(target, List.of(), List.of(), null, Reduction.SET, value, null);
        }

        private long count(List<Equation> equations, Set<Tensor> wanted) {
            List<Equation> live =
                    DeadCode.eliminate(new Values(make).of(Propagation.propagate(make, equations, wanted)), wanted);
            return requireNonNull(Operations.count(make, live, new Prover(Map.of())))
                    .constant()
                    .orElseThrow();
        }
    }
}

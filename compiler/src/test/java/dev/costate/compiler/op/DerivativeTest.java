package dev.costate.compiler.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every partial derivative of every operation, and the derivatives of those, against finite differences. */
class DerivativeTest {
    private static final int POINTS = 12;

    /** Where the derivatives of lgamma end. */
    private static final Set<Op> LAST = Set.of(GammaFunctions.PENTAGAMMA, GammaFunctions.HEXAGAMMA);

    private final Scalars scalars = new Scalars();

    /** All but the conditions, and those whose derivative isn't that of the value. */
    static List<Op> differentiable() {
        return Ops.ALL.stream()
                .filter(op -> op.kind() == Op.Kind.REAL && !(op.java() instanceof Op.Form.Transparent))
                .toList();
    }

    /** How many operands have a derivative; the shift of an exponential has none. */
    private static int operands(Op op) {
        return op == Exponentials.EXP_DIFF ? 1 : op.arity();
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void firstDerivatives(Op op) {
        Expr[] inputs = scalars.inputs(op.arity());
        Expr root = scalars.make.apply(op, inputs);
        for (int k = 0; k < operands(op) && op != GammaFunctions.HEXAGAMMA; k++) {
            check(op, root, scalars.derivative(root, inputs[k]), k);
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void firstDerivativesWhereTheOtherOperandsAreConstant(Op op) {
        for (double[] at : points(op)) {
            for (int k = 0; k < operands(op) && op.arity() > 1; k++) {
                Expr[] operands = new Expr[op.arity()];
                Arrays.setAll(operands, j -> scalars.make.number(at[j]));
                operands[k] = scalars.input(k);
                Expr root = scalars.make.apply(op, operands);
                check(op, root, scalars.derivative(root, operands[k]), k, at);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void secondDerivatives(Op op) {
        Expr[] inputs = scalars.inputs(op.arity());
        Expr root = scalars.make.apply(op, inputs);
        for (int k = 0; k < operands(op) && !LAST.contains(op); k++) {
            Expr first = scalars.derivative(root, inputs[k]);
            for (int l = 0; l < operands(op); l++) {
                check(op, first, scalars.derivative(first, inputs[l]), l);
            }
        }
    }

    private void check(Op op, Expr f, Expr derivative, int k) {
        for (double[] at : points(op)) {
            check(op, f, derivative, k, at);
        }
    }

    private void check(Op op, Expr f, Expr derivative, int k, double... at) {
        Ridders.Estimate estimate = Ridders.derivative(
                x -> {
                    double[] moved = at.clone();
                    moved[k] = x;
                    return scalars.value(f, moved);
                },
                at[k],
                0.02 * Math.max(0.1, Math.abs(at[k])));
        double scale = Math.max(Math.abs(estimate.value()), 1e-3 + Math.abs(scalars.value(f, at)));
        assertThat(scalars.value(derivative, at))
                .as("%s by operand %d at %s", op, k, Arrays.toString(at))
                .isCloseTo(estimate.value(), within(Math.max(20 * estimate.error(), 1e-9 * scale)));
        assertThat(estimate.error()).isLessThan(1e-7 * scale);
    }

    private static List<double[]> points(Op op) {
        Random random = new Random(op.name().hashCode());
        double[][] points = new double[POINTS][op.arity()];
        for (double[] point : points) {
            for (int k = 0; k < point.length; k++) {
                OpDefinition.Smooth domain = ((DefinedOp) op).smooth(k);
                point[k] = domain.from() + (0.05 + 0.9 * random.nextDouble()) * (domain.to() - domain.from());
            }
        }
        return List.of(points);
    }
}

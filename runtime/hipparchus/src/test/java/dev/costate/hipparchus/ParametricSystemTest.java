package dev.costate.hipparchus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.costate.runtime.DifferentiableVectorFunction;
import dev.costate.runtime.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.ode.ExpandableODE;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.ODEStateAndDerivative;
import org.hipparchus.ode.VariationalEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.junit.jupiter.api.Test;

class ParametricSystemTest {
    private static final double END = 2;
    private static final double TOLERANCE = 1e-9;

    /** y₀' = y₁, y₁' = -ω² y₀ from (1, 0): y = (cos ωt, -ω sin ωt), and so its derivatives. */
    @Test
    void followsAnOscillatorAndItsDerivatives() {
        double omega = 1.5;
        double[][] found = solve(new ParametricSystem(new Oscillator(), List.of("omega")).at(omega), 1, 0);
        double cos = Math.cos(omega * END);
        double sin = Math.sin(omega * END);
        assertThat(found[0]).containsExactly(new double[] {cos, -omega * sin}, within(TOLERANCE));
        assertThat(found[1]).containsExactly(new double[] {cos, sin / omega}, within(TOLERANCE));
        assertThat(found[2]).containsExactly(new double[] {-omega * sin, cos}, within(TOLERANCE));
        assertThat(found[3]).containsExactly(new double[] {-END * sin, -sin - omega * END * cos}, within(TOLERANCE));
    }

    /** y' = -k t y: y = y₀ exp(-k t²/2). */
    @Test
    void givesTheTimeAsTheLastVariable() {
        double k = 0.7;
        double[][] found = solve(new ParametricSystem(new Decay(), List.of("k")).at(k), 3);
        double decay = Math.exp(-k * END * END / 2);
        assertThat(found[0][0]).isCloseTo(3 * decay, within(TOLERANCE));
        assertThat(found[1][0]).isCloseTo(decay, within(TOLERANCE));
        assertThat(found[2][0]).isCloseTo(-END * END / 2 * 3 * decay, within(TOLERANCE));
    }

    @Test
    void refusesWhatDoesNotFit() {
        ParametricSystem system = new ParametricSystem(new Decay(), List.of("k"));
        assertThat(system.isSupported("k")).isTrue();
        assertThat(system.isSupported("c")).isFalse();
        assertThatThrownBy(() -> system.computeParameterJacobian(0, new double[1], new double[1], "c"))
                .isInstanceOf(MathIllegalArgumentException.class)
                .hasMessage("no parameter c; there are k");
        assertThatThrownBy(() -> system.at(1, 2)).hasMessage("parameters: expected 1 values, got 2");
        assertThatThrownBy(() -> new ParametricSystem(new Oscillator(), List.of("a", "b")))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "a system of 2 equations with 2 parameters is a function of 4 variables, or of 5 with the time,"
                                + " got one of 3");
    }

    /** At the end: the state, the rows of its derivative by the start, and its derivative by the only parameter. */
    private static double[][] solve(ParametricSystem system, double... start) {
        ExpandableODE equations = new ExpandableODE(system);
        VariationalEquation variational = new VariationalEquation(equations, system);
        ODEStateAndDerivative end = new DormandPrince853Integrator(1e-8, 1, 1e-13, 1e-13)
                .integrate(equations, variational.setUpInitialState(new ODEState(0, start)), END);
        List<double[]> found = new ArrayList<>(List.of(variational.extractMainSetJacobian(end)));
        found.add(0, end.getPrimaryState());
        found.add(variational.extractParameterJacobian(
                end, system.getParametersNames().get(0)));
        return found.toArray(double[][]::new);
    }

    /** Variables y₀, y₁, ω. */
    private static final class Oscillator implements DifferentiableVectorFunction {
        @Override
        public int dimension() {
            return 3;
        }

        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public void value(double[] x, double[] out) {
            out[0] = x[1];
            out[1] = -x[2] * x[2] * x[0];
        }

        @Override
        public void valueAndJacobian(double[] x, double[] value, double[] jacobian) {
            value(x, value);
            System.arraycopy(new double[] {0, 1, 0, -x[2] * x[2], 0, -2 * x[2] * x[0]}, 0, jacobian, 0, 6);
        }
    }

    /** Variables y, k, t. */
    private static final class Decay implements DifferentiableVectorFunction {
        @Override
        public int dimension() {
            return 3;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void value(double[] x, double[] out) {
            out[0] = -x[1] * x[2] * x[0];
        }

        @Override
        public void valueAndJacobian(double[] x, double[] value, double[] jacobian) {
            value(x, value);
            jacobian[0] = -x[1] * x[2];
            jacobian[1] = -x[2] * x[0];
            jacobian[2] = -x[1] * x[0];
        }
    }
}

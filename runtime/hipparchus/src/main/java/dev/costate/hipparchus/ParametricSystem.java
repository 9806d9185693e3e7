package dev.costate.hipparchus;

import dev.costate.runtime.Checks;
import dev.costate.runtime.DifferentiableVectorFunction;
import dev.costate.runtime.ShapeException;
import java.util.List;
import org.hipparchus.exception.LocalizedCoreFormats;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.ode.ODEJacobiansProvider;

/**
 * A system of ordinary differential equations y' = f(y, p) for Hipparchus' integrators and their variational equation,
 * from one vector function: its variables are first the state y, one for each output, then the parameters p, and, if f
 * depends on the time, last the time. Values and Jacobian are computed together, once for each point.
 *
 * <pre>{@code
 * ParametricSystem system = new ParametricSystem(model, List.of("alpha", "beta")).at(0.5, 1.2);
 * ExpandableODE equations = new ExpandableODE(system);
 * VariationalEquation sensitivities = new VariationalEquation(equations, system);
 * }</pre>
 */
public final class ParametricSystem implements ODEJacobiansProvider {
    private final VectorEvaluation evaluation;
    private final List<String> names;
    private final boolean timed;
    /** State, parameters, time if it is asked for: the variables. */
    private final double[] point;

    /**
     * A system whose parameters are 0.
     *
     * @param names of the parameters, in order
     * @throws ShapeException if the function's variables aren't state, parameters and perhaps time
     */
    public ParametricSystem(DifferentiableVectorFunction function, List<String> names) {
        this.evaluation = new VectorEvaluation(function);
        this.names = List.copyOf(names);
        this.point = new double[function.dimension()];
        int untimed = function.outputs() + names.size();
        if (point.length != untimed && point.length != untimed + 1) {
            throw new ShapeException("a system of " + function.outputs() + " equations with " + names.size()
                    + " parameters is a function of " + untimed + " variables, or of " + (untimed + 1)
                    + " with the time, got one of " + point.length);
        }
        this.timed = point.length > untimed;
    }

    /**
     * Sets the parameters.
     *
     * @return this
     */
    public ParametricSystem at(double... parameters) {
        Checks.vector("parameters", parameters, names.size());
        System.arraycopy(parameters, 0, point, getDimension(), parameters.length);
        return this;
    }

    @Override
    public int getDimension() {
        return evaluation.outputs();
    }

    @Override
    public double[] computeDerivatives(double t, double[] y) {
        move(t, y);
        return evaluation.value(point).toArray();
    }

    /** ∂f/∂y: a row for each equation, a column for each component of the state. */
    @Override
    public double[][] computeMainStateJacobian(double t, double[] y, double[] yDot) {
        move(t, y);
        return evaluation.jacobian(point, 0, getDimension());
    }

    /**
     * ∂f/∂p for one parameter, an entry for each equation.
     *
     * @throws MathIllegalArgumentException if there is no parameter of this name
     */
    @Override
    public double[] computeParameterJacobian(double t, double[] y, double[] yDot, String name) {
        move(t, y);
        double[][] column = evaluation.jacobian(point, getDimension() + place(name), 1);
        double[] derivative = new double[column.length];
        for (int i = 0; i < derivative.length; i++) {
            derivative[i] = column[i][0];
        }
        return derivative;
    }

    @Override
    public List<String> getParametersNames() {
        return names;
    }

    @Override
    public boolean isSupported(String name) {
        return names.contains(name);
    }

    private int place(String name) {
        int place = names.indexOf(name);
        if (place < 0) {
            throw new MathIllegalArgumentException(
                    LocalizedCoreFormats.SIMPLE_MESSAGE,
                    "no parameter " + name + "; there are " + String.join(", ", names));
        }
        return place;
    }

    private void move(double t, double[] y) {
        System.arraycopy(y, 0, point, 0, getDimension());
        if (timed) {
            point[point.length - 1] = t;
        }
    }
}

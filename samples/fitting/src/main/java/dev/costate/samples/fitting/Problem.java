package dev.costate.samples.fitting;

import dev.costate.runtime.DifferentiableVectorFunction;
import dev.costate.runtime.HessianProduct;
import dev.costate.runtime.TwiceDifferentiableFunction;
import java.util.List;
import java.util.function.Function;

/**
 * A model bound to the data it shall fit.
 *
 * @param residuals what least squares asks for: residuals and their Jacobian
 * @param loss the sum of their squares, with gradient and Hessian
 * @param curvature products of that Hessian with vectors
 * @param model residuals for other data
 */
record Problem(
        Dataset data,
        DifferentiableVectorFunction residuals,
        TwiceDifferentiableFunction loss,
        HessianProduct curvature,
        Function<Dataset, ? extends DifferentiableVectorFunction> model) {

    /** All of NIST's problems of nonlinear regression, from the easy to the hard. */
    static List<Problem> all() {
        return List.of(
                of("Misra1a", d -> Misra1a.of(d.observations()).x(d.x()).y(d.y())),
                of("Chwirut2", d -> Chwirut.of(d.observations()).x(d.x()).y(d.y())),
                of("Chwirut1", d -> Chwirut.of(d.observations()).x(d.x()).y(d.y())),
                of("Lanczos3", d -> Lanczos.of(d.observations()).x(d.x()).y(d.y())),
                of("Gauss1", d -> Gauss.of(d.observations()).x(d.x()).y(d.y())),
                of("Gauss2", d -> Gauss.of(d.observations()).x(d.x()).y(d.y())),
                of("DanWood", d -> DanWood.of(d.observations()).x(d.x()).y(d.y())),
                of("Misra1b", d -> Misra1b.of(d.observations()).x(d.x()).y(d.y())),
                of("Kirby2", d -> Kirby2.of(d.observations()).x(d.x()).y(d.y())),
                of("Hahn1", d -> Hahn1.of(d.observations()).x(d.x()).y(d.y())),
                of(
                        "Nelson",
                        d -> Nelson.of(d.observations())
                                .x1(d.predictor(0))
                                .x2(d.predictor(1))
                                .y(d.y())),
                of("MGH17", d -> Mgh17.of(d.observations()).x(d.x()).y(d.y())),
                of("Lanczos1", d -> Lanczos.of(d.observations()).x(d.x()).y(d.y())),
                of("Lanczos2", d -> Lanczos.of(d.observations()).x(d.x()).y(d.y())),
                of("Gauss3", d -> Gauss.of(d.observations()).x(d.x()).y(d.y())),
                of("Misra1c", d -> Misra1c.of(d.observations()).x(d.x()).y(d.y())),
                of("Misra1d", d -> Misra1d.of(d.observations()).x(d.x()).y(d.y())),
                of("Roszman1", d -> Roszman1.of(d.observations()).x(d.x()).y(d.y())),
                of("ENSO", d -> Enso.of(d.observations()).x(d.x()).y(d.y())),
                of("MGH09", d -> Mgh09.of(d.observations()).x(d.x()).y(d.y())),
                of("Thurber", d -> Thurber.of(d.observations()).x(d.x()).y(d.y())),
                of("BoxBOD", d -> BoxBod.of(d.observations()).x(d.x()).y(d.y())),
                of("Rat42", d -> Rat42.of(d.observations()).x(d.x()).y(d.y())),
                of("MGH10", d -> Mgh10.of(d.observations()).x(d.x()).y(d.y())),
                of("Eckerle4", d -> Eckerle4.of(d.observations()).x(d.x()).y(d.y())),
                of("Rat43", d -> Rat43.of(d.observations()).x(d.x()).y(d.y())),
                of("Bennett5", d -> Bennett5.of(d.observations()).x(d.x()).y(d.y())));
    }

    private static <M extends DifferentiableVectorFunction & TwiceDifferentiableFunction & HessianProduct> Problem of(
            String name, Function<Dataset, M> binding) {
        Dataset data = Dataset.read(name);
        M model = binding.apply(data);
        return new Problem(data, model, model, model, binding);
    }

    /** What the model says for the predictors of a grid, whose responses are 0. */
    double[] curve(Dataset grid, double[] parameters) {
        double[] values = new double[grid.observations()];
        model.apply(grid).value(parameters, values);
        return values;
    }

    @Override
    public String toString() {
        return data.name();
    }
}

package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.DifferentiableVectorFunction;
import dev.costate.runtime.HessianProduct;
import dev.costate.runtime.TwiceDifferentiableFunction;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The interfaces by which solvers take a model. */
class FunctionsTest {
    /** f = a²b has the gradient [2ab, a²] and the Hessian [[2b, 2a], [2a, 0]]; r = (a b, b², 3a). */
    private static final String MODEL = """
            model Any
            param a
            param b
            let    f = a^2 * b
            let    r[i] = if i == 0 then a * b else if i == 1 then b^2 else 3 * a for i in 3
            """;

    private static final double[] AT = {2, 5};

    private static Object object(String clauses) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Any.model", MODEL + clauses), ModelCompiler.Options.of(""));
        return LoadedModel.load(result).create(Map.of()).object();
    }

    private static Object given(Object object, String method) throws ReflectiveOperationException {
        return object.getClass().getMethod(method).invoke(object);
    }

    private static void isF(Object object) {
        TwiceDifferentiableFunction function = (TwiceDifferentiableFunction) object;
        double[] gradient = new double[2];
        double[] hessian = new double[4];
        assertThat(function.dimension()).isEqualTo(2);
        assertThat(function.value(AT)).isEqualTo(20);
        assertThat(function.valueGradientHessian(AT, gradient, hessian)).isEqualTo(20);
        assertThat(gradient).containsExactly(20, 4);
        assertThat(hessian).containsExactly(10, 4, 4, 0);
        assertThatThrownBy(() -> function.valueGradientHessian(AT, new double[2], new double[2]))
                .hasMessage("hessian: expected 4 values, got 2");
    }

    /** A Hessian brings the gradient along: in one sweep with it, and by itself for who asks for that only. */
    @Test
    void hessianBringsTheGradient() {
        String model = MODEL + "output y = f\nderive hessian of y\n";
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Any.model", model), ModelCompiler.Options.of(""));
        Object object = LoadedModel.load(result).create(Map.of()).object();
        isF(object);
        double[] gradient = new double[2];
        assertThat(((TwiceDifferentiableFunction) object).valueAndGradient(AT, gradient))
                .isEqualTo(20);
        assertThat(gradient).containsExactly(20, 4);
        assertThat(requireNonNull(result.model()).derivatives()).hasSize(1);
        String java = result.files().get(0).text();
        assertThat(java)
                .contains("public double yValueGradientHessian(double[] theta, double[] gradient, double[] hessian)");
        double[] hessian = new double[4];
        assertThatThrownBy(() -> ((TwiceDifferentiableFunction) object).valueGradientHessian(AT, hessian, hessian))
                .hasMessageContaining("gradient: expected 2 values, got 4");
    }

    /** Products are at the point that was set, whatever has been evaluated since. */
    @Test
    void productsKeepTheirPoint() {
        Object object = object("output y = f\nderive hvp of y\nderive gradient of y\n");
        HessianProduct product = (HessianProduct) object;
        DifferentiableFunction function = (DifferentiableFunction) object;
        double[] out = new double[2];
        product.at(AT);
        function.value(new double[] {7, 7});
        function.valueAndGradient(new double[] {8, 8}, new double[2]);
        product.apply(new double[] {1, 0}, out);
        assertThat(out).containsExactly(10, 4);
    }

    /** What is linear has second derivatives of 0, and that is said. */
    @Test
    void secondDerivativesOfWhatIsLinearAreZero() {
        String model = MODEL
                + "output y = 3 * a - b\noutput notify = a\nderive hessian of y\nderive diagonal hessian of y\n"
                + "derive hvp of y\n";
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Any.model", model), ModelCompiler.Options.of(""));
        assertThat(result.diagnostics().stream().map(d -> d.code().id() + ": " + d.message()))
                .contains("C811: the method for `notify` is called `notify_`, since `notify` is taken in Java")
                .filteredOn(text ->
                        text.equals("C609: the second derivatives of `y` are 0: it is linear in what it is derived by"))
                .hasSize(3);
        TwiceDifferentiableFunction function = (TwiceDifferentiableFunction)
                LoadedModel.load(result).create(Map.of()).object();
        double[] hessian = {1, 1, 1, 1};
        double[] gradient = new double[2];
        assertThat(function.valueGradientHessian(AT, gradient, hessian)).isEqualTo(1);
        assertThat(gradient).containsExactly(3, -1);
        assertThat(hessian).containsOnly(0);
    }

    private static void isProductOfF(Object object) {
        HessianProduct product = (HessianProduct) object;
        double[] out = new double[2];
        assertThat(product.dimension()).isEqualTo(2);
        assertThatThrownBy(() -> product.apply(new double[2], out)).isInstanceOf(IllegalStateException.class);
        assertThat(product.at(AT)).isEqualTo(20);
        product.apply(new double[] {1, 0}, out);
        assertThat(out).containsExactly(10, 4);
        product.apply(new double[] {0, 1}, out);
        assertThat(out).containsExactly(4, 0);
    }

    private static void isR(Object object) {
        DifferentiableVectorFunction function = (DifferentiableVectorFunction) object;
        double[] value = new double[3];
        double[] jacobian = new double[6];
        assertThat(function.dimension()).isEqualTo(2);
        assertThat(function.outputs()).isEqualTo(3);
        function.valueAndJacobian(AT, value, jacobian);
        assertThat(value).containsExactly(10, 25, 6);
        assertThat(jacobian).containsExactly(5, 2, 0, 10, 3, 0);
        function.value(new double[] {1, 1}, value);
        assertThat(value).containsExactly(1, 1, 3);
        double[] both = new double[2];
        assertThatThrownBy(() -> function.valueAndJacobian(both, both, jacobian))
                .hasMessageContaining("value")
                .hasMessageContaining("theta");
    }

    @Test
    void implementsThoseOfOneScalarAndOneArray() {
        Object object = object("""
                output y = f
                output q[i] = r[i]
                derive gradient of y
                derive hvp of y
                derive hessian of y
                derive jacobian of q
                """);
        isProductOfF(object);
        isF(object);
        isR(object);
    }

    @Test
    void givesThoseOfSeveralOutputs() throws ReflectiveOperationException {
        Object object = object("""
                output y = f
                output z = a * b
                output q[i] = r[i]
                output p[i] = r[i]^2
                derive gradient of y
                derive hvp of y
                derive hessian of y
                derive gradient of z
                derive jacobian of q
                derive jacobian of p
                """);
        assertThat(object).isNotInstanceOfAny(DifferentiableFunction.class, DifferentiableVectorFunction.class);
        isProductOfF(given(object, "yProductFunction"));
        isF(given(object, "yHessianFunction"));
        isR(given(object, "qVectorFunction"));
        assertThat(((DifferentiableFunction) given(object, "yFunction")).value(AT))
                .isEqualTo(20);
        assertThat(((DifferentiableFunction) given(object, "zFunction")).value(AT))
                .isEqualTo(10);
    }

    /** Clauses over some inputs, and Jacobians with the inputs in rows, are none of all params. */
    @Test
    void countsClausesOverAllParamsOnly() {
        Object object = object("""
                output y = f
                output q[i] = r[i]
                derive gradient of y
                derive hvp of y wrt b, a
                derive hessian of y wrt a
                derive jacobian of q layout denominator
                """);
        assertThat(object).isInstanceOf(DifferentiableFunction.class);
        assertThat(object)
                .isNotInstanceOfAny(
                        TwiceDifferentiableFunction.class, HessianProduct.class, DifferentiableVectorFunction.class);
    }
}

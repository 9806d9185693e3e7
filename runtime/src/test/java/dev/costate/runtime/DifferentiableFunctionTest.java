package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

class DifferentiableFunctionTest {
    /** Any optimiser can be written against the interface: steepest descent finds the minimum of |x - c|². */
    @Test
    void steepestDescentFindsTheMinimumOfAQuadratic() {
        double[] centre = {1.5, -2, 0.25};
        DifferentiableFunction distance = new SquaredDistance(centre);
        double[] x = new double[distance.dimension()];
        double[] gradient = new double[distance.dimension()];
        for (int step = 0; step < 4; step++) {
            distance.valueAndGradient(x, gradient);
            for (int i = 0; i < x.length; i++) {
                x[i] -= 0.5 * gradient[i];
            }
        }
        assertThat(x).containsExactly(centre);
        assertThat(distance.value(x)).isZero();
    }

    @Test
    void isAModuleThatNeedsJavaBaseOnly() {
        var descriptor = DifferentiableFunction.class.getModule().getDescriptor();
        assertThat(descriptor.name()).isEqualTo("dev.costate.runtime");
        assertThat(descriptor.requires())
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactly("java.base");
    }

    private static final class SquaredDistance implements DifferentiableFunction {
        private final double[] centre;

        SquaredDistance(double[] centre) {
            this.centre = centre;
        }

        @Override
        public int dimension() {
            return centre.length;
        }

        @Override
        public double value(double[] x) {
            return valueAndGradient(x, new double[x.length]);
        }

        @Override
        public double valueAndGradient(double[] x, double[] gradient) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double d = x[i] - centre[i];
                sum += d * d;
                gradient[i] = 2 * d;
            }
            return sum;
        }
    }
}

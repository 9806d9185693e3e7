package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cardinal sine and its derivatives against their series in 70 digits, of which those of x = 40 cancel 17. */
@Tag("slow")
class SincTest {
    private static final MathContext DIGITS = new MathContext(70);
    private static final double UNIT = 0x1p-53;
    /** By order. */
    private static final Map<Integer, List<BigDecimal>> COEFFICIENTS = new HashMap<>();

    private static DoubleStream points() {
        DoubleStream.Builder points = DoubleStream.builder();
        for (int k = 0; k <= 1074; k += 3) {
            points.add(Math.scalb(1.0, -k)).add(-Math.scalb(1.3, -k));
        }
        for (double x = 0.01; x < 40; x += 0.0173) {
            points.add(x);
        }
        for (double zero : new double[] {Math.PI, 2 * Math.PI, 7 * Math.PI, 4.493409457909064, 2.081575977818101}) {
            for (int k = 0; k < 50; k += 4) {
                points.add(zero + Math.scalb(1.0, -k)).add(zero - Math.scalb(1.0, -k));
            }
            points.add(zero);
        }
        for (double switched : new double[] {1.6, 2.2}) {
            points.add(switched).add(Math.nextDown(switched));
        }
        return points.build();
    }

    /**
     * The coefficients (−1)ⁿ (2n)…(2n − order + 1)/(2n + 1)! of the powers x^(2n − order), for 2n from the order on.
     */
    private static List<BigDecimal> coefficients(int order) {
        List<BigDecimal> coefficients = new ArrayList<>();
        BigDecimal factorial = BigDecimal.ONE;
        for (int n = 0; n < 130; n++) {
            if (2 * n >= order) {
                BigDecimal falling = BigDecimal.ONE;
                for (int k = 0; k < order; k++) {
                    falling = falling.multiply(BigDecimal.valueOf(2L * n - k));
                }
                BigDecimal coefficient = falling.divide(factorial, DIGITS);
                coefficients.add(n % 2 == 0 ? coefficient : coefficient.negate());
            }
            factorial = factorial.multiply(BigDecimal.valueOf((2L * n + 2) * (2L * n + 3)));
        }
        return coefficients;
    }

    /** The derivative of that order, from the terms that are not too small to matter. */
    private static BigDecimal exact(double x, int order) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal square = new BigDecimal(x).multiply(new BigDecimal(x), DIGITS);
        BigDecimal power = order % 2 == 0 ? BigDecimal.ONE : new BigDecimal(x);
        BigDecimal least = power.abs().movePointLeft(50);
        for (BigDecimal coefficient : COEFFICIENTS.computeIfAbsent(order, SincTest::coefficients)) {
            BigDecimal term = power.multiply(coefficient, DIGITS);
            sum = sum.add(term, DIGITS);
            if (term.abs().compareTo(least) < 0) {
                break;
            }
            power = power.multiply(square, DIGITS);
        }
        return sum;
    }

    private static void check(DoubleUnaryOperator function, int order) {
        points().forEach(x -> {
            double exact = exact(x, order).doubleValue();
            double next = exact(x, order + 1).doubleValue();
            double allowed = 6 * UNIT * (Math.abs(exact) + Math.abs(x * next)) + Double.MIN_VALUE;
            assertThat(Math.abs(function.applyAsDouble(x) - exact))
                    .as("derivative %s at %s: %s, not %s", order, x, function.applyAsDouble(x), exact)
                    .isLessThanOrEqualTo(allowed);
        });
    }

    @Test
    void valuesAreExactToSomeUnits() {
        check(Special::sinc, 0);
        check(Special::sincDx, 1);
        check(Special::sincDxx, 2);
    }

    @Test
    void derivativesOfHigherOrder() {
        for (int order : new int[] {3, 4, 7, 12, 33}) {
            points().filter(x -> Math.abs(x) < 40)
                    .forEach(x -> assertThat(Special.sincDn(order, x))
                            .as("derivative %s at %s", order, x)
                            .isCloseTo(exact(x, order).doubleValue(), Offset.offset(1e-14)));
        }
    }

    @Test
    void limits() {
        assertThat(Special.sinc(0)).isEqualTo(1);
        assertThat(Special.sincDx(0)).isZero();
        assertThat(Special.sincDxx(0)).isEqualTo(-1 / 3.0);
        assertThat(Special.sincDx(1e300)).isEqualTo(Math.cos(1e300) / 1e300);
        assertThat(Special.sincDxx(1e300)).isEqualTo(-Math.sin(1e300) / 1e300);
        assertThat(Special.sinc(Double.NaN)).isNaN();
        assertThat(Special.sincDxx(Double.MAX_VALUE)).isFinite();
    }
}

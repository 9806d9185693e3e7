package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Identities, and the edges of what the tables of exact values don't have. */
class FunctionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static DoubleStream points(double from, double to) {
        return new Random(11).doubles(200, from, to);
    }

    private static Offset<Double> ulps(int n, double... summands) {
        double size = DoubleStream.of(summands).map(Math::abs).max().orElseThrow();
        return within(n * Math.ulp(size));
    }

    @Test
    void errorFunctionsBelongTogether() {
        points(-6, 6).forEach(x -> {
            assertThat(Special.erf(-x)).isEqualTo(-Special.erf(x));
            assertThat(Special.erf(x) + Special.erfc(x)).isCloseTo(1, ulps(2, 2));
            assertThat(Special.erfc(-x)).isCloseTo(2 - Special.erfc(x), ulps(2, 2));
            double product = Math.exp(x * x) * Special.erfc(x);
            assertThat(Special.erfcx(x)).isCloseTo(product, within(64 * Math.ulp(product)));
            assertThat(Special.normcdf(x) + Special.normcdf(-x)).isCloseTo(1, ulps(2, 1));
            assertThat(Math.exp(Special.logNormcdf(x)))
                    .isCloseTo(Special.normcdf(x), within(64 * Math.ulp(Special.normcdf(x))));
        });
        assertThat(Special.erfcx(INF)).isZero();
        assertThat(Special.erfcx(-30)).isEqualTo(INF);
        assertThat(Special.erfcxDx(INF)).isZero();
        assertThat(Special.logErfc(INF)).isEqualTo(-INF);
        assertThat(Special.logErfcDx(-INF)).isZero();
        assertThat(Special.logNormcdf(-INF)).isEqualTo(-INF);
        assertThat(Special.logNormcdf(INF)).isZero();
        assertThat(Special.logNormcdfDx(-INF)).isEqualTo(INF);
        assertThat(Special.logNormcdfDx(INF)).isZero();
        assertThat(Special.logNormcdfDxx(-INF)).isEqualTo(-1);
        assertThat(Special.logNormcdfDxx(INF)).isZero();
        assertThat(Special.normcdf(-INF)).isZero();
        assertThat(Special.normcdf(INF)).isEqualTo(1);
    }

    @Test
    void gammaFunctionsKeepTheirRecurrences() {
        points(0.01, 30).forEach(x -> {
            double log = Math.log(x);
            assertThat(Special.lgamma(x + 1))
                    .isCloseTo(Special.lgamma(x) + log, ulps(8, Special.lgamma(x), log, Special.lgamma(x + 1), 1));
            double psi = Special.digamma(x);
            assertThat(Special.digamma(x + 1)).isCloseTo(psi + 1 / x, ulps(8, psi, 1 / x, 1));
            double first = Special.trigamma(x);
            assertThat(Special.trigamma(x + 1)).isCloseTo(first - 1 / (x * x), ulps(8, first));
            double second = Special.polygamma(2, x);
            assertThat(Special.polygamma(2, x + 1)).isCloseTo(second + 2 / (x * x * x), ulps(8, second));
        });
    }

    @Test
    void gammaFunctionsAreKnownAtTheirPoles() {
        for (double pole : new double[] {-1, -2, -1e300}) {
            assertThat(Special.lgamma(pole)).isEqualTo(INF);
            assertThat(Special.digamma(pole)).isNaN();
            assertThat(Special.trigamma(pole)).isEqualTo(INF);
            assertThat(Special.polygamma(2, pole)).isNaN();
        }
        assertThat(Special.lgamma(0)).isEqualTo(INF);
        assertThat(Special.lgamma(-0.0)).isEqualTo(INF);
        assertThat(Special.digamma(0)).isEqualTo(-INF);
        assertThat(Special.digamma(-0.0)).isEqualTo(INF);
        assertThat(Special.trigamma(0)).isEqualTo(INF);
        assertThat(Special.lgamma(INF)).isEqualTo(INF);
        assertThat(Special.digamma(INF)).isEqualTo(INF);
        assertThat(Special.trigamma(INF)).isZero();
        assertThat(Special.lgamma(1)).isZero();
        assertThat(Special.lgamma(2)).isZero();
        assertThat(Special.lgamma(-INF)).isEqualTo(INF);
    }

    @Test
    void whatIsNotANumberStaysSo() {
        double nan = Double.NaN;
        assertThat(DoubleStream.of(
                        Special.erf(nan),
                        Special.erfc(nan),
                        Special.erfcx(nan),
                        Special.erfDx(nan),
                        Special.erfcxDx(nan),
                        Special.logErfc(nan),
                        Special.logErfcDx(nan),
                        Special.normpdf(nan),
                        Special.normcdf(nan),
                        Special.logNormcdf(nan),
                        Special.logNormcdfDx(nan),
                        Special.logNormcdfDxx(nan),
                        Special.lgamma(nan),
                        Special.digamma(nan),
                        Special.trigamma(nan),
                        Special.lbeta(nan, 1),
                        Special.lbeta(1, nan),
                        Special.lbetaDa(nan, 1),
                        Special.lbetaDaa(1, nan),
                        Trigonometry.asinh(nan),
                        Trigonometry.acosh(nan),
                        Trigonometry.atanh(nan),
                        Trigonometry.sech2(nan),
                        Trigonometry.logCosh(nan),
                        Activation.silu(nan),
                        Activation.siluDx(nan),
                        Activation.gelu(nan),
                        Activation.geluDx(nan),
                        Elementary.step(nan),
                        Elementary.clamp(nan, 0, 1),
                        Elementary.maxWeight(nan, 1),
                        Elementary.maxWeight(1, nan),
                        Activation.leakyRelu(nan, 0.1),
                        Activation.leakyReluDx(nan, 0.1),
                        Divided.exprel(nan),
                        Elementary.trunc(nan),
                        Elementary.powDy(nan, 2),
                        Elementary.powDx(nan, 2),
                        Logarithm.logaddexpDa(nan, 1)))
                .allMatch(value -> Double.isNaN(value));
    }

    @Test
    void hyperbolicInversesInvert() {
        points(-5, 5).forEach(x -> {
            assertThat(Trigonometry.asinh(Math.sinh(x))).isCloseTo(x, ulps(8, x));
            assertThat(Trigonometry.asinh(-x)).isEqualTo(-Trigonometry.asinh(x));
            double t = x / 6;
            assertThat(Math.tanh(Trigonometry.atanh(t))).isCloseTo(t, ulps(8, t));
            double a = Math.abs(x);
            assertThat(Math.cosh(Trigonometry.acosh(1 + a))).isCloseTo(1 + a, ulps(32, 1 + a));
        });
        assertThat(Trigonometry.asinh(-INF)).isEqualTo(-INF);
        assertThat(Trigonometry.atanh(1)).isEqualTo(INF);
        assertThat(Trigonometry.atanh(1.5)).isNaN();
        assertThat(Trigonometry.acosh(0.5)).isNaN();
        assertThat(Trigonometry.acoshDx(1)).isEqualTo(INF);
        assertThat(Trigonometry.acoshDx(-2)).isNaN();
        assertThat(Trigonometry.atanhDx(-1)).isEqualTo(INF);
    }

    @Test
    void powersFollowTheConventions() {
        assertThat(IntegerPower.of(Double.NaN, 0)).isEqualTo(1);
        assertThat(IntegerPower.of(3, 13)).isEqualTo(1594323);
        assertThat(IntegerPower.of(-2, -3)).isEqualTo(-0.125);
        assertThat(IntegerPower.of(1, Integer.MIN_VALUE)).isEqualTo(1);
        assertThat(IntegerPower.of(0, -1)).isEqualTo(INF);
        assertThat(IntegerPower.of(2, -1074)).isEqualTo(Double.MIN_VALUE);
        assertThat(Elementary.powDx(0, 0.5)).isEqualTo(INF);
        assertThat(Elementary.cbrtDx(-8)).isCloseTo(1.0 / 12, ulps(2, 0.1));
        assertThat(Elementary.productNoNan(0, INF)).isZero();
        assertThat(Elementary.productNoNan(-0.0, Double.NaN)).isZero();
        assertThat(Elementary.productNoNan(2, 3)).isEqualTo(6);
    }

    @Test
    void truncatesTowardsZeroAndTakesLimits() {
        assertThat(Elementary.trunc(-2.7)).isEqualTo(-2);
        assertThat(Elementary.trunc(2.7)).isEqualTo(2);
        assertThat(Elementary.step(0)).isZero();
        assertThat(Elementary.step(1e-300)).isEqualTo(1);
        assertThat(Activation.leakyRelu(-2, 0.1)).isEqualTo(-0.2);
        assertThat(Logarithm.expDiff(INF, INF)).isEqualTo(1);
        assertThat(Logarithm.expDiff(-INF, -INF)).isEqualTo(1);
        assertThat(Divided.exprel(0)).isEqualTo(1);
        assertThat(Divided.exprel(INF)).isEqualTo(INF);
        assertThat(Divided.exprel(-INF)).isZero();
    }

    /** Every derivative that has a method of its own agrees with the values of its function. */
    @Test
    void derivativesBelongToTheirFunctions() {
        points(0.05, 0.95).limit(20).forEach(x -> {
            close(Activation::logit, Activation.logitDx(x), x);
            close(Trigonometry::atanh, Trigonometry.atanhDx(x), x);
            close(Trigonometry::asinh, Trigonometry.asinhDx(x), x);
            close(Math::atan, Trigonometry.atanDx(x), x);
            close(Math::tanh, Trigonometry.sech2(x), x);
            close(Math::cbrt, Elementary.cbrtDx(x), x);
            close(Special::erfcx, Special.erfcxDx(x), x);
            close(Special::trigamma, Special.polygamma(2, x), x);
            close(y -> Special.polygamma(2, y), Special.polygamma(3, x), x);
            close(y -> Special.polygamma(3, y), Special.polygamma(4, x), x);
            close(y -> Special.lbetaDa(y, 3), Special.lbetaDaa(x, 3), x);
            close(y -> Special.polygamma(3, -y), -Special.polygamma(4, -x), x);
        });
    }

    private static void close(DoubleUnaryOperator f, double derivative, double x) {
        Ridders ridders = new Ridders(f, GradientCheck.Format.DOUBLE);
        ridders.central(x, 1, 0);
        assertThat(derivative)
                .isCloseTo(ridders.derivative(), within(10 * ridders.error() + 1e-8 * Math.abs(derivative)));
    }
}

package dev.costate.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Remainders of Taylor series against values of many digits, near 0, where they are integrals, and beyond. */
class TaylorRemainderTest {
    private static final double UNIT = 0x1p-53;
    /** In units of rounding, times 1 + the condition, by the order of the derivative. */
    private static final double[] ALLOWED = {6, 12, 100};

    private interface Remainder {
        double at(double k, double n, double x);
    }

    private static final Map<String, Remainder> FUNCTIONS = Map.ofEntries(
            Map.entry("exp", TaylorRemainder::exp),
            Map.entry("sin", TaylorRemainder::sin),
            Map.entry("cos", TaylorRemainder::cos),
            Map.entry("sinh", TaylorRemainder::sinh),
            Map.entry("cosh", TaylorRemainder::cosh),
            Map.entry("tan", TaylorRemainder::tan),
            Map.entry("tanh", TaylorRemainder::tanh),
            Map.entry("logCosh", TaylorRemainder::logCosh),
            Map.entry("asin", TaylorRemainder::asin),
            Map.entry("asinh", TaylorRemainder::asinh),
            Map.entry("atan", TaylorRemainder::atan),
            Map.entry("atanh", TaylorRemainder::atanh),
            Map.entry("log1p", TaylorRemainder::log1p),
            Map.entry("erf", TaylorRemainder::erf));

    @Test
    void keepDigits() {
        var rows = Table.rows("remainders.tsv");
        assertThat(rows.stream().map(row -> row[0])).containsAll(FUNCTIONS.keySet());
        for (String[] row : rows) {
            int n = Integer.parseInt(row[2]);
            double exact = Double.parseDouble(row[4]);
            double value = function(row[0]).at(Double.parseDouble(row[1]), n, Double.parseDouble(row[3]));
            double units = ALLOWED[n] * (1 + Double.parseDouble(row[5]));
            assertThat(value).as(String.join(" ", row)).isCloseTo(exact, within(units * UNIT * Math.abs(exact)));
        }
    }

    /** @param name with the exponent, if it is a power of 1 + x */
    private static Remainder function(String name) {
        if (name.startsWith("compound ")) {
            double exponent = Double.parseDouble(name.substring("compound ".length()));
            return (k, n, x) -> TaylorRemainder.compound(k, n, x, exponent);
        }
        return requireNonNull(FUNCTIONS.get(name));
    }

    @Test
    void haveLimits() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(TaylorRemainder.exp(2, 1, infinity)).isEqualTo(infinity);
        assertThat(TaylorRemainder.exp(2, 0, -infinity)).isZero();
        assertThat(TaylorRemainder.sinh(2, 0, -infinity)).isEqualTo(-infinity);
        assertThat(TaylorRemainder.sinh(3, 0, -infinity)).isEqualTo(infinity);
        assertThat(TaylorRemainder.tanh(3, 0, infinity)).isZero();
        assertThat(TaylorRemainder.asinh(1, 0, infinity)).isZero();
        assertThat(TaylorRemainder.logCosh(1, 0, -infinity)).isEqualTo(-1);
        assertThat(TaylorRemainder.atanh(1, 0, 1)).isEqualTo(infinity);
        assertThat(TaylorRemainder.atanh(1, 1, 1.5)).isNaN();
        assertThat(TaylorRemainder.tan(3, 2, Double.NaN)).isNaN();
        assertThat(TaylorRemainder.tan(3, 0, 0)).isEqualTo(1 / 3.0);
        assertThat(TaylorRemainder.compound(1, 0, infinity, -1)).isZero();
        assertThat(TaylorRemainder.compound(1, 0, -1, 0.5)).isEqualTo(1);
        assertThat(TaylorRemainder.compound(1, 0, -1.5, 0.5)).isNaN();
    }
}

package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LossScalerTest {
    /** The trace of a known implementation: whether a gradient is finite, and the scale after it. */
    @Test
    void followsTheKnownTrace() {
        String finite = "--+++++" + "+-+++++" + "+++++-";
        double[] after = {
            32768, 16384, 16384, 16384, 16384, 16384, 32768, 32768, 16384, 16384, 16384, 16384, 16384, 32768, 32768,
            32768, 32768, 32768, 65536, 32768
        };
        LossScaler scaler = new LossScaler(65536, 5);
        for (int k = 0; k < after.length; k++) {
            boolean applied = scaler.unscale(new double[] {1, finite.charAt(k) == '+' ? 2 : Double.POSITIVE_INFINITY});
            assertThat(applied).isEqualTo(finite.charAt(k) == '+');
            assertThat(scaler.scale()).as("after %s", k).isEqualTo(after[k]);
        }
        assertThat(scaler.skipped()).isEqualTo(4);
    }

    @Test
    void dividesExactlyOrLeavesTheGradientAlone() {
        LossScaler scaler = new LossScaler();
        double[] gradient = {0x1.8p-100 * scaler.scale(), -3 * scaler.scale()};
        assertThat(scaler.unscale(gradient)).isTrue();
        assertThat(gradient).containsExactly(0x1.8p-100, -3);
        double[] wrong = {1, Double.NaN};
        assertThat(scaler.unscale(wrong)).isFalse();
        assertThat(wrong).containsExactly(1, Double.NaN);
    }

    /** A gradient of zeros doubles the scale for ever, one that stays NaN halves it: neither leaves the range. */
    @Test
    void scalesStayInRange() {
        LossScaler growing = new LossScaler(0x1p1023, 1);
        LossScaler falling = new LossScaler(Double.MIN_NORMAL, 1);
        assertThat(growing.unscale(new double[1])).isTrue();
        assertThat(falling.unscale(new double[] {Double.NaN})).isFalse();
        assertThat(growing.scale()).isEqualTo(0x1p1023);
        assertThat(falling.scale()).isEqualTo(Double.MIN_NORMAL);
    }

    @Test
    void scalesArePowersOfTwo() {
        for (double none : new double[] {0, Double.POSITIVE_INFINITY, Double.NaN, Double.MIN_VALUE}) {
            assertThatThrownBy(() -> new LossScaler(none, 5)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new LossScaler(1000, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the scale must be a power of two, got 1000.0");
        assertThatThrownBy(() -> new LossScaler(2, 0)).isInstanceOf(ShapeException.class);
    }
}

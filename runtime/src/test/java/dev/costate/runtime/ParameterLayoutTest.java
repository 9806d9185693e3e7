package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
    private static final long FINGERPRINT = 0xae427060fdc9dcabL;

    private final ParameterLayout layout = ParameterLayout.builder()
            .add("weights", Shape.of("D × K", 5, 3))
            .add("b", Shape.of("K", 3))
            .add("scale")
            .build();

    @Test
    void laysParametersOneAfterTheOther() {
        assertThat(layout.size()).isEqualTo(19);
        assertThat(layout.slice("b").offset()).isEqualTo(15);
        assertThat(layout.slice("b").end()).isEqualTo(18);
        assertThat(ParameterLayout.builder().build().size()).isZero();
    }

    @Test
    void namesEveryValue() {
        assertThat(layout.nameAt(0)).isEqualTo("weights[0, 0]");
        assertThat(layout.nameAt(11)).isEqualTo("weights[3, 2]");
        assertThat(layout.nameAt(17)).isEqualTo("b[2]");
        assertThat(layout.nameAt(18)).isEqualTo("scale");
        assertThatThrownBy(() -> layout.nameAt(19))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("place 19 of 19");
    }

    @Test
    void printsAsATable() {
        assertThat(layout).hasToString("""
                weights  5 × 3 (D × K)  0..14
                b        3 (K)          15..17
                scale    scalar         18
                19 values""");
    }

    @Test
    void printsTheValuesOfAVector() {
        double[] vector = new double[19];
        vector[0] = 0.5;
        vector[17] = -2;

        assertThat(layout.describe(vector)).isEqualTo("""
                weights  5 × 3 (D × K)  0..14  0.5, 0.0, 0.0, 0.0, 0.0, 0.0, …
                b        3 (K)          15..17  0.0, 0.0, -2.0
                scale    scalar         18  0.0
                19 values""");
        assertThat(layout.slice("b").get(vector)).containsExactly(0, 0, -2);
        assertThatThrownBy(() -> layout.slice("b").get(new double[17]))
                .isInstanceOf(ShapeException.class)
                .hasMessage("b: expected a vector of at least 18 values, got 17");
    }

    /** The hash of {@code weights[5, 3]\nb[3]\nscale\n}, computed by another program. */
    @Test
    void theFingerprintIsThatOfNamesShapesAndOrder() {
        assertThat(layout.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(ParameterLayout.builder()
                        .add("scale")
                        .add("weights", Shape.of("D × K", 5, 3))
                        .add("b", Shape.of("K", 3))
                        .build()
                        .fingerprint())
                .isNotEqualTo(FINGERPRINT);
        layout.check(new double[19], FINGERPRINT);
        assertThatThrownBy(() -> layout.check(new double[19], 1))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("the vector is of another layout: its fingerprint is 0000000000000001, and ");
        assertThatThrownBy(() -> layout.check(new double[18], FINGERPRINT))
                .hasMessage("the vector: expected 19 values, got 18");
    }

    @Test
    void refusesWhatIsNoLayout() {
        assertThatThrownBy(() -> layout.slice("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no parameter c; there are weights, b, scale");
        var builder = ParameterLayout.builder().add("a").add("a");
        assertThatThrownBy(builder::build).hasMessage("a: there are two parameters of this name");
        var gap = List.of(new ParameterLayout.Slice("a", Shape.SCALAR, 1));
        assertThatThrownBy(() -> new ParameterLayout(gap)).hasMessage("a: expected offset 0, got 1");
        var large = ParameterLayout.builder().add("a", Shape.of("N", Integer.MAX_VALUE));
        assertThatThrownBy(() -> large.add("b"))
                .isInstanceOf(ShapeException.class)
                .hasMessage("the number of parameter values up to b is too large: 2147483648");
    }
}

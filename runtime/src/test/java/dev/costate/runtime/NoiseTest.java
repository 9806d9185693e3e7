package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generator against the vectors published with it, what is made of it against its distributions. */
class NoiseTest {
    private static final int DRAWS = 200_000;

    /** From kat_vectors of Random123: the block of a counter and a key; of each pair of words the low one last. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0000000000000000, 0000000000000000, e169c58d6627e8d5, 9b00dbd8bc57ac4c",
        "ffffffffffffffff, ffffffffffffffff, ffffffffffffffff, 41c83b0e408f276d, 6d5451fda20bc7c6",
        "85a308d3243f6a88, 0370734413198a2e, 299f31d0a4093822, 94fdccebd16cfe09, 24126ea15001e420"
    })
    void drawsThePublishedNumbers(String low, String high, String key, String first, String second) {
        assertThat(Philox.block(bits(key), bits(high), bits(low), true)).isEqualTo(bits(first));
        assertThat(Philox.block(bits(key), bits(high), bits(low), false)).isEqualTo(bits(second));
    }

    private static long bits(String hexadecimal) {
        return Long.parseUnsignedLong(hexadecimal, 16);
    }

    @Test
    void takesHalvesOfABlockInTurn() {
        for (long position : new long[] {0, 7, 1L << 40}) {
            assertThat(Philox.draw(5, 3, 2 * position)).isEqualTo(Philox.block(5, 3, position, true));
            assertThat(Philox.draw(5, 3, 2 * position + 1)).isEqualTo(Philox.block(5, 3, position, false));
        }
    }

    /** From the test suite of FNV, and by composed and decomposed letters that are one name. */
    @Test
    void hashesNames() {
        assertThat(Philox.stream("")).isEqualTo(0xcbf29ce484222325L);
        assertThat(Philox.stream("a")).isEqualTo(0xaf63dc4c8601ec8cL);
        assertThat(Philox.stream("foobar")).isEqualTo(0x85944171f73967e8L);
        assertThat(Philox.stream("e\u0301")).isEqualTo(Philox.stream("\u00e9"));
    }

    /** Percentage points of many digits, also in both tails and at the ends of each approximation. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.0",
        "0.25, -0.6744897501960817",
        "0.0750001, -1.4395307645017297",
        "0.075, -1.439531470938456",
        "0.925, 1.4395314709384561",
        "0.9250001, 1.4395321773759004",
        "0.001, -3.0902323061678136",
        "0.3, -0.5244005127080408",
        "0.999, 3.090232306167813",
        "1e-10, -6.361340902404057",
        "1.3887943864964021e-11, -6.657904643501103",
        "1e-11, -6.706023155495136",
        "1.1102230246251565e-16, -8.209536151601387",
        "0.1, -1.2815515655446004",
        "0.9999999999999999, 8.209536151601387",
        "1.1102230246251565e-16, -8.209536151601387"
    })
    void quantilesAreRight(double p, double quantile) {
        assertThat(NormalNoise.quantile(p)).isCloseTo(quantile, within(4 * Math.ulp(quantile)));
    }

    @Test
    void uniformNumbersAreSo() {
        UniformNoise noise = new UniformNoise("u", 1);
        int[] counts = new int[10];
        for (int n = 0; n < DRAWS; n++) {
            double u = noise.at(n);
            assertThat(u).isGreaterThan(0).isLessThan(1);
            counts[(int) (10 * u)]++;
        }
        double expected = DRAWS / 10.0;
        double chiSquared = 0;
        for (int count : counts) {
            chiSquared += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquared).isLessThan(30); // exceeded by 4 in 10 000 of chi-squared of 9 degrees of freedom
    }

    @Test
    void normalNumbersHaveTheirMoments() {
        NormalNoise noise = new NormalNoise("z", -3);
        double[] moments = new double[4];
        double lag = 0;
        for (int n = 0; n < DRAWS; n++) {
            double z = noise.at(n);
            double power = 1;
            for (int k = 0; k < 4; k++) {
                power *= z;
                moments[k] += power / DRAWS;
            }
            lag += z * noise.at(n + 1) / DRAWS;
        }
        double unit = 1 / Math.sqrt(DRAWS);
        assertThat(moments[0]).isCloseTo(0, within(4 * unit));
        assertThat(moments[1]).isCloseTo(1, within(4 * Math.sqrt(2) * unit));
        assertThat(moments[2]).isCloseTo(0, within(4 * Math.sqrt(15) * unit));
        assertThat(moments[3]).isCloseTo(3, within(4 * Math.sqrt(96) * unit));
        assertThat(lag).isCloseTo(0, within(4 * unit));
    }

    @Test
    void seedsNamesAndPositionsTellNumbersApart() {
        double z = new NormalNoise("z", 42).at(17);
        assertThat(new NormalNoise("z", 42).at(17)).isEqualTo(z);
        assertThat(new NormalNoise("z", 43).at(17)).isNotEqualTo(z);
        assertThat(new NormalNoise("w", 42).at(17)).isNotEqualTo(z);
        assertThat(new NormalNoise("z", 42).at(18)).isNotEqualTo(z);
        assertThat(new NormalNoise("z", 42 + (1L << 32)).at(17)).isNotEqualTo(z);
        assertThat(new NormalNoise("z", 42).at(17 + (1L << 33))).isNotEqualTo(z);
    }
}

package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbers of 16 bits: all of them, what is halfway between two of them, and known conversions. */
class HalfFormatsTest {
    private enum Format {
        BFLOAT16(7) {
            @Override
            short of(float value) {
                return BFloat16.of(value);
            }

            @Override
            float value(int code) {
                return BFloat16.value((short) code);
            }
        },
        FLOAT16(10) {
            @Override
            short of(float value) {
                return Float16.of(value);
            }

            @Override
            float value(int code) {
                return Float16.value((short) code);
            }
        };

        /** The bits of the fraction. */
        private final int digits;

        Format(int digits) {
            this.digits = digits;
        }

        abstract short of(float value);

        abstract float value(int code);

        /** The code of infinity. */
        int infinity() {
            return (0x7fff >>> digits) << digits;
        }

        /**
         * What a finite code stands for, by its sign, exponent and fraction; a power more for what would be infinite.
         */
        double defined(int code) {
            int exponent = (code & 0x7fff) >>> digits;
            int bias = (1 << (14 - digits)) - 1;
            int fraction = (code & ((1 << digits) - 1)) + (exponent == 0 ? 0 : 1 << digits);
            double size = Math.scalb((double) fraction, Math.max(exponent, 1) - bias - digits);
            return (code & 0x8000) == 0 ? size : -size;
        }
    }

    @Test
    void everyCodeIsWhatItStandsFor() {
        for (Format format : Format.values()) {
            for (int code = 0; code < 1 << 16; code++) {
                float value = format.value(code);
                int size = code & 0x7fff;
                if (size > format.infinity()) {
                    assertThat(value).as("%s %x", format, code).isNaN();
                    assertThat(format.value(format.of(value)))
                            .as("%s %x", format, code)
                            .isNaN();
                    continue;
                }
                if (size == format.infinity()) {
                    assertThat(value).isEqualTo(code == size ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY);
                } else {
                    assertThat((double) value).as("%s %x", format, code).isEqualTo(format.defined(code));
                }
                assertThat(format.of(value)).as("%s %x", format, code).isEqualTo((short) code);
            }
        }
    }

    /** To the nearest, the even one of two; from halfway between the largest and what would follow it, infinity. */
    @Test
    void roundsToNearestEven() {
        for (Format format : Format.values()) {
            for (int code = 0; code < format.infinity(); code++) {
                double halfway = (format.defined(code) + format.defined(code + 1)) / 2;
                float middle = (float) halfway;
                if (middle != halfway) {
                    assertThat(code).as("%s: a subnormal float", format).isLessThan(1 << 7);
                    continue;
                }
                int even = code + (code & 1);
                assertThat(format.of(middle)).as("%s %x", format, code).isEqualTo((short) even);
                assertThat(format.of(Math.nextDown(middle))).isEqualTo((short) code);
                assertThat(format.of(Math.nextUp(middle))).isEqualTo((short) (code + 1));
                assertThat(format.of(-middle)).isEqualTo((short) (even | 0x8000));
            }
            assertThat(format.of(Float.MAX_VALUE)).isEqualTo((short) format.infinity());
            assertThat(format.of(Float.MIN_VALUE)).isZero();
        }
        assertThat(Float16.of(Math.nextDown(0x1.ffep15f))).isEqualTo((short) 0x7bff);
        assertThat(Float16.of(65520)).isEqualTo((short) 0x7c00);
        assertThat(BFloat16.round(1 + 0x1p-8f)).isEqualTo(1);
        assertThat(Float16.round(2049)).isEqualTo(2048);
    }

    @Test
    void convertsAsIsKnown() {
        for (String[] row : Table.rows("numeric_formats.tsv")) {
            float value = Float.intBitsToFloat(Integer.parseUnsignedInt(row[0], 16));
            for (Format format : Format.values()) {
                int code = Integer.parseInt(row[format == Format.FLOAT16 ? 1 : 2], 16);
                if (Float.isNaN(value)) {
                    assertThat(format.value(format.of(value))).isNaN();
                } else {
                    assertThat(format.of(value)).as("%s %s", format, value).isEqualTo((short) code);
                }
            }
        }
    }
}

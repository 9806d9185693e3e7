package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Value.Table;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * Random numbers: Philox 4 × 32 of 10 rounds, and the normal quantile of AS 241, from their papers once more, on
 * integers of any size and on coefficients of falling degree.
 */
// The coefficients of the normal quantile stand as they are published.
@SuppressWarnings("FloatingPointLiteralPrecision")
final class Draws implements Table {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);
    private static final BigInteger[] FACTORS = {new BigInteger("3528531795"), new BigInteger("3449720151")};
    private static final BigInteger[] STEPS = {new BigInteger("2654435769"), new BigInteger("3144134277")};

    private final long[] shape;
    private final boolean uniform;
    private final boolean single;
    private final BigInteger[] key;
    private final BigInteger[] name;

    /** @param single whether they are {@code float}: uniform ones of 23 bits, normal ones the nearest */
    Draws(long seed, String name, boolean uniform, boolean single, long[] shape) {
        this.single = single;
        this.shape = shape;
        this.uniform = uniform;
        this.key = words(BigInteger.valueOf(seed));
        this.name = words(hash(name));
    }

    @Override
    public long[] shape() {
        return shape;
    }

    @Override
    public Value at(long... place) {
        BigInteger position = BigInteger.ZERO;
        for (int axis = 0; axis < place.length; axis++) {
            position = position.multiply(BigInteger.valueOf(shape[axis])).add(BigInteger.valueOf(place[axis]));
        }
        BigInteger[] half = words(position.shiftRight(1));
        BigInteger[] words = philox(half[0], half[1], name[0], name[1], key[0], key[1]);
        int low = position.testBit(0) ? 2 : 0;
        BigInteger bits = words[low + 1].shiftLeft(32).or(words[low]);
        if (single && uniform) {
            return Jet.constant(bits.shiftRight(41).doubleValue() / 0x1p23 + 0x1p-24);
        }
        double u = bits.shiftRight(12).doubleValue() / 0x1p52 + 0x1p-53;
        double drawn = uniform ? u : normal(u);
        return Jet.constant(single ? (float) drawn : drawn);
    }

    /** The low and the high word of 64 bits. */
    private static BigInteger[] words(BigInteger bits) {
        return new BigInteger[] {bits.mod(WORD), bits.shiftRight(32).mod(WORD)};
    }

    private static BigInteger hash(String name) {
        BigInteger hash = new BigInteger("14695981039346656037");
        for (byte b : Normalizer.normalize(name, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8)) {
            hash = hash.xor(BigInteger.valueOf(Byte.toUnsignedInt(b)))
                    .multiply(new BigInteger("1099511628211"))
                    .mod(WORD.multiply(WORD));
        }
        return hash;
    }

    /** The counter, then the key. */
    private static BigInteger[] philox(BigInteger... words) {
        BigInteger[] w = words;
        for (int round = 0; round < 10; round++) {
            BigInteger[] left = words(w[0].multiply(FACTORS[0]));
            BigInteger[] right = words(w[2].multiply(FACTORS[1]));
            w = new BigInteger[] {
                right[1].xor(w[1]).xor(w[4]),
                right[0],
                left[1].xor(w[3]).xor(w[5]),
                left[0],
                w[4].add(STEPS[0]).mod(WORD),
                w[5].add(STEPS[1]).mod(WORD)
            };
        }
        return w;
    }

    private static double normal(double p) {
        double q = p - 0.5;
        if (-0.425 <= q && q <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                                                                                            + 45921.953931549871457)
                                                                                    * r
                                                                            + 13731.693765509461125)
                                                                    * r
                                                            + 1971.5909503065514427)
                                                    * r
                                            + 133.14166789178437745)
                                    * r
                            + 3.387132872796366608)
                    / (((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                                                                                            + 21213.794301586595867)
                                                                                    * r
                                                                            + 5394.1960214247511077)
                                                                    * r
                                                            + 687.1870074920579083)
                                                    * r
                                            + 42.313330701600911252)
                                    * r
                            + 1.0);
        }
        double r = StrictMath.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        double tail = r > 5 ? far(r - 5) : near(r - 1.6);
        return q < 0 ? -tail : tail;
    }

    private static double near(double r) {
        double above = 0.000774545014278341407640;
        for (double c : new double[] {
            0.0227238449892691845833,
            0.241780725177450611770,
            1.27045825245236838258,
            3.64784832476320460504,
            5.76949722146069140550,
            4.63033784615654529590,
            1.42343711074968357734
        }) {
            above = c + r * above;
        }
        double below = 0.00000000105075007164441684324;
        for (double c : new double[] {
            0.000547593808499534494600,
            0.0151986665636164571966,
            0.148103976427480074590,
            0.689767334985100004550,
            1.67638483018380384940,
            2.05319162663775882187,
            1
        }) {
            below = c + r * below;
        }
        return above / below;
    }

    private static double far(double r) {
        double above = 0.000000201033439929228813265;
        for (double c : new double[] {
            0.0000271155556874348757815,
            0.00124266094738807843860,
            0.0265321895265761230930,
            0.296560571828504891230,
            1.78482653991729133580,
            5.46378491116411436990,
            6.65790464350110377720
        }) {
            above = c + r * above;
        }
        double below = 0.00000000000000204426310338993978564;
        for (double c : new double[] {
            0.000000142151175831644588870,
            0.0000184631831751005468180,
            0.000786869131145613259100,
            0.0148753612908506148525,
            0.136929880922735805310,
            0.599832206555887937690,
            1
        }) {
            below = c + r * below;
        }
        return above / below;
    }
}

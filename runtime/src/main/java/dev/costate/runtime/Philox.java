package dev.costate.runtime;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * The generator of random numbers by position, Philox 4 × 32 of 10 rounds: John K. Salmon, Mark A. Moraes, Ron O. Dror
 * and David E. Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, SC11, 2011. The seed is the key; the counter
 * is made of a position and of the name of the stream, so that every number is a function of these three alone.
 */
final class Philox {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Philox() {}

    /** FNV-1a of a name: 64 bits of its UTF-8 in NFKC. */
    static long stream(String name) {
        long hash = FNV_OFFSET;
        for (byte b : Normalizer.normalize(name, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    /** 64 random bits: of the positions 2k and 2k + 1 the halves of block k. */
    static long draw(long seed, long stream, long position) {
        return block(seed, stream, position >> 1, (position & 1) == 0);
    }

    /**
     * Half of a block of 128 random bits.
     *
     * @param seed the key
     * @param stream the upper half of the counter
     * @param block the lower half of the counter
     * @param first whether the half of the first two words is meant
     */
    static long block(long seed, long stream, long block, boolean first) {
        int x0 = (int) block;
        int x1 = (int) (block >>> 32);
        int x2 = (int) stream;
        int x3 = (int) (stream >>> 32);
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = MULTIPLIER_0 * (x0 & LOW);
            long p1 = MULTIPLIER_1 * (x2 & LOW);
            x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
            x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
            x1 = (int) p1;
            x3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return first ? (long) x1 << 32 | (x0 & LOW) : (long) x3 << 32 | (x2 & LOW);
    }

    /** A number between 0 and 1, neither of them: the middle of one of 2⁵² intervals of one length. */
    static double uniform(long seed, long stream, long position) {
        return ((draw(seed, stream, position) >>> 12) + 0.5) * 0x1p-52;
    }

    /** The same of 2²³ intervals, so that it is a {@code float}. */
    static float singleUniform(long seed, long stream, long position) {
        return ((draw(seed, stream, position) >>> 41) + 0.5f) * 0x1p-23f;
    }
}

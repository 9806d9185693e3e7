package dev.costate.compiler.project;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over a sequence of texts and byte arrays, in which no two sequences look alike. */
final class Digest {
    private final MessageDigest sha = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    static String of(byte[] bytes) {
        return new Digest().add(bytes).hex();
    }

    Digest add(byte[] bytes) {
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
        sha.update(bytes);
        return this;
    }

    Digest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash in hexadecimal; ends the use of this object. */
    String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}

package dev.costate.compiler;

import dev.costate.runtime.DifferentiableFunction;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The classes this compiler is made of, wherever they were loaded from. */
final class CompilerClasses {
    private static final List<Class<?>> OF_EACH_JAR = List.of(CompilerClasses.class, DifferentiableFunction.class);

    private CompilerClasses() {}

    /** A hash of all of them, so that a compiler in development is not taken for the one before. */
    static String hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Class<?> type : OF_EACH_JAR) {
                CodeSource source = type.getProtectionDomain().getCodeSource();
                if (source != null && source.getLocation() != null) {
                    update(sha, Path.of(source.getLocation().toURI()));
                }
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException | URISyntaxException | IOException e) {
            throw new IllegalStateException("the compiler's classes can't be read", e);
        }
    }

    private static void update(MessageDigest sha, Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                sha.update(Files.readAllBytes(file));
            }
        }
    }
}

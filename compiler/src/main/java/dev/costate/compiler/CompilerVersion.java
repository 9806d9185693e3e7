package dev.costate.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this compiler, as the build wrote it down. */
public final class CompilerVersion {
    private static final String RESOURCE = "version.properties";

    private CompilerVersion() {}

    /**
     * What tells this compiler from any other that may make other Java: its version; for a version in development, also
     * a hash of its classes.
     */
    public static String fingerprint() {
        String version = current();
        return version.endsWith("-SNAPSHOT") ? version + "+" + CompilerClasses.hash() : version;
    }

    /** The version, for instance {@code 0.1.0}. */
    public static String current() {
        try (InputStream in = CompilerVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the compiler's jar");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

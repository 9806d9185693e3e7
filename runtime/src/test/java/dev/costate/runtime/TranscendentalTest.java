package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runtime calls functions of Java that may differ between JVMs by {@link Transcendental} alone. */
class TranscendentalTest {
    /** What computes rows has functions of its own, and is not used where results are to be reproducible. */
    private static final List<String> OTHERS = List.of("Transcendental.java", "Rows.java", "RemainderTest.java");

    @Test
    void nothingElseCallsThem() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/costate/runtime"))) {
            List<Path> sources = files.filter(
                            file -> OTHERS.stream().noneMatch(file.getFileName().toString()::endsWith))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(50);
            for (Path source : sources) {
                assertThat(Files.readString(source))
                        .as(source.toString())
                        .doesNotContainPattern(
                                "(?<![#\\w])Math\\.(exp|log|pow|sin|cos|tan|asin|acos|atan|cbrt|hypot)\\w*\\(");
            }
        }
    }

    @Test
    void whereNothingElseIsAskedForTheyAreThoseOfJava() {
        assertThat(Transcendental.exp(0.3)).isEqualTo(Math.exp(0.3));
        assertThat(Transcendental.pow(0.3, 1.7)).isEqualTo(Math.pow(0.3, 1.7));
    }
}

package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.InMemoryCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmitterTest {
    @Test
    void logisticRegressionCompilesWithoutWarnings() {
        List<JavaSource> sources = Models.logistic().emit();

        assertThat(InMemoryCompiler.compile(sources, List.of("-Xlint:all", "-Werror", "--release", "17")))
                .hasSize(sources.size() + 2);
    }
}

package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompilerVersionTest {
    @Test
    void isTheVersionOfTheBuild() {
        assertThat(CompilerVersion.current()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
}

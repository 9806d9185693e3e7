package dev.costate.compiler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.emit.JavaSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryCompilerTest {
    /** A generated class may be called like one of the program that loads it. */
    @Test
    void loadsItsOwnClassFirst() {
        String text = "package dev.costate.compiler.run;\n\npublic final class InMemoryCompilerTest {}\n";
        JavaSource source = new JavaSource("dev.costate.compiler.run", "InMemoryCompilerTest", text);
        Class<?> loaded = InMemoryCompiler.load(List.of(source));
        assertThat(loaded.getName()).isEqualTo(InMemoryCompilerTest.class.getName());
        assertThat(loaded).isNotSameAs(InMemoryCompilerTest.class);
    }
}

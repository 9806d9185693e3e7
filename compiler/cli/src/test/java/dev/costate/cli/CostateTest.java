package dev.costate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.CompilerVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CostateTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine costate =
            Costate.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void saysItsVersion() {
        assertThat(costate.execute("--version")).isZero();
        assertThat(out.toString().strip()).isEqualTo("costate " + CompilerVersion.current());
    }

    @Test
    void helpGoesToStandardOutput() {
        assertThat(costate.execute("--help")).isZero();
        assertThat(out.toString()).contains("Usage: costate");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withoutACommandItIsWronglyUsed() {
        assertThat(costate.execute()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Usage: costate");
    }
}

package dev.costate.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.costate.compiler.model.Model;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models of a machine's making: long, not deep. */
@Tag("slow")
class LargeModelTest {
    private static final int MANY = 100_000;

    @Test
    void checksALongChainOfLetsInAnyOrder() {
        String forwards = IntStream.range(1, MANY)
                .mapToObj(i -> "let a" + i + " = a" + (i - 1) + " * x")
                .collect(Collectors.joining("\n"));
        String backwards = IntStream.range(1, MANY)
                .mapToObj(i -> "let b" + (MANY - i) + " = b" + (MANY - i - 1) + " + x")
                .collect(Collectors.joining("\n"));
        Model model = Models.model(
                "param x",
                forwards,
                "let a0 = x",
                backwards,
                "let b0 = x",
                "output o = a99999 + b99999",
                "derive gradient of o");
        assertThat(model.quantities()).hasSize(2 * MANY + 1);
    }

    @Test
    void checksALongSum() {
        String sum =
                IntStream.range(0, MANY).mapToObj(i -> "x[" + i % 7 + "]^2").collect(Collectors.joining(" + "));
        String integers = IntStream.range(0, MANY).mapToObj(i -> "N").collect(Collectors.joining(" + "));
        Models.model("dim N >= 7", "param x[N]", "output o = " + sum, "output k = " + integers);
    }

    @Test
    void checksALongChoice() {
        String choice = IntStream.range(0, 20_000)
                .mapToObj(i -> "if i == " + i + " then x[i] else ")
                .collect(Collectors.joining());
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> Models.model("dim N", "param x[N]", "output o[i] = " + choice + "0"));
    }

    @Test
    void checksDeepNesting() {
        String open = "(1 + 2 * ".repeat(240);
        String sums =
                IntStream.range(0, 120).mapToObj(i -> "sum(i" + i + " in N) ").collect(Collectors.joining());
        Models.model(
                "dim N",
                "param x",
                "output o = " + open + "x" + ")".repeat(240),
                "output s = " + sums + "x",
                "output n = " + "-".repeat(480) + "x");
    }

    @Test
    void reportsALongCycleOnce() {
        String ring = IntStream.range(0, MANY)
                .mapToObj(i -> "let a" + i + " = 2 * a" + (i + 1) % MANY)
                .collect(Collectors.joining("\n"));
        assertThat(Models.diagnostics(ring, "output o = a0"))
                .singleElement()
                .satisfies(message -> assertThat(message).hasSizeLessThan(500));
    }
}

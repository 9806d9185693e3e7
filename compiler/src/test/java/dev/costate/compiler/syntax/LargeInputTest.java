package dev.costate.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long and deep texts, and texts that are no model at all. */
@Timeout(60)
class LargeInputTest {
    private static final int MANY = 100_000;

    @ParameterizedTest
    @ValueSource(strings = {" + x * -2", " * x", " < x", " and x > 2", " - -x", " * x[i]^2"})
    void longChainsAreFlat(String link) {
        assertParses("let y = x" + link.repeat(MANY), 1);
    }

    @Test
    void manyDeclarations() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            text.append("let y").append(i).append(" = x + ").append(i).append('\n');
        }
        assertParses(text.toString(), MANY);
    }

    @Test
    void longChoice() {
        assertParses("let y = " + "if x > 0 then 1 else ".repeat(20_000) + "0", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "sum(i) ", "not ", "if x then ", "2^", "[", "f(", "if ", "max(i) ", "-(", "2^-"})
    void deepNestingIsReported(String opening) {
        String end = switch (opening) {
            case "(", "f(", "-(" -> ")".repeat(10_000);
            case "[" -> "]".repeat(10_000);
            default -> "";
        };
        Diagnostics diagnostics = new Diagnostics();
        ModelFile file = parse("let y = " + opening.repeat(10_000) + "x" + end + "\nlet z = x", diagnostics);
        assertThat(diagnostics.sorted()).extracting(d -> d.code()).containsExactly(DiagnosticCode.NESTING);
        assertThat(Objects.requireNonNull(file).declarations()).hasSize(1);
    }

    @Test
    void deepBlocksAreReported() {
        Diagnostics diagnostics = new Diagnostics();
        parse("for t in T {\n".repeat(10_000) + "}\n".repeat(10_000), diagnostics);
        assertThat(diagnostics.sorted()).extracting(d -> d.code()).contains(DiagnosticCode.NESTING);
    }

    @Test
    void noTextMakesTheParserThrow() {
        long seed = 20_240_517L;
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            String text = mutated(random);
            Diagnostics diagnostics = new Diagnostics();
            try {
                ModelFile file = ModelParser.parse(new SourceFile("F.model", text), diagnostics);
                assertThat(file != null || diagnostics.hasErrors()).isTrue();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
            }
        }
    }

    private static String mutated(Random random) {
        String base = "model F\n/** d */\ndim N >= 2\nparam w[N]\ndata k : int = 3 // c\nfn f(a[n]) -> r { \n"
                + " let r = sum(i where a[i] > 0) a[i]^-2\n}\nfor t in N {\n"
                + " let h[t] = if w[t] < 0 then 1 else max(1, w[t])"
                + "\n}\noutput y[i] = softmax(i) w[i] * f(w[0 ..< 3]) for i in N\nderive gradient of y wrt w order 4\n";
        List<String> pieces = new ArrayList<>(Arrays.asList(base.split("(?<=\\W)|(?=\\W)")));
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(pieces.size());
            switch (random.nextInt(4)) {
                case 0 -> pieces.remove(at);
                case 1 -> pieces.add(at, pieces.get(at));
                case 2 -> pieces.add(at, pieces.get(random.nextInt(pieces.size())));
                default -> pieces.add(at, Character.toString(random.nextInt(0x11000)));
            }
        }
        return String.join("", pieces);
    }

    private static void assertParses(String text, int declarations) {
        Diagnostics diagnostics = new Diagnostics();
        long start = System.nanoTime();
        ModelFile file = parse(text, diagnostics);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        assertThat(diagnostics.sorted()).isEmpty();
        assertThat(Objects.requireNonNull(file).declarations()).hasSize(declarations);
        assertThat(time).isLessThan(Duration.ofSeconds(20));
    }

    private static @Nullable ModelFile parse(String text, Diagnostics diagnostics) {
        return ModelParser.parse(new SourceFile("M", "model M\n" + text + "\n"), diagnostics);
    }
}

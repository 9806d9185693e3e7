package dev.costate.compiler.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawParserTest {
    private final LawParser parser = new LawParser(Ops.ALL);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u - v - w           | -(-(u, v), w)",
                "u - (v - w)         | -(u, -(v, w))",
                "u + v * w           | +(u, *(v, w))",
                "u / v * w           | *(/(u, v), w)",
                "-u^2                | neg(square(u))",
                "(-u)^2              | square(neg(u))",
                "-0.5 * u            | *(-0.5, u)",
                "-exp(-u)            | neg(exp(neg(u)))",
                "hypot(u, v + 1)     | hypot(u, +(v, 1))"
            })
    void bindsAsTheLanguageDoes(String text, String parsed) {
        assertThat(parser.formula(text)).hasToString(parsed);
    }

    @Test
    void knowsWhatAHoleStandsFor() {
        assertThat(parser.formula("u")).isEqualTo(new Pattern.Hole("u"));
        assertThat(parser.formula("x")).isEqualTo(new Pattern.Unknown("x"));
    }

    @Test
    void refusesWhatIsNoFormula() {
        assertThatThrownBy(() -> parser.formula("u v")).hasMessageContaining("'v' is not expected");
        assertThatThrownBy(() -> parser.formula("exp(u")).hasMessageContaining(") is missing");
        assertThatThrownBy(() -> parser.formula("exp(u, v)")).hasMessageContaining("exp takes 1");
        assertThatThrownBy(() -> parser.formula("exq(u)")).hasMessageContaining("no operation exq");
    }
}

package dev.costate.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.junit.jupiter.api.Test;

class ModelGrammarTest {
    @Test
    void readsAFile() {
        ModelGrammarParser parser = parser("model Square\nparam x\noutput y = (x - 1)^2 // a comment\n");
        assertThat(parser.file().declaration()).hasSize(2);
        assertThat(parser.getNumberOfSyntaxErrors()).isZero();
    }

    @Test
    void reportsWhatIsNoModel() {
        ModelGrammarParser parser = parser("Logistic");
        parser.removeErrorListeners();
        parser.file();
        assertThat(parser.getNumberOfSyntaxErrors()).isPositive();
    }

    private static ModelGrammarParser parser(String text) {
        return new ModelGrammarParser(new CommonTokenStream(new ModelGrammarLexer(CharStreams.fromString(text))));
    }
}

package dev.costate.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.junit.jupiter.api.Test;

class ModelGrammarTest {
    @Test
    void readsTheNameOfTheModel() {
        assertThat(parser("model Logistic").model().name.getText()).isEqualTo("Logistic");
    }

    @Test
    void reportsWhatIsNoModel() {
        ModelParser parser = parser("Logistic");
        parser.removeErrorListeners();
        parser.model();
        assertThat(parser.getNumberOfSyntaxErrors()).isPositive();
    }

    private static ModelParser parser(String text) {
        return new ModelParser(new CommonTokenStream(new ModelLexer(CharStreams.fromString(text))));
    }
}

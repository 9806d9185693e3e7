package dev.costate.compiler.syntax;

import dev.costate.grammar.ModelGrammarParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTreeListener;

/** Runs the generated parser over the tokens of one section. */
final class SectionParser {
    private SectionParser() {}

    /** What could not be parsed: the token found and the types of those that could have stood there. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Token found;
        private final transient IntervalSet expected;

        Mismatch(Token found, IntervalSet expected) {
            super("mismatch", null, false, false);
            this.found = found;
            this.expected = expected;
        }

        Token found() {
            return found;
        }

        IntervalSet expected() {
            return expected;
        }
    }

    /** @param listeners told of each rule on the way */
    static <T> T parse(List<Token> tokens, Function<ModelGrammarParser, T> rule, ParseTreeListener... listeners)
            throws Mismatch {
        try {
            ModelGrammarParser parser = parser(tokens, new BailErrorStrategy());
            for (ParseTreeListener listener : listeners) {
                parser.addParseListener(listener);
            }
            return rule.apply(parser);
        } catch (ParseCancellationException e) {
            throw mismatch(tokens, rule);
        }
    }

    /** Parses again, now noting what is expected where. */
    private static Mismatch mismatch(List<Token> tokens, Function<ModelGrammarParser, ?> rule) {
        ExpectedTokens strategy = new ExpectedTokens();
        ModelGrammarParser parser = parser(tokens, strategy);
        try {
            var unused = rule.apply(parser);
        } catch (ParseCancellationException e) {
            if (e.getCause() instanceof RecognitionException cause) {
                return new Mismatch(cause.getOffendingToken(), strategy.at(cause));
            }
        }
        return new Mismatch(parser.getCurrentToken(), new IntervalSet());
    }

    private static ModelGrammarParser parser(List<Token> tokens, BailErrorStrategy strategy) {
        Token last = tokens.get(tokens.size() - 1);
        CommonToken end = new CommonToken(Token.EOF, "");
        end.setStartIndex(last.getStopIndex() + 1);
        end.setStopIndex(last.getStopIndex());
        List<Token> all = new ArrayList<>(tokens);
        all.add(end);
        ModelGrammarParser parser = new ModelGrammarParser(new CommonTokenStream(new ListTokenSource(all)));
        parser.removeErrorListeners();
        parser.setErrorHandler(strategy);
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        return parser;
    }

    /** Collects what the parser would have taken at the token at which it fails. */
    private static final class ExpectedTokens extends BailErrorStrategy {
        private final IntervalSet expected = new IntervalSet();
        private int index = -1;

        @Override
        public void sync(Parser recognizer) {
            note(
                    recognizer.getCurrentToken().getTokenIndex(),
                    recognizer.getATN().nextTokens(recognizer.getATN().states.get(recognizer.getState())));
        }

        private void note(int at, IntervalSet tokens) {
            if (at > index) {
                index = at;
                expected.clear();
            }
            if (at == index) {
                expected.addAll(tokens);
            }
        }

        IntervalSet at(RecognitionException failure) {
            note(failure.getOffendingToken().getTokenIndex(), failure.getExpectedTokens());
            return expected;
        }
    }
}

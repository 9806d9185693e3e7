package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Warns of lines that go on with a declaration and start at column 1, since a forgotten keyword looks like that. */
final class ContinuationLines {
    private ContinuationLines() {}

    static void check(Tokens tokens, List<Section> sections, Diagnostics diagnostics) {
        Deque<Section> pending = new ArrayDeque<>(sections);
        while (!pending.isEmpty()) {
            Section section = pending.pop();
            section.children.forEach(pending::push);
            if (!section.hasFailed() && !section.isDamaged()) {
                check(section, tokens, diagnostics);
            }
        }
    }

    private static void check(Section section, Tokens tokens, Diagnostics diagnostics) {
        for (int i = 1; i < section.tokens.size(); i++) {
            Token token = section.tokens.get(i);
            boolean startsLine =
                    section.tokens.get(i - 1).getLine() < token.getLine() && token.getCharPositionInLine() == 0;
            if (startsLine && token.getType() != CLOSE_BRACE && token.getType() != PRECISION) {
                diagnostics.report(
                        DiagnosticCode.CONTINUATION,
                        Tokens.span(tokens.source(), token),
                        "this line goes on with the declaration above, although it starts at column 1",
                        "Indent it; or does it lack a keyword such as `let`?");
            }
        }
    }
}

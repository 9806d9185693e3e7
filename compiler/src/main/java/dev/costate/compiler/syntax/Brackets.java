package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Matches the brackets of a section. */
final class Brackets {
    private Brackets() {}

    /** For each token that is a bracket the index of its partner; null, and an error, if some have none. */
    static int @Nullable [] match(List<Token> tokens, SourceFile source, Diagnostics diagnostics) {
        int[] partner = new int[tokens.size()];
        Arrays.fill(partner, -1);
        int[] open = new int[tokens.size()];
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (closing(token.getType()) != Token.INVALID_TYPE) {
                open[depth++] = i;
            } else if (isClosing(token.getType())) {
                if (depth == 0) {
                    diagnostics.report(
                            DiagnosticCode.UNBALANCED_BRACKET,
                            Tokens.span(source, token),
                            "`" + token.getText() + "` closes nothing",
                            "Remove it, or add the opening bracket.");
                    return null;
                }
                int opening = open[--depth];
                if (closing(tokens.get(opening).getType()) != token.getType()) {
                    reportMismatch(tokens.get(opening), token, source, diagnostics);
                    return null;
                }
                partner[opening] = i;
                partner[i] = opening;
            }
        }
        if (depth > 0) {
            reportUnclosed(tokens.get(open[depth - 1]), source, diagnostics);
            return null;
        }
        return partner;
    }

    private static void reportMismatch(Token opening, Token token, SourceFile source, Diagnostics diagnostics) {
        Span openingSpan = Tokens.span(source, opening);
        diagnostics.report(new Diagnostic(
                DiagnosticCode.UNBALANCED_BRACKET,
                Tokens.span(source, token),
                "`" + token.getText() + "` does not close `" + opening.getText() + "`",
                List.of(new Diagnostic.Note(openingSpan, "`" + opening.getText() + "` was opened here")),
                "Close it with `" + closingText(opening.getType()) + "` first."));
    }

    private static void reportUnclosed(Token opening, SourceFile source, Diagnostics diagnostics) {
        diagnostics.report(
                DiagnosticCode.UNBALANCED_BRACKET,
                Tokens.span(source, opening),
                "`" + opening.getText() + "` is never closed",
                "A `" + closingText(opening.getType()) + "` is missing in this declaration.");
    }

    static boolean isClosing(int type) {
        return type == CLOSE_PARENTHESIS || type == CLOSE_BRACKET || type == CLOSE_BRACE;
    }

    private static int closing(int type) {
        return switch (type) {
            case OPEN_PARENTHESIS -> CLOSE_PARENTHESIS;
            case OPEN_BRACKET -> CLOSE_BRACKET;
            case OPEN_BRACE -> CLOSE_BRACE;
            default -> Token.INVALID_TYPE;
        };
    }

    private static String closingText(int type) {
        return switch (type) {
            case OPEN_PARENTHESIS -> ")";
            case OPEN_BRACKET -> "]";
            default -> "}";
        };
    }
}

package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.SourceFile;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the forms of the language that this version does not compile yet: number formats.
 */
final class Forthcoming {
    private static final Set<String> FORMATS = Set.of("float", "mixed", "double");

    private final List<Token> tokens;
    private final Token found;
    private final int index;

    private Forthcoming(List<Token> tokens, Token found) {
        this.tokens = tokens;
        this.found = found;
        this.index = found.getType() == Token.EOF ? tokens.size() : tokens.indexOf(found);
    }

    /** The error, if what is found where the grammar ends is the start of such a form. */
    static @Nullable Diagnostic diagnostic(SourceFile source, List<Token> tokens, Token found) {
        Forthcoming form = new Forthcoming(tokens, found);
        String what = form.what();
        return what == null
                ? null
                : new Diagnostic(
                        DiagnosticCode.LATER_FORM,
                        Tokens.span(source, found),
                        what + " not part of this version of the compiler",
                        List.of(),
                        null);
    }

    /** The form with its verb, or null if it is none of these. */
    private @Nullable String what() {
        if (startsLine() && found.getText().equals("precision") && FORMATS.contains(text(index + 1))) {
            return "a number format other than double is";
        }
        return null;
    }

    private boolean startsLine() {
        return index > 0 && index < tokens.size() && tokens.get(index - 1).getLine() < found.getLine();
    }

    private String text(int k) {
        return k >= 0 && k < tokens.size() ? tokens.get(k).getText() : "";
    }
}

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
 * Recognises the forms of the language that this version does not compile yet, and says what to write until then:
 * domains of inputs, noise, number formats and integer equations.
 */
final class Forthcoming {
    private static final Set<Integer> COMPARISONS = Set.of(LESS, LESS_EQUAL, GREATER, GREATER_EQUAL);
    private static final Set<String> DOMAINS =
            Set.of("simplex", "ordered", "positive", "sum", "unit", "cholesky", "lower", "upper");
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
                        form.instead());
    }

    /** The form with its verb, or null if it is none of these. */
    private @Nullable String what() {
        if (isDomain()) {
            return type(0) == PARAM ? "the domain of a param is" : "the domain of data is";
        } else if (startsLine() && found.getText().equals("noise") && type(index + 1) == NAME) {
            return "noise is";
        } else if (startsLine() && found.getText().equals("precision") && FORMATS.contains(text(index + 1))) {
            return "a number format other than double is";
        } else if (isEquation() && found.getType() == COLON && text(index + 1).equals("int")) {
            return "an equation of integers is";
        }
        return null;
    }

    private boolean isEquation() {
        return type(0) == LET || type(0) == OUTPUT;
    }

    private boolean isDomain() {
        if (type(0) != PARAM && type(0) != DATA) {
            return false;
        }
        boolean boundBeforeName = index == 1 && COMPARISONS.contains(type(2));
        boolean word = !startsLine() && DOMAINS.contains(found.getText()) && index > 1;
        boolean ofIntegers = found.getType() == IN && type(index - 1) == INT;
        return boundBeforeName || word || ofIntegers || COMPARISONS.contains(found.getType()) || isInterval();
    }

    /** {@code in a .. b}, also as other languages write it: {@code in (a, b)}, {@code in [a, b)}. */
    private boolean isInterval() {
        int in = 0;
        while (in < index && type(in) != IN) {
            in++;
        }
        boolean separates = found.getType() == THROUGH || found.getType() == UP_TO || found.getType() == COMMA;
        return in < index && (separates || (found.getType() == CLOSE_PARENTHESIS && type(in + 1) == OPEN_BRACKET));
    }

    private @Nullable String instead() {
        if (!isDomain()) {
            return found.getText().equals("noise") ? "Draw the numbers outside and bind them as data." : null;
        } else if (type(0) == DATA) {
            return "Leave it out: data is taken as it is.";
        }
        String name = type(1) == NAME ? text(1) : type(3) == NAME ? text(3) : "p";
        String free = name + "Free";
        if (isInterval() || (index == 1 && COMPARISONS.contains(type(4)))) {
            return "An interval will be `in a .. b`; until then transform a free param: `param " + free + "` and `let "
                    + name + " = a + (b - a) * sigmoid(" + free + ")`.";
        } else if (DOMAINS.contains(found.getText())) {
            return "Until then make it of free params by equations, such as a softmax for a simplex.";
        }
        return "Until then transform a free param: `param " + free + "` and `let " + name + " = exp(" + free
                + ")` is positive.";
    }

    private boolean startsLine() {
        return index > 0 && index < tokens.size() && tokens.get(index - 1).getLine() < found.getLine();
    }

    private int type(int k) {
        return k >= 0 && k < tokens.size() ? tokens.get(k).getType() : Token.EOF;
    }

    private String text(int k) {
        return k >= 0 && k < tokens.size() ? tokens.get(k).getText() : "";
    }
}

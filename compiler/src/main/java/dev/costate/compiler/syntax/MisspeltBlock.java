package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Spelling;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * A line that opens a block and does not begin with {@code for} or {@code fn}: {@code fo t in T} and a brace, or {@code
 * def f(x)} and one. It is taken for what it probably means, so that nothing in the block is in error for it.
 */
final class MisspeltBlock {
    static final String FUNCTION_HINT = "A function starts with `fn`.";

    private static final Set<String> FUNCTION = Set.of("function", "func", "def");

    private MisspeltBlock() {}

    /** Whether this is what functions begin with in other languages. */
    static boolean isFunction(String word) {
        return FUNCTION.contains(word);
    }

    /** Reports the word that starts such a line, and makes it the keyword that is meant; whether it does. */
    static boolean correct(Tokens tokens, int index, Diagnostics diagnostics) {
        if (!starts(tokens, index)) {
            return false;
        }
        Token word = tokens.list().get(index);
        boolean function = tokens.type(index + 1) == NAME && tokens.type(index + 2) == OPEN_PARENTHESIS;
        diagnostics.report(
                DiagnosticCode.SYNTAX,
                Tokens.span(tokens.source(), word),
                "`" + word.getText() + "` starts no block; blocks are `for i in N {` and `fn f(x) -> y {`",
                hint(word, function ? "fn" : "for"));
        ((CommonToken) word).setType(function ? FN : FOR);
        return true;
    }

    private static @Nullable String hint(Token word, String keyword) {
        if (word.getType() == IF) {
            return "A choice is an expression: `let a = if … then … else …`.";
        } else if (isFunction(word.getText())) {
            return FUNCTION_HINT;
        }
        return Spelling.hint(word.getText(), List.of(keyword));
    }

    private static boolean starts(Tokens tokens, int index) {
        int type = tokens.type(index);
        int previous = tokens.type(index - 1);
        boolean begins =
                index == 0 || Tokens.endsOperand(previous) || previous == OPEN_BRACE || previous == CLOSE_BRACE;
        if ((type != NAME && type != IF) || !tokens.startsLine(index) || !begins) {
            return false;
        }
        int last = index;
        while (last + 1 < tokens.list().size() && !tokens.startsLine(last + 1)) {
            last++;
        }
        return last > index && tokens.type(last) == OPEN_BRACE;
    }
}

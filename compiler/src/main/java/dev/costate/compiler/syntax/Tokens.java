package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a file without space and comments. Their offsets count UTF-16 units, their lines from 1, their columns
 * from 0; a name's text is normalised.
 *
 * @param docs documentation comments, by the index of the token they stand before
 * @param trailing the text of line comments, by the index of the token that they follow on its line
 * @param comments all comments, as they stand in the file
 */
record Tokens(
        SourceFile source,
        List<Token> list,
        Map<Integer, String> docs,
        Map<Integer, String> trailing,
        List<Token> comments) {
    /** Whether a token is the first on its line. */
    boolean startsLine(int index) {
        return index == 0 || list.get(index - 1).getLine() < list.get(index).getLine();
    }

    int type(int index) {
        return index >= 0 && index < list.size() ? list.get(index).getType() : Token.EOF;
    }

    @Nullable
    String doc(int index) {
        return docs.get(index);
    }

    static Span span(SourceFile source, Token token) {
        return new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
    }

    /** Whether an operand can end with this token, so that an operator may follow. */
    static boolean endsOperand(int type) {
        return type == NAME || type == NUMBER || type == CLOSE_PARENTHESIS || type == CLOSE_BRACKET;
    }

    static boolean isDamaged(Token token) {
        int type = token.getType();
        return type == BAD_CHARACTER || type == MALFORMED_NUMBER || type == BLOCK_COMMENT;
    }

    static boolean isReserved(int type) {
        return type >= MODEL && type <= NOT;
    }

    /** Keywords that never stand within a block, so that they end one that was not closed. */
    static boolean isTopKeyword(int type) {
        return (type >= MODEL && type <= FN) || type == DERIVE || type == NOISE;
    }

    static boolean isDeclarationKeyword(int type) {
        return (type >= MODEL && type <= DERIVE) || type == NOISE;
    }
}

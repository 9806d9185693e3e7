package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Follows the nesting of a section without recursion, so that the parser and every walk over the tree may recurse.
 * What nests: brackets, blocks, {@code if}, binders, signs, {@code not} and exponents.
 */
final class Nesting {
    static final int LIMIT = 500;

    /** What is open, in the order of what ends it: each is ended by what ends any below it. */
    private enum Level {
        SIGN,
        BINDER,
        NOT,
        CONDITION,
        THEN,
        ELSE,
        BRACKET
    }

    private Level[] open = new Level[16];
    private final int outside;
    private int depth;

    private Nesting(int outside) {
        this.outside = outside;
    }

    /** The first token that is nested too deeply, or null. */
    static @Nullable Token beyondLimit(Section section) {
        Nesting nesting = new Nesting(section.depth);
        List<Token> tokens = section.tokens;
        for (int i = 0; i < tokens.size(); i++) {
            int previous = i == 0 ? Token.EOF : tokens.get(i - 1).getType();
            if (nesting.step(tokens.get(i).getType(), previous)) {
                return tokens.get(i);
            }
        }
        return null;
    }

    private boolean step(int type, int previous) {
        switch (type) {
            case OPEN_PARENTHESIS, OPEN_BRACKET, OPEN_BRACE -> {
                return push(Level.BRACKET);
            }
            case CLOSE_PARENTHESIS, CLOSE_BRACKET, CLOSE_BRACE -> {
                endBelow(Level.BRACKET);
                depth = Math.max(0, depth - 1);
            }
            case BINDER, NORMALIZER -> {
                return push(Level.BINDER);
            }
            case NOT -> {
                return push(Level.NOT);
            }
            case CARET -> {
                return push(Level.SIGN);
            }
            case IF -> {
                return push(Level.CONDITION);
            }
            case PLUS, MINUS -> {
                return sign(type, previous);
            }
            case STAR, SLASH, DIV, MOD -> endBelow(Level.BINDER);
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> endBelow(Level.NOT);
            case AND, OR -> endBelow(Level.CONDITION);
            case THEN -> branch(Level.CONDITION, Level.THEN);
            case ELSE -> branch(Level.THEN, Level.ELSE);
            case ELSE_IF -> branch(Level.ELSE, Level.CONDITION);
            case COMMA, WHERE, FOR, IN, UP_TO, THROUGH, COLON, ASSIGN -> endBelow(Level.BRACKET);
            default -> {}
        }
        return false;
    }

    private boolean sign(int type, int previous) {
        if (Tokens.endsOperand(previous)) {
            endBelow(Level.NOT);
            return false;
        }
        return type == MINUS && push(Level.SIGN);
    }

    private void branch(Level from, Level to) {
        while (depth > 0 && open[depth - 1] != from && open[depth - 1] != Level.BRACKET) {
            depth--;
        }
        if (depth > 0 && open[depth - 1] == from) {
            open[depth - 1] = to;
        }
    }

    private void endBelow(Level level) {
        while (depth > 0 && open[depth - 1].compareTo(level) < 0) {
            depth--;
        }
    }

    private boolean push(Level level) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        open[depth++] = level;
        return depth + outside > LIMIT;
    }
}

package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Makes lexemes of tokens that have been classified, and of the comments between. */
final class Lexemes {
    private final Tokens tokens;
    private final Set<Token> firsts = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Lexeme> found = new ArrayList<>();
    /** For each bracket that is open, whether a body follows it. */
    private final Deque<Boolean> open = new ArrayDeque<>();

    private Lexemes(Tokens tokens) {
        this.tokens = tokens;
    }

    static List<Lexeme> of(Tokens tokens, List<Section> sections) {
        Lexemes lexemes = new Lexemes(tokens);
        Deque<Section> pending = new ArrayDeque<>(sections);
        while (!pending.isEmpty()) {
            Section section = pending.pop();
            lexemes.firsts.add(section.tokens.get(0));
            section.children.forEach(pending::push);
        }
        for (int i = 0; i < tokens.list().size(); i++) {
            lexemes.token(i);
        }
        for (Token comment : tokens.comments()) {
            boolean line = comment.getType() == LINE_COMMENT;
            lexemes.add(line ? Lexeme.Kind.LINE_COMMENT : Lexeme.Kind.BLOCK_COMMENT, comment);
        }
        lexemes.found.sort(Comparator.comparingInt(l -> l.span().start()));
        return lexemes.found;
    }

    private void add(Lexeme.Kind kind, Token token) {
        boolean first = firsts.contains(token) || token.getType() == PRECISION;
        found.add(new Lexeme(kind, Tokens.span(tokens.source(), token), first));
    }

    private void token(int index) {
        Lexeme.Kind before =
                found.isEmpty() ? Lexeme.Kind.WORD : found.get(found.size() - 1).kind();
        boolean operand = before == Lexeme.Kind.OPERAND || before == Lexeme.Kind.CLOSE;
        add(
                switch (tokens.type(index)) {
                    case NAME, NUMBER, BINDER, NORMALIZER, COUNTER -> Lexeme.Kind.OPERAND;
                    case FOR -> Lexeme.Kind.FOR;
                    case WHERE -> Lexeme.Kind.WHERE;
                    case ELSE -> Lexeme.Kind.ELSE;
                    case THEN -> Lexeme.Kind.THEN;
                    case OR -> Lexeme.Kind.OR;
                    case AND -> Lexeme.Kind.AND;
                    case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> Lexeme.Kind.RELATION;
                    case PLUS -> Lexeme.Kind.SUM;
                    case MINUS -> operand ? Lexeme.Kind.SUM : Lexeme.Kind.SIGN;
                    case STAR, SLASH, DIV, MOD -> Lexeme.Kind.PRODUCT;
                    case CARET, DOT -> Lexeme.Kind.TIGHT;
                    case UP_TO, THROUGH, ARROW -> Lexeme.Kind.RANGE;
                    case ASSIGN -> Lexeme.Kind.ASSIGN;
                    case COMMA -> Lexeme.Kind.COMMA;
                    case COLON -> Lexeme.Kind.COLON;
                    case OPEN_PARENTHESIS, OPEN_BRACKET -> open(index, operand);
                    case CLOSE_PARENTHESIS, CLOSE_BRACKET -> open.pop() ? Lexeme.Kind.CLOSE_HEAD : Lexeme.Kind.CLOSE;
                    case OPEN_BRACE -> Lexeme.Kind.OPEN_BLOCK;
                    case CLOSE_BRACE -> Lexeme.Kind.CLOSE_BLOCK;
                    default -> Lexeme.Kind.WORD;
                },
                tokens.list().get(index));
    }

    private Lexeme.Kind open(int index, boolean operand) {
        int before = tokens.type(index - 1);
        open.push(before == BINDER || before == NORMALIZER);
        return operand ? Lexeme.Kind.OPEN_TIGHT : Lexeme.Kind.OPEN;
    }
}

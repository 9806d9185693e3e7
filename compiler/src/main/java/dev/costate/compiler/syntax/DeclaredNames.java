package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** The names that sections declare, known before they are parsed. */
final class DeclaredNames {
    private DeclaredNames() {}

    /** Adds the name of a section, and of the equations within where that is a {@code for} block. */
    static void collect(Section start, Set<String> names) {
        Deque<Section> pending = new ArrayDeque<>();
        pending.push(start);
        while (!pending.isEmpty()) {
            Section section = pending.pop();
            int keyword = section.keyword();
            if (declares(section) && isNamed(section)) {
                names.addAll(declared(section));
            } else if (keyword == FOR) {
                section.children.forEach(pending::push);
            }
        }
    }

    /** Adds the name of a section where that is a reserved word. */
    static void collectReserved(Section section, Set<String> words) {
        if (!isNamed(section) && section.tokens.size() > 1) {
            Token name = section.tokens.get(1);
            if (Tokens.isReserved(name.getType())) {
                words.add(name.getText());
            }
        }
    }

    private static boolean declares(Section section) {
        return (section.keyword() >= DIM && section.keyword() <= OUTPUT) || section.keyword() == NOISE;
    }

    /** Whether the section declares no name, or its name stands where it should. */
    static boolean isNamed(Section section) {
        return !declares(section) || !declared(section).isEmpty();
    }

    /** Whether its name may be another one: of an equation, where neither subscripts nor {@code =} follow. */
    static boolean isDoubtful(Section section) {
        int behind = section.tokens.size() > 2 ? section.tokens.get(2).getType() : ASSIGN;
        return (section.keyword() == LET || section.keyword() == OUTPUT)
                && behind != OPEN_BRACKET
                && behind != COLON
                && behind != ASSIGN;
    }

    /** The name behind the keyword, or those in the parentheses there: {@code let (l, v[k]) = …}. */
    private static List<String> declared(Section section) {
        List<String> names = new ArrayList<>();
        int depth = 0;
        for (Token token : section.tokens.subList(1, section.tokens.size())) {
            if (names.isEmpty() && token.getType() == OPEN_BRACKET) {
                break;
            }
            switch (token.getType()) {
                case OPEN_PARENTHESIS, OPEN_BRACKET -> depth++;
                case CLOSE_PARENTHESIS, CLOSE_BRACKET -> depth--;
                case NAME -> {
                    if (depth < 2) {
                        names.add(token.getText());
                    }
                }
                default -> {}
            }
            if (depth == 0 || (section.keyword() != LET && section.keyword() != OUTPUT)) {
                break;
            }
        }
        return names;
    }

    /**
     * Adds names that lines within a section seem to declare by what is no keyword: a misspelt one, as in {@code parm
     * w[D]}, or a type, as in {@code real<lower=0> s}.
     */
    static void collectLost(Section section, Set<String> names) {
        if (declares(section)
                && section.tokens.size() > 2
                && section.tokens.get(2).getType() == NAME) {
            names.add(section.tokens.get(2).getText()); // as in `param double b`
        }
        for (int k = 1; k + 1 < section.tokens.size(); k++) {
            Token word = section.tokens.get(k);
            boolean starts = word.getType() == NAME
                    && word.getCharPositionInLine() == 0
                    && word.getLine() > section.tokens.get(k - 1).getLine();
            int name = starts ? behindType(section.tokens, k) : k;
            if (name > k && section.tokens.get(name).getType() == NAME) {
                names.add(section.tokens.get(name).getText());
            }
        }
    }

    /** What follows a word and what stands behind that in angles and brackets, as behind types elsewhere. */
    private static int behindType(List<Token> tokens, int word) {
        int at = word + 1;
        for (int[] pair : new int[][] {{LESS, GREATER}, {OPEN_BRACKET, CLOSE_BRACKET}}) {
            if (tokens.get(at).getType() == pair[0]) {
                int close = at;
                while (close + 2 < tokens.size() && tokens.get(close).getType() != pair[1]) {
                    close++;
                }
                at = close + 1;
            }
        }
        return Math.min(at, tokens.size() - 1);
    }
}

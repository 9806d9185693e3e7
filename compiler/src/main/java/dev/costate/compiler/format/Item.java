package dev.costate.compiler.format;

import dev.costate.compiler.syntax.Lexeme;
import dev.costate.compiler.syntax.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What starts a line of its own: a declaration with the comments inside it, the end of a block, or comments between
 * declarations.
 */
final class Item {
    /** How many blocks it is in. */
    final int depth;
    /** Whether an empty line stands before it. */
    final boolean apart;

    final List<Lexeme> lexemes = new ArrayList<>();
    /** Comments behind it on its last line. */
    final List<Lexeme> trailing = new ArrayList<>();

    private Item(int depth, boolean apart) {
        this.depth = depth;
        this.apart = apart;
    }

    static List<Item> of(List<Lexeme> lexemes) {
        List<Item> items = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i < lexemes.size(); i++) {
            Lexeme lexeme = lexemes.get(i);
            Item last = items.isEmpty() ? null : items.get(items.size() - 1);
            boolean sameLine = i > 0 && lexemes.get(i - 1).endLine() == lexeme.line();
            if (lexeme.kind() == Kind.CLOSE_BLOCK) {
                depth--;
            }
            if (last != null && (lexeme.isComment() ? isWithin(lexemes, i) : continues(lexeme))) {
                last.lexemes.add(lexeme);
            } else if (last != null && lexeme.isComment() && sameLine) {
                (last.isComment() ? last.lexemes : last.trailing).add(lexeme);
            } else {
                boolean edge = last == null || last.opensBlock() || lexeme.kind() == Kind.CLOSE_BLOCK;
                boolean apart = !edge && lexeme.line() - lexemes.get(i - 1).endLine() > 1;
                last = new Item(depth, apart);
                last.lexemes.add(lexeme);
                items.add(last);
            }
            if (lexeme.kind() == Kind.OPEN_BLOCK) {
                depth++;
            }
        }
        return items;
    }

    private static boolean continues(Lexeme token) {
        return !token.first() && token.kind() != Kind.CLOSE_BLOCK;
    }

    /** Whether a comment is followed by more of the declaration it is in. */
    private static boolean isWithin(List<Lexeme> lexemes, int comment) {
        int next = comment;
        while (next < lexemes.size() && lexemes.get(next).isComment()) {
            next++;
        }
        return next < lexemes.size() && continues(lexemes.get(next));
    }

    boolean isComment() {
        return lexemes.get(0).isComment();
    }

    boolean opensBlock() {
        return lexemes.get(lexemes.size() - 1).kind() == Kind.OPEN_BLOCK;
    }

    /** The keyword of a declaration. */
    String keyword() {
        return lexemes.get(0).text();
    }
}

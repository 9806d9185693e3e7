package dev.costate.compiler.syntax;

import dev.costate.grammar.ModelGrammarParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one declaration. Of a block, those before it and its braces; what is within is in {@code children}.
 */
final class Section {
    /** How many blocks it is in. */
    final int depth;

    /** What its author wrote of it, in a documentation comment before it or else at the end of its last line. */
    private @Nullable String doc;

    final List<Token> tokens = new ArrayList<>();
    final List<Section> children = new ArrayList<>();
    /** The index, in the file, of its last token. */
    int last;

    private boolean hasBlock;
    private boolean failed;
    private boolean lost;

    Section(int depth, @Nullable String doc) {
        this.depth = depth;
        this.doc = doc;
    }

    @Nullable
    String doc() {
        return doc;
    }

    /** Takes the comment behind the declaration where none stands before it. */
    void describe(String trailing) {
        if (doc == null && !trailing.isEmpty()) {
            doc = trailing;
        }
    }

    int keyword() {
        int type = tokens.get(0).getType();
        return type == ModelGrammarParser.BLOCK_FOR ? ModelGrammarParser.FOR : type;
    }

    void openBlock(Token brace) {
        tokens.add(brace);
        hasBlock = true;
    }

    boolean hasBlock() {
        return hasBlock;
    }

    /** Notes that an error was reported here. */
    void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    boolean isIndentedEquation() {
        boolean equation = keyword() == ModelGrammarParser.LET
                || keyword() == ModelGrammarParser.OUTPUT
                || keyword() == ModelGrammarParser.FOR;
        return equation && tokens.get(0).getCharPositionInLine() > 0;
    }

    /** Notes that nothing can be said of it, since what it stands in is missing. */
    void lose() {
        lost = true;
    }

    boolean isDamaged() {
        return lost || tokens.stream().anyMatch(Tokens::isDamaged);
    }
}

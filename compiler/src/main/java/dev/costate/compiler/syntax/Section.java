package dev.costate.compiler.syntax;

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

    final @Nullable String doc;
    final List<Token> tokens = new ArrayList<>();
    final List<Section> children = new ArrayList<>();
    private boolean hasBlock;
    private boolean failed;

    Section(int depth, @Nullable String doc) {
        this.depth = depth;
        this.doc = doc;
    }

    int keyword() {
        return tokens.get(0).getType();
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

    boolean isDamaged() {
        return tokens.stream().anyMatch(Tokens::isDamaged);
    }
}

package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file into its declarations, at the keywords that start a line, so that each is parsed on its own and a
 * mistake in one hides nothing in the next.
 */
final class Sections {
    private final Tokens tokens;
    private final Diagnostics diagnostics;
    private final List<Section> top = new ArrayList<>();
    private final Deque<Section> open = new ArrayDeque<>();
    /** Whether each brace is closed somewhere, by the index of its token. */
    private final Set<Integer> closed = new HashSet<>();
    /** Of each open block whether its brace is closed somewhere. */
    private final Deque<Boolean> complete = new ArrayDeque<>();

    private @Nullable Section current;

    private Sections(Tokens tokens, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.diagnostics = diagnostics;
    }

    /** What stands before the first keyword becomes a section too. */
    static List<Section> split(Tokens tokens, Diagnostics diagnostics) {
        Sections sections = new Sections(tokens, diagnostics);
        sections.matchBraces();
        for (int i = 0; i < tokens.list().size(); i++) {
            sections.add(i);
            if (sections.current != null) {
                sections.current.last = i;
            }
        }
        sections.describe(sections.top);
        return sections.top;
    }

    private void add(int index) {
        boolean told = MisspeltBlock.correct(tokens, index, diagnostics);
        Token token = tokens.list().get(index);
        int type = token.getType();
        if (startsDeclaration(index)) {
            if (Tokens.isTopKeyword(type) && !isWithinBlock(type)) {
                open.clear();
                complete.clear();
            }
            Section section = start(index);
            section.tokens.add(token);
            // What follows a keyword within a line may be no declaration at all.
            if (told || (!tokens.startsLine(index) && tokens.type(index + 1) != NAME)) {
                section.fail();
            }
        } else if (type == OPEN_BRACE && current != null && takesBlock(current)) {
            current.openBlock(token);
            open.push(current);
            complete.push(closed.contains(index));
        } else if (type == CLOSE_BRACE && !open.isEmpty()) {
            current = open.pop();
            complete.pop();
            current.tokens.add(token);
        } else if (type == CLOSE_BRACE && tokens.startsLine(index)) {
            loseBlock();
            start(index).tokens.add(token);
        } else {
            (current == null ? start(index) : current).tokens.add(token);
        }
    }

    /** Before a brace that closes nothing: indented equations are those of a block whose first line is missing. */
    private void loseBlock() {
        for (int k = top.size() - 1; k >= 0 && top.get(k).isIndentedEquation(); k--) {
            top.get(k).lose();
        }
    }

    /** A comment at the end of the last line of a declaration is its description, where it has no other. */
    private void describe(List<Section> among) {
        Deque<Section> all = new ArrayDeque<>(among);
        while (!all.isEmpty()) {
            Section section = all.pop();
            String trailing = tokens.trailing().get(section.last);
            if (trailing != null) {
                section.describe(trailing);
            }
            all.addAll(section.children);
        }
    }

    private void matchBraces() {
        Deque<Integer> opened = new ArrayDeque<>();
        for (int i = 0; i < tokens.list().size(); i++) {
            if (tokens.type(i) == OPEN_BRACE) {
                opened.push(i);
            } else if (tokens.type(i) == CLOSE_BRACE && !opened.isEmpty()) {
                closed.add(opened.pop());
            }
        }
    }

    /** Whether what should not be in a block stands in one, rather than that the block lacks its brace. */
    private boolean isWithinBlock(int type) {
        return !complete.isEmpty() && complete.element() && type != MODEL && type != LIBRARY;
    }

    private static boolean takesBlock(Section section) {
        return !section.hasBlock() && (section.keyword() == FN || section.keyword() == FOR);
    }

    private Section start(int index) {
        Section section = new Section(open.size(), tokens.doc(index));
        (open.isEmpty() ? top : open.element().children).add(section);
        current = section;
        return section;
    }

    private boolean startsDeclaration(int index) {
        if (isNoise(index)) {
            ((CommonToken) tokens.list().get(index)).setType(NOISE);
        }
        int type = tokens.type(index);
        boolean keyword = Tokens.isDeclarationKeyword(type) || (type == FOR && startsBlock(index));
        if (!keyword || tokens.startsLine(index)) {
            return keyword;
        }
        int previous = tokens.type(index - 1);
        boolean afterBrace = previous == OPEN_BRACE || previous == CLOSE_BRACE;
        if (afterBrace || (type != FOR && Tokens.endsOperand(previous))) {
            Token token = tokens.list().get(index);
            diagnostics.report(
                    DiagnosticCode.NOT_AT_LINE_START,
                    Tokens.span(tokens.source(), token),
                    "`" + token.getText() + "` starts a declaration, and a declaration starts a line",
                    "Put it on a line of its own.");
            if (current != null) {
                current.fail(); // what it lacks is perhaps on the next line
            }
            return true;
        }
        return false;
    }

    /** Whether this is {@code noise} before a name, where a declaration may start; it is no reserved word. */
    private boolean isNoise(int index) {
        if (tokens.type(index) != NAME
                || index == 0
                || !tokens.list().get(index).getText().equals("noise")
                || !tokens.startsLine(index)
                || tokens.type(index + 1) != NAME
                || tokens.startsLine(index + 1)) {
            return false;
        }
        String next = tokens.list().get(index + 1).getText();
        int previous = tokens.type(index - 1);
        return !next.equals("div")
                && !next.equals("mod")
                && (Tokens.endsOperand(previous) || previous == CLOSE_BRACE || previous == OPEN_BRACE);
    }

    /** Whether a {@code for} has a block, rather than being the clause of an equation. */
    private boolean startsBlock(int index) {
        int previous = tokens.type(index - 1);
        if (!tokens.startsLine(index) && previous != OPEN_BRACE && previous != CLOSE_BRACE) {
            return false;
        }
        for (int i = index + 1; i < tokens.list().size(); i++) {
            int type = tokens.type(i);
            if (type == OPEN_BRACE) {
                return true;
            }
            boolean next = Tokens.isDeclarationKeyword(type) || type == FOR;
            if (type == CLOSE_BRACE || (next && tokens.startsLine(i))) {
                return false;
            }
        }
        return false;
    }
}

package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.grammar.ModelGrammarLexer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of a file and reports characters, numbers and comments that are none. */
final class TokenReader {
    /** So many letters a name may have: a class file with an ending of ours must have a name that a folder can hold. */
    private static final int LONGEST_NAME = 200;

    private final SourceFile source;
    private final Diagnostics diagnostics;
    private final List<Token> list = new ArrayList<>();
    private final Map<Integer, String> docs = new HashMap<>();
    private final Map<Integer, String> trailing = new HashMap<>();
    private final List<Token> comments = new ArrayList<>();
    /** Each text once: a file says most of them often. */
    private final Map<String, String> texts = new HashMap<>();

    private final int @Nullable [] offsets;
    /** The lines and characters, and the names, that have been reported: once is enough. */
    private final Set<String> reported = new HashSet<>();

    private TokenReader(SourceFile source, Diagnostics diagnostics) {
        this.source = source;
        this.diagnostics = diagnostics;
        this.offsets = offsets(source.text());
    }

    static Tokens read(SourceFile source, Diagnostics diagnostics) {
        TokenReader reader = new TokenReader(source, diagnostics);
        ModelGrammarLexer lexer = new ModelGrammarLexer(CharStreams.fromString(source.text()));
        lexer.removeErrorListeners();
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            reader.add((CommonToken) token);
        }
        return new Tokens(source, reader.list, reader.docs, reader.trailing, reader.comments);
    }

    /** The UTF-16 offset of each code point and of the end, or null if they are the same. */
    private static int @Nullable [] offsets(String text) {
        int count = text.codePointCount(0, text.length());
        if (count == text.length()) {
            return null;
        }
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = offsets[i] + Character.charCount(text.codePointAt(offsets[i]));
        }
        return offsets;
    }

    private void add(CommonToken token) {
        place(token);
        switch (token.getType()) {
            case LINE_COMMENT -> lineComment(token);
            case BLOCK_COMMENT -> comment(token);
            case BAD_CHARACTER -> badCharacter(token);
            case MALFORMED_NUMBER -> malformedNumber(token);
            case NUMBER -> number(token);
            case DOT -> dot(token);
            case NAME -> name(token);
            default -> list.add(token);
        }
    }

    private void place(CommonToken token) {
        int start = token.getStartIndex();
        int end = Math.min(token.getStopIndex() + 1, source.text().length());
        if (offsets != null) {
            start = offsets[start];
            end = offsets[Math.min(end, offsets.length - 1)];
        }
        token.setStartIndex(start);
        token.setStopIndex(end - 1);
        token.setText(texts.computeIfAbsent(source.text().substring(start, end), text -> text));
        token.setLine(source.line(start));
        token.setCharPositionInLine(source.column(start) - 1);
    }

    private void lineComment(CommonToken token) {
        comments.add(token);
        Token previous = last();
        if (previous != null && previous.getLine() == token.getLine()) {
            trailing.put(list.size() - 1, DocComment.stripTrailing(token.getText()));
        }
    }

    private void comment(CommonToken token) {
        String text = token.getText();
        if (text.length() < 4 || !text.endsWith("*/")) {
            Span opening = new Span(source, token.getStartIndex(), token.getStartIndex() + 2);
            diagnostics.report(
                    DiagnosticCode.UNTERMINATED_COMMENT,
                    opening,
                    "this comment is never closed",
                    "Close it with `*/`.");
            token.setChannel(Token.DEFAULT_CHANNEL);
            list.add(token);
            return;
        }
        comments.add(token);
        if (text.startsWith("/**") && text.length() > 4) {
            docs.put(list.size(), DocComment.strip(text));
        }
    }

    private void badCharacter(CommonToken token) {
        Token previous = last();
        if (previous != null
                && previous.getType() == BAD_CHARACTER
                && previous.getStopIndex() + 1 == token.getStartIndex()) {
            list.add(token);
            return;
        }
        int codePoint = token.getText().codePointAt(0);
        if (reported.add(token.getLine() + ":" + codePoint)) {
            diagnostics.report(Characters.diagnostic(codePoint, Tokens.span(source, token)));
        }
        list.add(token);
    }

    private void malformedNumber(CommonToken token) {
        String text = token.getText();
        int digits = 0;
        while (digits < text.length() && (isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
            digits++;
        }
        boolean product = !text.startsWith("0x") && text.substring(digits).matches("[\\p{L}&&[^eE]].*");
        boolean suffix = text.substring(digits).matches("[fFdDlL]");
        diagnostics.report(
                DiagnosticCode.MALFORMED_NUMBER,
                Tokens.span(source, token),
                "`" + text + "` is not a number",
                suffix
                        ? "Numbers have no suffix."
                        : product
                                ? "For a product write `" + text.substring(0, digits) + " * " + text.substring(digits)
                                        + "`."
                                : "Numbers look like `12`, `0.5` or `1e-8`.");
        list.add(token);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void number(CommonToken token) {
        Token previous = last();
        if (previous != null && previous.getType() == DOT && isAdjacent(previous, token)) {
            damagedPoint((CommonToken) previous, previous.getStartIndex(), token.getStopIndex() + 1);
        } else if (Double.isInfinite(Double.parseDouble(token.getText()))) {
            diagnostics.report(
                    DiagnosticCode.MALFORMED_NUMBER,
                    Tokens.span(source, token),
                    "this number is larger than any double",
                    "The largest is about 1.8e308; `inf` is infinity.");
        }
        list.add(token);
    }

    private void dot(CommonToken token) {
        Token previous = last();
        if (previous != null && previous.getType() == NUMBER && isAdjacent(previous, token)) {
            damagedPoint(token, previous.getStartIndex(), token.getStopIndex() + 1);
        }
        list.add(token);
    }

    private void damagedPoint(CommonToken point, int start, int end) {
        point.setType(MALFORMED_NUMBER);
        Span span = new Span(source, start, end);
        diagnostics.report(
                DiagnosticCode.MALFORMED_NUMBER,
                span,
                "`" + span.text() + "` is not a number",
                "A point stands between digits: `0.5`, `1.0`.");
    }

    private void name(CommonToken token) {
        String name = Characters.normalize(token.getText());
        if (!name.equals(token.getText())) {
            if (!Characters.isName(name)) {
                diagnostics.report(Characters.diagnostic(token.getText().codePointAt(0), Tokens.span(source, token)));
                token.setType(BAD_CHARACTER);
            }
            token.setText(name);
        }
        int letters = name.codePointCount(0, name.length());
        if (letters > LONGEST_NAME && reported.add(name)) {
            diagnostics.report(
                    DiagnosticCode.LONG_NAME,
                    Tokens.span(source, token),
                    "this name has " + letters + " letters, and " + LONGEST_NAME + " are the most");
        }
        list.add(token);
    }

    private static boolean isAdjacent(Token first, Token second) {
        return first.getStopIndex() + 1 == second.getStartIndex();
    }

    private @Nullable Token last() {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }
}

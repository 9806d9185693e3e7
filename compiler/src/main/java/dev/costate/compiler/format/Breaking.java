package dev.costate.compiler.format;

import dev.costate.compiler.syntax.Lexeme;
import dev.costate.compiler.syntax.Lexeme.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays the lexemes of one item out in lines. What fits on a line stands on one, and so does what is behind the equals
 * sign if that is enough. What does not is broken at its loosest operators, before them; as many operands stand on a
 * line as fit, but each {@code else} and {@code for} starts one.
 */
final class Breaking {
    private static final int WIDTH = 100;
    private static final int STEP = 4;

    /** Where lines are broken, loosest first: before a lexeme of this kind, or behind one. */
    private static final List<Kind> PLACES = List.of(
            Kind.FOR,
            Kind.WHERE,
            Kind.COMMA,
            Kind.ELSE,
            Kind.THEN,
            Kind.OR,
            Kind.AND,
            Kind.RELATION,
            Kind.SUM,
            Kind.ASSIGN,
            Kind.PRODUCT,
            Kind.CLOSE_HEAD);

    private static final Set<Kind> BEHIND = EnumSet.of(Kind.COMMA, Kind.ASSIGN, Kind.CLOSE_HEAD);
    /** Each of these starts a line where there is not room for all. */
    private static final Set<Kind> EACH = EnumSet.of(Kind.FOR, Kind.ELSE);

    private final List<Lexeme> lexemes;
    private final Map<Lexeme, Integer> extra;
    private final List<Line> lines;
    /** The columns that all before a lexeme take on one line. */
    private final int[] columns;
    /** How many lexemes before one end their line whatever follows. */
    private final int[] ends;
    /** The closing bracket of an opening one. */
    private final int[] partner;

    private Line line;
    private boolean mustEnd;

    private Breaking(Item item, Map<Lexeme, Integer> extra, int indent, List<Line> lines) {
        this.lexemes = item.lexemes;
        this.extra = extra;
        this.lines = lines;
        this.line = new Line(item.apart, indent);
        lines.add(line);
        int count = lexemes.size();
        this.columns = new int[count + 1];
        this.ends = new int[count + 1];
        this.partner = new int[count];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            String text = lexemes.get(i).text();
            columns[i + 1] = columns[i] + space(i) + text.codePointCount(0, text.length());
            ends[i + 1] = ends[i] + (lexemes.get(i).isComment() && (startsLine(i) || endsLine(i)) ? 1 : 0);
            if (Spacing.isOpen(lexemes.get(i).kind())) {
                open.push(i);
            } else if (Spacing.isClose(lexemes.get(i).kind())) {
                partner[open.pop()] = i;
            }
        }
    }

    static void layOut(Item item, Map<Lexeme, Integer> extra, int indent, List<Line> lines) {
        Breaking breaking = new Breaking(item, extra, indent, lines);
        breaking.lay(0, item.lexemes.size(), indent + STEP, 0);
        for (Lexeme comment : item.trailing) {
            breaking.end(comment);
        }
    }

    private int space(int index) {
        return index > 0 && Spacing.between(lexemes.get(index - 1), lexemes.get(index))
                ? 1 + extra.getOrDefault(lexemes.get(index), 0)
                : 0;
    }

    /** Whether a comment stands first on its line, and stays so. */
    private boolean startsLine(int comment) {
        return comment > 0
                && lexemes.get(comment - 1).endLine() < lexemes.get(comment).line();
    }

    /** Whether nothing can follow a comment on its line. */
    private boolean endsLine(int index) {
        Lexeme comment = lexemes.get(index);
        boolean last = index + 1 == lexemes.size() || lexemes.get(index + 1).line() > comment.endLine();
        return comment.kind() == Kind.LINE_COMMENT || comment.line() < comment.endLine() || (startsLine(index) && last);
    }

    /** @param after the columns that must stay free behind the last lexeme */
    private void lay(int from, int to, int indent, int after) {
        if (mustEnd) {
            newLine(indent);
        }
        if (fits(from, to, line.width() + after)) {
            for (int i = from; i < to; i++) {
                put(i, indent);
            }
            return;
        }
        int body = from == 0 ? body() : to;
        if (body < to
                && (fits(body, to, indent + after) || lexemes.get(body).text().equals("if"))) {
            lay(0, body, indent, 0);
            newLine(indent);
            lay(body, to, indent, after);
            return;
        }
        int loosest = PLACES.size();
        for (int i = next(from); i < to; i = next(i)) {
            loosest = Math.min(loosest, level(i));
        }
        if (loosest == PLACES.size()) {
            inside(from, to, indent, after);
            return;
        }
        boolean each = EACH.contains(PLACES.get(loosest));
        int start = from;
        for (int i = next(from); i < to; i = next(i)) {
            if (level(i) == loosest) {
                part(start, i, start > from, each, indent, 1, loosest);
                start = i;
            }
        }
        part(start, to, start > from, each, indent, after, loosest);
    }

    /** What stands between two places of one level; the first part stays on the line. */
    private void part(int from, int to, boolean later, boolean each, int indent, int after, int level) {
        if (later && (each || mustEnd || !fits(from, to, line.width() + after))) {
            newLine(indent);
        }
        boolean deeper = later || PLACES.get(level) != Kind.COMMA;
        lay(from, to, deeper ? indent + STEP : indent, after);
    }

    /** Nothing to break at but what is in brackets. */
    private void inside(int from, int to, int indent, int after) {
        for (int i = from; i < to; i++) {
            int close = partner[i];
            put(i, indent);
            if (close > i + 1 && close < to && !fits(i + 1, close + 1, line.width() + after)) {
                lay(i + 1, close, indent, 1);
                put(close, indent);
                i = close;
            }
        }
    }

    /** The lexeme behind this one, or behind the bracket that it opens. */
    private int next(int index) {
        return Math.max(index, partner[index]) + 1;
    }

    /** The token before a lexeme, comments aside. */
    private Kind before(int index) {
        int before = index - 1;
        while (before > 0 && lexemes.get(before).isComment()) {
            before--;
        }
        return lexemes.get(before).kind();
    }

    /** How loose the place before a lexeme is. */
    private int level(int index) {
        Kind before = before(index);
        Kind kind = lexemes.get(index).kind();
        if (lexemes.get(index).isComment()) {
            return PLACES.size(); // stays with what is before it
        }
        int level = PLACES.indexOf(BEHIND.contains(before) ? before : BEHIND.contains(kind) ? Kind.OPERAND : kind);
        return level < 0 ? PLACES.size() : level;
    }

    /** Where what is behind the equals sign begins, or the end if nothing is. */
    private int body() {
        for (int i = 1; i < lexemes.size(); i = next(i)) {
            if (!lexemes.get(i).isComment() && before(i) == Kind.ASSIGN) {
                return i;
            }
        }
        return lexemes.size();
    }

    /** Whether there is room on a line of which so many columns are taken, comments at the end aside. */
    private boolean fits(int from, int to, int taken) {
        int end = to;
        while (end > from && lexemes.get(end - 1).isComment()) {
            end--;
        }
        return ends[end] == ends[from] && taken + columns[end] - columns[from] <= WIDTH;
    }

    private void put(int index, int indent) {
        Lexeme lexeme = lexemes.get(index);
        boolean comment = lexeme.isComment();
        if (!line.isEmpty() && (mustEnd || (comment && startsLine(index)))) {
            newLine(indent);
        }
        mustEnd = comment && endsLine(index);
        if (comment && mustEnd && !line.isEmpty()) {
            end(lexeme);
            return;
        }
        line.code.append(line.isEmpty() ? "" : " ".repeat(space(index)));
        line.code.append(comment ? CommentText.text(lexeme, line.indent) : lexeme.text());
    }

    private void end(Lexeme comment) {
        line.comment.append(line.comment.isEmpty() ? "" : " ").append(CommentText.text(comment, line.indent));
    }

    private void newLine(int indent) {
        line = new Line(false, indent);
        lines.add(line);
        mustEnd = false;
    }
}

package dev.costate.compiler.emit;

/**
 * Lines of Java, indented, and broken where they are too long at the marks that the printers leave before operators and
 * after commas.
 */
final class Lines {
    static final int WIDTH = 118;
    static final int INDENT = 4;

    /** The columns by which the body of a method of a nested class is indented. */
    static final int NESTED = 3 * INDENT;

    /** A place to break, as deep as the difference to the character. */
    private static final char MARK = '\uE000';

    private static final char LAST_MARK = '\uE0FF';

    /** A place to break where there is no space otherwise. */
    static final char CHAIN = '\uE100';

    private final StringBuilder text = new StringBuilder();
    private final int margin;
    private int depth;
    private boolean opened = true;

    /** @param margin the columns to the left that whoever takes the text will indent it by */
    Lines(int margin) {
        this.margin = margin;
    }

    /** A space or a line end, in an expression nested this deep. */
    static char mark(int nesting) {
        return (char) Math.min(MARK + nesting, LAST_MARK);
    }

    private static boolean isMark(char c) {
        return c >= MARK && c <= CHAIN;
    }

    /** A line that opens a block, such as the head of a loop, or one that closes a branch and opens the other. */
    void open(String line) {
        if (line.startsWith("}")) {
            depth--;
        }
        add(line);
        depth++;
        opened = true;
    }

    /** The line that closes a block. */
    void close(String line) {
        depth--;
        add(line);
    }

    /** An empty line, unless a block has just begun. */
    void gap() {
        if (!opened) {
            text.append('\n');
            opened = true;
        }
    }

    void add(String line) {
        int indent = depth * INDENT;
        String rest = line.startsWith("// ") ? cut(line, WIDTH - margin - indent) : line;
        while (margin + indent + rest.length() > WIDTH) {
            int at = breakPoint(rest, WIDTH - margin - indent);
            if (at < 0) {
                break;
            }
            put(indent, rest.substring(0, at));
            rest = rest.substring(at + 1);
            indent = (depth + 2) * INDENT;
        }
        put(indent, rest);
        opened = false;
    }

    /** A comment, which ends where the line does. */
    private static String cut(String comment, int width) {
        return comment.codePointCount(0, comment.length()) <= width
                ? comment
                : comment.substring(0, comment.offsetByCodePoints(0, Math.max(3, width - 1)))
                                .stripTrailing() + "…";
    }

    private void put(int indent, String line) {
        text.append(" ".repeat(indent));
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) != CHAIN) {
                text.append(isMark(line.charAt(i)) ? ' ' : line.charAt(i));
            }
        }
        text.append('\n');
    }

    /** Of the marks in the right two thirds of the line the least nested, the last of these. */
    private static int breakPoint(String line, int width) {
        int best = -1;
        int first = -1;
        for (int i = 0; i < line.length(); i++) {
            if (isMark(line.charAt(i))) {
                if (i <= width && i > width / 3 && (best < 0 || line.charAt(i) <= line.charAt(best))) {
                    best = i;
                } else if (i > width && first < 0) {
                    first = i;
                }
            }
            if (i > width && (best >= 0 || first >= 0)) {
                break;
            }
        }
        return best >= 0 ? best : first;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

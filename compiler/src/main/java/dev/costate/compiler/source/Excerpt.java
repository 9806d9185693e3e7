package dev.costate.compiler.source;

/**
 * A source line as it is shown, and where the carets stand below it, in columns of a terminal.
 *
 * @param line the line, tabs as spaces, cut around the place if it is long
 * @param indent columns before the carets
 * @param carets how many
 */
record Excerpt(String line, int indent, int carets) {
    private static final int TAB = 4;
    private static final int LONGEST = 120;
    private static final int BEFORE = 40;
    private static final String CUT = "…";

    static Excerpt of(Span span) {
        String line = span.file().lineText(span.line());
        int start = Math.min(span.column() - 1, line.length());
        int end = Math.max(start, Math.min(line.length(), start + span.end() - span.start()));
        int from = 0;
        int to = line.length();
        if (line.length() > LONGEST) {
            from = boundary(line, Math.max(0, start - BEFORE));
            to = boundary(line, Math.min(line.length(), from + LONGEST));
        }
        String before = from > 0 ? CUT : "";
        String shown = before + expand(line.substring(from, to), 0) + (to < line.length() ? CUT : "");
        int indent = before.length() + width(expand(line.substring(from, Math.min(start, to)), 0));
        int wide = width(expand(line.substring(from, Math.min(end, to)), 0)) + before.length() - indent;
        return new Excerpt(shown.stripTrailing(), indent, Math.max(1, wide));
    }

    /** The same offset, or the one before, so that no character is cut in two. */
    private static int boundary(String text, int offset) {
        boolean within = offset > 0 && offset < text.length() && Character.isLowSurrogate(text.charAt(offset));
        return within ? offset - 1 : offset;
    }

    /** With tabs as spaces and control characters as question marks. */
    private static String expand(String text, int column) {
        StringBuilder out = new StringBuilder();
        int at = column;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '\t') {
                int spaces = TAB - at % TAB;
                out.append(" ".repeat(spaces));
                at += spaces;
            } else {
                out.appendCodePoint(Character.isISOControl(c) || isSurrogate(c) ? '?' : c);
                at += width(c);
            }
        }
        return out.toString();
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static int width(String text) {
        return text.codePoints().map(Excerpt::width).sum();
    }

    /** The columns a character takes: none for one that combines, two for an East Asian wide one or a picture. */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}

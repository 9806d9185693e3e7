package dev.costate.compiler.emit;

/**
 * Everything a user wrote that ends in a comment passes through here. javac translates {@code \}{@code u000a} before it
 * sees comments, an asterisk and a slash end Javadoc, and characters that turn the direction of writing can make code
 * look like what it is not.
 */
final class Escape {
    private static final int COMMENT_LENGTH = 110;

    private Escape() {}

    /** Text for a {@code //} comment: one line, spaces collapsed, cut if it is long. */
    static String lineComment(String text) {
        return lineComment(text, 0, text.length());
    }

    /** The same for a part of a text, of which no more is looked at than is needed. */
    static String lineComment(String text, int start, int end) {
        StringBuilder line = new StringBuilder();
        int length = 0;
        for (int at = start; at < end; at = text.offsetByCodePoints(at, 1)) {
            int found = text.codePointAt(at);
            int c = isPlain(found) ? found : ' ';
            boolean doubled = c == ' ' && line.length() > 0 && line.charAt(line.length() - 1) == ' ';
            if (doubled || (line.length() == 0 && Character.isWhitespace(c))) {
                continue;
            }
            if (c == 'u' && line.length() > 0 && line.charAt(line.length() - 1) == '\\') {
                line.append(' ');
                length++;
            }
            line.appendCodePoint(c);
            length++;
            if (length > COMMENT_LENGTH && !Character.isWhitespace(c)) {
                line.setLength(line.offsetByCodePoints(0, COMMENT_LENGTH - 1));
                return line.toString().stripTrailing() + "…";
            }
        }
        return line.toString().stripTrailing();
    }

    /** Text for Javadoc, in lines as it was written. */
    static String javadoc(String text) {
        StringBuilder out = new StringBuilder();
        for (String line : text.split("\\R", -1)) {
            out.append(html(harmless(line)).stripTrailing()).append('\n');
        }
        return out.toString().strip();
    }

    /** No character that javac or a reader could take for anything but text. */
    private static String harmless(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(isPlain(c) ? c : ' '));
        return out.toString().replace("\\u", "\\ u");
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("{", "&#123;")
                .replace("}", "&#125;")
                .replace("*/", "*&#47;");
    }
}

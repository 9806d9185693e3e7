package dev.costate.compiler.emit;

/**
 * Everything a user wrote that ends in a comment passes through here. javac translates {@code \}{@code u000a} before it
 * sees comments, an asterisk and a slash end Javadoc, and characters that turn the direction of writing can make code
 * look like what it is not.
 */
final class Escape {
    private static final int COMMENT_LENGTH = 90;

    private Escape() {}

    /** Text for a {@code //} comment: one line, spaces collapsed, cut if it is long. */
    static String lineComment(String text) {
        String line = harmless(text).replaceAll("\\s+", " ").strip();
        if (line.codePointCount(0, line.length()) > COMMENT_LENGTH) {
            line = line.substring(0, line.offsetByCodePoints(0, COMMENT_LENGTH - 1))
                            .stripTrailing() + "…";
        }
        return line;
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

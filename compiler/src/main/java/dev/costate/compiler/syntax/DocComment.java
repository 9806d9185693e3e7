package dev.costate.compiler.syntax;

import java.util.List;
import java.util.stream.Collectors;

/** The text within a documentation comment, or of a comment that ends the line of a declaration. */
final class DocComment {
    private DocComment() {}

    /** Without the delimiters, the stars that lines begin with, and the space around. */
    static String strip(String comment) {
        List<String> lines = comment.substring(3, comment.length() - 2).lines().toList();
        return lines.stream()
                .map(DocComment::stripLine)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** Without the slashes and the space around. */
    static String stripTrailing(String comment) {
        int text = 0;
        while (text < comment.length() && comment.charAt(text) == '/') {
            text++;
        }
        return comment.substring(text).strip();
    }

    private static String stripLine(String line) {
        String text = line.strip();
        if (!text.startsWith("*")) {
            return text;
        }
        return text.startsWith("* ") ? text.substring(2) : text.substring(1);
    }
}

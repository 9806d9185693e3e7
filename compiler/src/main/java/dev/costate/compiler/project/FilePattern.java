package dev.costate.compiler.project;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Patterns for paths as build tools write them: {@code ?} is one character, {@code *} any number within a name,
 * {@code **} any number of folders; {@code models/} means everything below.
 */
final class FilePattern {
    private FilePattern() {}

    /** Whether one of the patterns describes a path that is separated by {@code /}. */
    static Predicate<String> anyOf(List<String> patterns) {
        List<Pattern> compiled =
                patterns.stream().map(p -> Pattern.compile(regex(p))).toList();
        return path -> compiled.stream().anyMatch(p -> p.matcher(path).matches());
    }

    private static String regex(String pattern) {
        String text = pattern.strip().replace('\\', '/');
        if (text.endsWith("/")) {
            text += "**";
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("**/", i)) {
                regex.append("(?:[^/]+/)*");
                i += 2;
            } else if (text.startsWith("/**", i) && i + 3 == text.length()) {
                regex.append("(?:/.*)?");
                i += 2;
            } else if (text.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                regex.append(one(text.charAt(i)));
            }
        }
        return regex.toString();
    }

    private static String one(char c) {
        return switch (c) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            default -> Pattern.quote(String.valueOf(c));
        };
    }
}

package dev.costate.compiler.format;

import dev.costate.compiler.syntax.Lexeme;
import java.util.List;

/** The text of comments, and where those at the ends of lines stand. */
final class CommentText {
    /** A line may push the comments of its neighbours so far to the right, and no farther. */
    private static final int FARTHEST = 40;

    private CommentText() {}

    /** Stars below the first are set in a column; other lines within are kept as they are. */
    static String text(Lexeme comment, int indent) {
        List<String> lines = comment.text().lines().map(String::stripTrailing).toList();
        boolean stars = lines.stream().skip(1).allMatch(l -> l.strip().startsWith("*"));
        StringBuilder text = new StringBuilder(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            text.append('\n').append(stars ? " ".repeat(indent + 1) + line.strip() : line);
        }
        return text.toString();
    }

    /**
     * Puts the comments of neighbouring lines below each other. A run goes over one line without a comment, not over
     * two.
     */
    static void align(List<Line> lines) {
        int from = 0;
        for (int i = 1; i <= lines.size(); i++) {
            boolean gap = i > 1 && i < lines.size() && isBare(lines.get(i - 1)) && isBare(lines.get(i));
            if (i == lines.size() || lines.get(i).apart || gap) {
                alignRun(lines.subList(from, i));
                from = i;
            }
        }
    }

    private static boolean isBare(Line line) {
        return line.comment.isEmpty();
    }

    private static void alignRun(List<Line> run) {
        List<Line> ended = run.stream().filter(l -> !l.comment.isEmpty()).toList();
        int least = ended.stream().mapToInt(Line::width).min().orElse(0);
        int column = ended.stream()
                .mapToInt(Line::width)
                .filter(w -> w <= least + FARTHEST)
                .max()
                .orElse(0);
        for (Line line : ended) {
            int spaces = Math.max(0, column - line.width()) + 2;
            line.code.append(" ".repeat(spaces)).append(line.comment);
        }
    }
}

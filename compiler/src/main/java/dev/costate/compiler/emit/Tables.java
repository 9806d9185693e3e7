package dev.costate.compiler.emit;

import dev.costate.compiler.java.JavaPrinter;
import java.util.ArrayList;
import java.util.List;

/** Tables in Javadoc, aligned for those who read the source; long texts in the last column go on below. */
final class Tables {
    /** What stands before a row in a comment. */
    private static final int MARGIN = " * ".length();

    private Tables() {}

    /** A titled table; its cells may hold any text. */
    static String table(String title, List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(head);
        all.addAll(rows);
        int columns = head.size();
        int[] widths = new int[columns];
        for (List<String> row : all) {
            for (int k = 0; k < columns; k++) {
                widths[k] = Math.max(widths[k], row.get(k).length());
            }
        }
        StringBuilder text = new StringBuilder("<p>" + title + ":\n<pre>\n");
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < columns - 1; k++) {
                line.append(row.get(k)).append(" ".repeat(widths[k] - row.get(k).length() + 2));
            }
            String margin = " ".repeat(line.length());
            for (String part : broken(row.get(columns - 1), JavaPrinter.WIDTH - MARGIN - line.length())) {
                text.append(Escape.javadoc("|" + line + part).substring(1)).append('\n');
                line.replace(0, line.length(), margin);
            }
        }
        return text.append("</pre>\n").toString();
    }

    /** A text in lines of this width, where words allow it. */
    private static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', Math.max(width, 1));
            if (space <= 0) {
                break;
            }
            lines.add(rest.substring(0, space));
            rest = rest.substring(space + 1);
        }
        lines.add(rest);
        return lines;
    }
}

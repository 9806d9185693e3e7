package dev.costate.compiler.emit;

import java.util.ArrayList;
import java.util.List;

/** Tables in Javadoc, aligned for those who read the source. */
final class Tables {
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
            for (int k = 0; k < columns; k++) {
                line.append(row.get(k)).append(" ".repeat(widths[k] - row.get(k).length() + 2));
            }
            text.append(Escape.javadoc("|" + line).substring(1)).append('\n');
        }
        return text.append("</pre>\n").toString();
    }
}

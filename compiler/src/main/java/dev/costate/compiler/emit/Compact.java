package dev.costate.compiler.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java as JavaPoet prints it, with short comments on one line, long ones broken, and no empty line between fields. */
final class Compact {
    private static final Pattern COMMENT = Pattern.compile("(?m)^( *)/\\*\\*\n *\\* (?!@)(.*)\n *\\*/$");
    private static final Pattern TEXT = Pattern.compile("( *\\* )(.*)");
    private static final Pattern CLASS = Pattern.compile(" *(?:(?:public|private|static|final) )*class .*\\{");
    private static final Pattern FIELD = Pattern.compile(" *[^ /*@].*;");

    private final List<String> lines = new ArrayList<>();
    /** Whether the fields of a class go on: they stand at its beginning. */
    private boolean inFields;

    private boolean inComment;
    private boolean inTable;

    private Compact() {}

    static String of(String text) {
        String[] lines = COMMENT.matcher(text)
                .replaceAll(comment ->
                        Matcher.quoteReplacement(oneLine(comment.group(1), comment.group(2), comment.group())))
                .split("\n", -1);
        Compact compact = new Compact();
        for (int k = 0; k < lines.length; k++) {
            compact.add(lines[k], k + 1 < lines.length ? lines[k + 1] : "");
        }
        return String.join("\n", compact.lines);
    }

    private static String oneLine(String margin, String text, String otherwise) {
        String line = margin + "/** " + text + " */";
        return line.length() > Lines.WIDTH ? otherwise : line;
    }

    private void add(String line, String next) {
        if (CLASS.matcher(line).matches()) {
            inFields = true;
        } else if (inFields && !line.isEmpty()) {
            inFields = FIELD.matcher(line).matches();
        }
        if (line.isEmpty() && inFields && FIELD.matcher(next).matches()) {
            return;
        }
        inComment = line.endsWith("/**") || (inComment && !line.endsWith("*/"));
        inTable = line.endsWith("* <pre>") || (inTable && !line.endsWith("* </pre>"));
        Matcher text = TEXT.matcher(line);
        if (inComment && !inTable && line.length() > Lines.WIDTH && text.matches()) {
            comment(text.group(1), text.group(2));
        } else {
            lines.add(line);
        }
    }

    private void comment(String margin, String text) {
        String rest = text;
        int width = Lines.WIDTH - margin.length();
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            if (space <= 0) {
                break;
            }
            lines.add(margin + rest.substring(0, space));
            rest = rest.substring(space + 1);
        }
        lines.add(margin + rest);
    }
}

package dev.costate.compiler.emit;

import dev.costate.compiler.java.JavaPrinter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Java as JavaPoet prints it, with comments of one paragraph begun on their first line and ended on their last, long
 * ones broken, methods of one statement on one line, no empty line between fields, and fields of one type in one
 * declaration.
 */
final class Compact {
    private static final String TEXT_BEGIN = "* ";
    private static final Pattern METHOD =
            Pattern.compile("( {4}| {8})(?!if |for |while |switch |try |do |else )[^ /*@}].*\\) (?:throws .*)?\\{");
    private static final Pattern ONE_LINE = Pattern.compile(" */\\*\\* .* \\*/");
    private static final Pattern TEXT = Pattern.compile("( *(?:/\\*)?\\* )(.*)");
    private static final Pattern CLASS = Pattern.compile(" *(?:(?:public|private|static|final) )*class .*\\{");
    private static final String IMPLEMENTS = " implements ";
    private static final Pattern FIELD = Pattern.compile(" *[^ /*@].*;");
    /** A field with no value, or a number. */
    private static final Pattern PLAIN_FIELD =
            Pattern.compile("( *(?:(?:private|static|final|transient) )*[\\w.\\[\\]]+ )([^ ;(=]+(?: = -?\\d+)?);");

    private final List<String> lines = new ArrayList<>();
    /** Whether the fields of a class go on: they stand at its beginning. */
    private boolean inFields;
    /** What a plain field begins with if it is declared with the one before, which has no comment; else empty. */
    private String declared = "";

    private boolean inComment;
    private boolean inTable;

    private Compact() {}

    static String of(String text) {
        String[] lines = paragraphs(text.split("\n", -1)).toArray(String[]::new);
        Compact compact = new Compact();
        for (int k = 0; k < lines.length; k++) {
            String method = method(lines, k);
            if (method == null) {
                compact.add(lines, k);
            } else {
                compact.add(new String[] {method}, 0);
                k += 2;
            }
        }
        return String.join("\n", compact.lines);
    }

    /** The lines, with comments of one paragraph begun on their first line and ended on their last. */
    private static List<String> paragraphs(String[] lines) {
        List<String> all = new ArrayList<>();
        for (int k = 0; k < lines.length; k++) {
            int end = end(lines, k);
            all.add(end < 0 ? lines[k] : lines[k] + " " + lines[k + 1].strip().substring(TEXT_BEGIN.length()));
            if (end >= 0) {
                all.addAll(Arrays.asList(lines).subList(k + 2, end));
                all.set(all.size() - 1, all.get(all.size() - 1) + " */");
                k = end;
            }
        }
        return all;
    }

    /** Where a comment of one paragraph ends, if one begins there; else -1. */
    private static int end(String[] lines, int begin) {
        int end = begin + 1;
        if (lines[begin].endsWith("/**")) {
            while (end < lines.length && lines[end].stripLeading().startsWith(TEXT_BEGIN)) {
                end++;
            }
        }
        boolean isText = end > begin + 1 && end < lines.length && lines[end].endsWith("*/");
        return isText && !lines[begin + 1].stripLeading().startsWith(TEXT_BEGIN + "@") ? end : -1;
    }

    /** A method of one statement on one line, if that is what begins there and it has room. */
    private static @Nullable String method(String[] lines, int at) {
        if (at + 2 >= lines.length || !lines[at].endsWith("{") || !lines[at + 1].endsWith(";")) {
            return null;
        }
        String line = lines[at] + " " + lines[at + 1].strip() + " }";
        Matcher head = METHOD.matcher(lines[at]);
        return line.length() <= JavaPrinter.WIDTH
                        && lines[at + 2].endsWith("}")
                        && head.matches()
                        && lines[at + 2].equals(head.group(1) + "}")
                ? line
                : null;
    }

    /** The first line from there that is no one-line comment, of which each field has one at most. */
    private static String code(String[] lines, int from) {
        int at = from < lines.length && ONE_LINE.matcher(lines[from]).matches() ? from + 1 : from;
        return at < lines.length ? lines[at] : "";
    }

    private void add(String[] all, int number) {
        String line = all[number];
        if (line.endsWith("{") && CLASS.matcher(line).matches()) {
            inFields = true;
        } else if (inFields && !line.isEmpty()) {
            inFields = FIELD.matcher(line).matches() || ONE_LINE.matcher(line).matches();
        }
        if (line.isEmpty() && inFields && FIELD.matcher(code(all, number + 1)).matches()) {
            return;
        }
        if (inFields && isDeclared(line)) {
            return;
        }
        boolean begins = line.stripLeading().startsWith("/**");
        boolean commented = begins || inComment;
        inComment = commented && !line.endsWith("*/");
        inTable = line.endsWith("* <pre>") || (inTable && !line.endsWith("* </pre>"));
        Matcher text = commented && !inTable && line.length() > JavaPrinter.WIDTH ? TEXT.matcher(line) : null;
        if (text != null && text.matches()) {
            comment(text.group(1), text.group(2), begins ? line.indexOf('/') : -1);
        } else if (line.length() > JavaPrinter.WIDTH && CLASS.matcher(line).matches() && line.contains(IMPLEMENTS)) {
            int at = line.indexOf(IMPLEMENTS);
            lines.add(line.substring(0, at));
            lines.add(" ".repeat(JavaPrinter.METHOD) + line.substring(at + 1));
        } else {
            lines.add(line);
        }
    }

    /** Puts a plain field into the declaration before it, if that is of its type and there is room. */
    private boolean isDeclared(String line) {
        Matcher field = PLAIN_FIELD.matcher(line);
        boolean isPlain = field.matches();
        int last = lines.size() - 1;
        if (isPlain && field.group(1).equals(declared)) {
            String before = lines.get(last);
            String both = before.substring(0, before.length() - 1) + ", " + field.group(2) + ";";
            if (both.length() <= JavaPrinter.WIDTH) {
                lines.set(last, both);
                return true;
            }
        }
        declared = isPlain && !ONE_LINE.matcher(lines.get(last)).matches() ? field.group(1) : "";
        return false;
    }

    /** @param begin where a comment begins, whose further lines stand one column to the right; else -1 */
    private void comment(String first, String text, int begin) {
        String margin = first;
        String rest = text;
        while (margin.length() + rest.length() > JavaPrinter.WIDTH) {
            int space = rest.lastIndexOf(' ', JavaPrinter.WIDTH - margin.length());
            if (space > 0 && rest.startsWith(" */", space)) {
                space = rest.lastIndexOf(' ', space - 1);
            }
            if (space <= 0) {
                break;
            }
            lines.add(margin + rest.substring(0, space));
            rest = rest.substring(space + 1);
            margin = begin < 0 ? margin : " ".repeat(begin + 1) + "* ";
        }
        lines.add(margin + rest);
    }
}

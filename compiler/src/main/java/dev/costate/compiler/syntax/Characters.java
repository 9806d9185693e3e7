package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Span;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What characters mean: how names are normalised, and what to say of a character that has no place. */
final class Characters {
    private static final Map<String, String> REPLACEMENTS = Map.ofEntries(
            Map.entry("×", "`*`"),
            Map.entry("·", "`*`"),
            Map.entry("⋅", "`*`"),
            Map.entry("÷", "`/`"),
            Map.entry("−", "`-`"),
            Map.entry("–", "`-`"),
            Map.entry("²", "`^2`"),
            Map.entry("³", "`^3`"),
            Map.entry("≤", "`<=`"),
            Map.entry("≥", "`>=`"),
            Map.entry("≠", "`!=`"),
            Map.entry("∑", "`sum(i)`"),
            Map.entry("∏", "`prod(i)`"),
            Map.entry("√", "`sqrt(x)`"),
            Map.entry("∞", "`inf`"),
            Map.entry("&", "`and`"),
            Map.entry("|", "`or`"),
            Map.entry("!", "`not`"),
            Map.entry("%", "`mod`"));

    private Characters() {}

    /** The form in which names are compared. */
    static String normalize(String name) {
        boolean ascii = name.chars().allMatch(c -> c < 128);
        if (ascii) {
            return name;
        }
        String normal = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return normal.equals("π") ? "pi" : normal;
    }

    /** Whether a normalised text is a name. */
    static boolean isName(String text) {
        return !text.isEmpty()
                && (Character.isLetter(text.codePointAt(0)) || text.charAt(0) == '_')
                && text.codePoints().allMatch(c -> c == '_' || Character.isLetterOrDigit(c) || isMark(c));
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    static Diagnostic diagnostic(int codePoint, Span span) {
        String text = Character.toString(codePoint);
        boolean visible = !Character.isISOControl(codePoint)
                && !Character.isWhitespace(codePoint)
                && !Character.isSpaceChar(codePoint)
                && Character.getType(codePoint) != Character.FORMAT
                && Character.getType(codePoint) != Character.SURROGATE;
        String number = String.format(Locale.ROOT, "U+%04X", codePoint);
        String shown = visible ? "`" + text + "` (" + number + ")" : number;
        String replacement = REPLACEMENTS.get(text);
        String hint;
        if (replacement != null) {
            hint = "Write " + replacement + ".";
        } else if (text.equals(";")) {
            hint = "Declarations end with their line; leave it out.";
        } else {
            hint = null;
        }
        return new Diagnostic(
                Code.BAD_CHARACTER, span, "the character " + shown + " has no meaning here", List.of(), hint);
    }
}

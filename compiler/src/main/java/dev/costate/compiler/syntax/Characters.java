package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What characters mean: how names are normalised, and what to say of a character that has no place. */
final class Characters {
    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("×", "Write `*`."),
            Map.entry("·", "Write `*`."),
            Map.entry("⋅", "Write `*`."),
            Map.entry("÷", "Write `/`."),
            Map.entry("−", "Write `-`."),
            Map.entry("–", "Write `-`."),
            Map.entry("²", "Write `^2`."),
            Map.entry("³", "Write `^3`."),
            Map.entry("≤", "Write `<=`."),
            Map.entry("≥", "Write `>=`."),
            Map.entry("≠", "Write `!=`."),
            Map.entry("∑", "Write `sum(i)`."),
            Map.entry("∏", "Write `prod(i)`."),
            Map.entry("√", "Write `sqrt(x)`."),
            Map.entry("∞", "Write `inf`."),
            Map.entry("&", "Write `and`."),
            Map.entry("|", "Write `or`; for an absolute value, `abs(x)`."),
            Map.entry("!", "Write `not`."),
            Map.entry("%", "Write `mod`."),
            Map.entry("?", "Write `if … then … else …`."),
            Map.entry("@", "Write a product of matrices as a sum: `sum(k) A[i, k] * B[k, j]`."),
            Map.entry("'", "A transpose is written by its subscripts: `A[j, i]`."),
            Map.entry("\"", "A model holds numbers only."),
            Map.entry("#", "A comment starts with `//`."),
            Map.entry(
                    "~",
                    "A distribution is a term of an output, its log density: `import Distributions` and "
                            + "`output lp = sum(i) normal_logpdf(y[i], mu, sigma)`."),
            Map.entry(";", "Declarations end with their line; leave it out."));

    private Characters() {}

    /** The form in which names are compared. */
    static String normalize(String name) {
        if (isAscii(name)) {
            return name;
        }
        String normal = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return normal.equals("π") ? "pi" : normal;
    }

    private static boolean isAscii(String text) {
        for (int k = 0; k < text.length(); k++) {
            if (text.charAt(k) >= 128) {
                return false;
            }
        }
        return true;
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
        return new Diagnostic(
                DiagnosticCode.BAD_CHARACTER,
                span,
                "the character " + shown + " has no meaning here",
                List.of(),
                HINTS.get(text));
    }
}

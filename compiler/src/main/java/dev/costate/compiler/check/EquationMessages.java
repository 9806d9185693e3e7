package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.EquationPart;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of equations: of the shapes of what they define, of elements that need themselves, of having none. */
final class EquationMessages {
    private EquationMessages() {}

    static Diagnostic noOutput(Identifier model) {
        return new Diagnostic(DiagnosticCode.NO_OUTPUT, model.span(), "model `" + model + "` has no output")
                .withHint("Declare what is wanted with `output` in place of `let`.");
    }

    /** That an integer on the way to what is declared leaves 64 bits. */
    static Diagnostic tooLarge(Symbol symbol) {
        return new Diagnostic(
                DiagnosticCode.INTEGER_ARITHMETIC,
                symbol.span(),
                "an integer that is needed for `" + symbol + "` does not fit into 64 bits");
    }

    /** That a quantity without subscripts uses itself. */
    static Diagnostic circle(Symbol symbol, Span use) {
        return circle(symbol, symbol.span(), symbol + " → " + symbol, List.of(use(symbol.text(), symbol.text(), use)));
    }

    /**
     * That elements need themselves.
     *
     * @param reason the circle, or the elements for which there is no order
     * @param notes where each uses the next
     */
    static Diagnostic circle(EquationPart part, String reason, List<Note> notes) {
        return circle(part.symbol(), part.equation().name().span(), reason, notes)
                .withHint(
                        part.subscripts().isEmpty()
                                ? null
                                : "An element may use those that come earlier, when each index runs upward or"
                                        + " downward.");
    }

    private static Diagnostic circle(Symbol symbol, Span span, String reason, List<Note> notes) {
        return new Diagnostic(DiagnosticCode.CYCLE, span, "`" + symbol + "` is defined by itself: " + reason)
                .withNotes(notes);
    }

    /** Where one element uses another. */
    static Note use(String reader, String read, Span place) {
        return new Note(place, "`" + reader + "` uses `" + read + "` here");
    }

    static Diagnostic subscriptCounts(EquationPart part, EquationPart other) {
        return new Diagnostic(
                        DiagnosticCode.SUBSCRIPT_COUNT,
                        part.equation().name().span(),
                        "`" + part.symbol() + "` has "
                                + Phrases.subscripts(part.subscripts().size()) + " here and "
                                + other.subscripts().size() + " in another equation")
                .withNote(other.equation().name().span(), "the other equation is here");
    }

    static Diagnostic sizeOfData(Symbol symbol, Poly size, Span span) {
        return new Diagnostic(
                        DiagnosticCode.SIZE_OF_DATA,
                        span,
                        "the size of this axis of `" + symbol + "` depends on " + size
                                + ", and sizes follow from dims alone")
                .withHint("Let the index run over dims and put an `if` in the value, or leave the array out and sum"
                        + " directly.");
    }

    static Diagnostic integerOutput(Symbol output) {
        return integers(output.span(), "`" + output + "` is an output, and outputs are real numbers")
                .withHint("Compute it with `let`, and declare an output of it: `output y = …`.");
    }

    /** That an equation in the block of a function is of integers. */
    static Diagnostic integerInFunction(Symbol quantity) {
        return integers(quantity.span(), "`" + quantity + "` is of integers, and equations of integers stand in models")
                .withHint("Compute it outside, and hand it over.");
    }

    static Diagnostic mixedTypes(EquationPart part, EquationPart other) {
        return integers(
                        part.equation().name().span(),
                        "`" + part.symbol() + "` is of " + type(part) + " here and of " + type(other)
                                + " in another equation")
                .withNote(other.equation().name().span(), "the other equation is here");
    }

    private static String type(EquationPart part) {
        return part.equation().integer() ? "integers" : "real numbers";
    }

    /** That a binder in an equation of integers is none of those, or is of real numbers. */
    static Diagnostic notOfIntegers(Expression.Binder binder, boolean known) {
        return integers(
                binder.span(),
                known
                        ? "in an equation of integers `" + binder.name() + "` is of integers, in its condition too"
                        : "`" + binder.name()
                                + "` is a real number: in an equation of integers stand `count`, `sum`, `max` and"
                                + " `min`");
    }

    /** That a greatest or least integer may be one of none. */
    static Diagnostic extremeOfNothing(Expression.Binder binder) {
        return integers(
                        binder.span(),
                        "over nothing `" + binder.name()
                                + "` is no integer: in an equation of integers it runs over what is never empty,"
                                + " without a condition")
                .withHint("Choose what counts in its body, as in `" + binder.name() + "(i) (if … then n[i] else 0)`.");
    }

    /** That a count stands where it cannot be computed by itself. */
    static Diagnostic countApart(Expression.Binder binder) {
        return integers(
                        binder.span(),
                        "within an equation of integers `" + binder.name()
                                + "` stands outside of branches, and uses none of the quantities that are defined together")
                .withHint("Give it an equation of its own.");
    }

    private static Diagnostic integers(Span span, String message) {
        return new Diagnostic(DiagnosticCode.INTEGER_EQUATION, span, message);
    }

    /** @param sizes those of which none is known to be the greatest */
    static Diagnostic unknownLength(Symbol symbol, List<Poly> sizes, Span span) {
        return new Diagnostic(
                        DiagnosticCode.UNKNOWN_LENGTH,
                        span,
                        "it is not known which is greater of "
                                + sizes.stream().map(Poly::toString).collect(Collectors.joining(" and ")) + ", so `"
                                + symbol + "` has no definite length on this axis")
                .withHint("Bound a dim with `>=`.");
    }
}

package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.List;
import java.util.Objects;

/** What is said of dims and sizes, of signatures that do not tell them, and of names that are defined by themselves. */
final class SizeMessages {
    private SizeMessages() {}

    static Diagnostic leastSize(Span span) {
        return new Diagnostic(
                DiagnosticCode.SIZE_FORM, span, "the least value of a dim is an integer that is not negative");
    }

    static Diagnostic negative(Span span, Poly size) {
        return new Diagnostic(DiagnosticCode.NEGATIVE_SIZE, span, "this size is " + size + ", and no size is negative");
    }

    /**
     * That a size or the bound of a range fits no array.
     *
     * @param what what the integer is, with its article
     */
    static Diagnostic tooLarge(Span span, String what, Poly integer) {
        return new Diagnostic(
                DiagnosticCode.LARGE_SIZE,
                span,
                what + " is " + integer + ", and an array has at most " + Integer.MAX_VALUE + " entries");
    }

    /** That a declared array has too many elements. */
    static Diagnostic tooLarge(Tensor tensor) {
        return new Diagnostic(
                DiagnosticCode.LARGE_SIZE,
                Objects.requireNonNull(tensor.span()), // what is declared has a place
                "`" + tensor.name() + "` of shape " + tensor.shape() + " has more entries than the " + Integer.MAX_VALUE
                        + " that an array has at most");
    }

    static Diagnostic twoParameters(Symbol function, Identifier second, Span first) {
        return parameter(second, "`" + function + "` has two parameters `" + second + "`", first);
    }

    static Diagnostic parameterAndSize(Symbol function, Identifier parameter, Span size) {
        return parameter(parameter, "`" + parameter + "` is a parameter of `" + function + "` and a size", size);
    }

    /** That the bound of a parameter is made of names. */
    static Diagnostic boundOfParameter(Declaration.Parameter parameter, Span domain) {
        return new Diagnostic(
                        DiagnosticCode.DOMAIN, domain, "the bounds of `" + parameter.name() + "` are to be numbers")
                .withHint("As in `" + parameter.name() + " > 0`, `" + parameter.name() + " in 0 .. 1`.");
    }

    private static Diagnostic parameter(Identifier name, String message, Span first) {
        return new Diagnostic(DiagnosticCode.DUPLICATE_NAME, name.span(), message).withNote(first, "the first is here");
    }

    static Diagnostic unknown(Symbol function, Expression.Name size) {
        return new Diagnostic(
                        DiagnosticCode.UNKNOWN_SIZE,
                        size.span(),
                        "the arguments of `" + function + "` do not say what the size `" + size.name() + "` is")
                .withHint("Some parameter needs an axis that is just `" + size.name() + "`.");
    }

    /**
     * That sizes or constants need each other.
     *
     * @param way their names along the circle
     * @param notes where each uses the next
     */
    static Diagnostic circle(Symbol start, String way, List<Note> notes) {
        return new Diagnostic(DiagnosticCode.CYCLE, start.span(), "`" + start + "` is defined by itself: " + way)
                .withNotes(notes);
    }

    /** The same of functions that call each other without end. */
    static Diagnostic recursion(Symbol start, String way, List<Note> notes) {
        return new Diagnostic(DiagnosticCode.FUNCTION_RECURSION, start.span(), "`" + start + "` calls itself: " + way)
                .withNotes(notes);
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Identifier;
import java.util.List;

/** What is said of the bodies of functions: of their results, their names, and of calls that come to no end. */
final class FunctionMessages {
    private FunctionMessages() {}

    static Diagnostic undefinedResult(Symbol function, Identifier result) {
        return new Diagnostic(
                DiagnosticCode.FUNCTION_RESULT,
                result.span(),
                "no equation in the block of `" + function + "` defines its result `" + result + "`");
    }

    static Diagnostic output(Symbol output) {
        return new Diagnostic(
                        DiagnosticCode.FUNCTION_RESULT,
                        output.span(),
                        "`" + output + "` is an output, and a function has none: its result is named in its signature")
                .withHint("Write `let`.");
    }

    /** @param place where the result is defined */
    static Diagnostic resultShape(Identifier result, Span place, List<Poly> shape, List<Poly> declared) {
        return new Diagnostic(
                DiagnosticCode.FUNCTION_RESULT,
                place,
                "the equation makes `" + result + "` " + Phrases.ofShape(shape) + ", and the signature says "
                        + Phrases.ofShape(declared));
    }

    /** That a quantity of the block is called like a parameter or size. */
    static Diagnostic nameOfParameter(Symbol quantity, Symbol function) {
        return new Diagnostic(
                DiagnosticCode.DUPLICATE_NAME,
                quantity.span(),
                "`" + quantity + "` has the name of a parameter or size of `" + function + "`");
    }

    static Diagnostic declaredTwice(Symbol first, Symbol second) {
        return new Diagnostic(DiagnosticCode.DUPLICATE_NAME, second.span(), "`" + second + "` is declared twice")
                .withNote(first.span(), "the first is here");
    }

    /**
     * That a function calls itself without end.
     *
     * @param way the functions along the circle
     * @param notes where each calls the next
     */
    static Diagnostic recursion(Symbol function, String way, List<Note> notes) {
        boolean arrays = function.signature() != null && function.signature().takesArrays();
        return new Diagnostic(
                        DiagnosticCode.FUNCTION_RECURSION, function.span(), "`" + function + "` calls itself: " + way)
                .withNotes(notes)
                .withHint(
                        arrays
                                ? "A function may call itself if the sizes in its signature are constants that shrink"
                                        + " with every call."
                                : null);
    }
}

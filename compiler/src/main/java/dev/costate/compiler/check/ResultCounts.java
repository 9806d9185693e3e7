package dev.costate.compiler.check;

import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.List;

/** Holds the number of names for the results of a call against the number of results. */
final class ResultCounts {
    private final Reporter reporter;

    ResultCounts(Reporter reporter) {
        this.reporter = reporter;
    }

    /** Whether a call has a name for each result of a declared function; reports it if not. */
    boolean agree(Symbol symbol, Expression.Call e) {
        int results = ((Declaration.Function) symbol.declaration()).resultCount();
        return agree(results, e, symbol.text(), List.of(new Note(symbol.span(), "it is declared here")));
    }

    /** The same for a function of the language, which has one result. */
    boolean agree(Expression.Call e) {
        return agree(1, e, e.name().name(), List.of());
    }

    private boolean agree(int results, Expression.Call e, String function, List<Note> notes) {
        int names = e.result() == null ? 1 : e.result().count();
        if (names == results) {
            return true;
        }
        String arguments = e.arguments().isEmpty() ? "()" : "(…)";
        reporter.report(
                DiagnosticCode.RESULT_COUNT,
                e.span(),
                "`" + function + "` has " + Reporter.count(results, "result", "results") + ", and here "
                        + (e.result() == null ? "one number or array is wanted" : "are names for " + names),
                notes,
                results == 1
                        ? "Write `let y = " + function + arguments + "`."
                        : e.result() == null
                                ? "Name them: `let (a, b" + (results > 2 ? ", …" : "") + ") = " + function + arguments
                                        + "`; `_` leaves one out."
                                : "In the place of one that is not needed write `_`.");
        return false;
    }
}

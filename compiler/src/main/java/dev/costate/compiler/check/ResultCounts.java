package dev.costate.compiler.check;

import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import org.jspecify.annotations.Nullable;

/** Holds the number of names for the results of a call against the number of results. */
final class ResultCounts {
    private final Reporter reporter;

    ResultCounts(Reporter reporter) {
        this.reporter = reporter;
    }

    /** Whether a call has a name for each result of a declared function; reports it if not. */
    boolean agree(Symbol symbol, Expression.Call e) {
        int results = ((Declaration.Function) symbol.declaration()).resultCount();
        return agree(results, e, symbol.text(), symbol.span());
    }

    /** The same for a function of the language, which has one result. */
    boolean agree(Expression.Call e) {
        return agree(1, e, e.name().name(), null);
    }

    private boolean agree(int results, Expression.Call e, String function, @Nullable Span declared) {
        int names = e.result() == null ? 1 : e.result().count();
        if (names != results) {
            reporter.report(CallMessages.resultCount(e, function, results, declared));
        }
        return names == results;
    }
}

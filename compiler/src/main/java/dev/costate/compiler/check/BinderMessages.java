package dev.costate.compiler.check;

import dev.costate.compiler.ir.Range;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.source.Spelling;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.Set;

/** What is said of sums and other binders, of softmax, and of indices that nothing uses. */
final class BinderMessages {
    private BinderMessages() {}

    static Diagnostic emptyMean(Identifier index, Range range) {
        return new Diagnostic(
                DiagnosticCode.EMPTY_MEAN,
                index.span(),
                "this is the mean of nothing: `" + index + "` runs from " + range.from() + " to "
                        + range.to().plus(-1) + " and takes no value");
    }

    /** That a softmax has a range of its own. */
    static Diagnostic softmaxRange(Expression.Binder softmax) {
        return new Diagnostic(
                        DiagnosticCode.NOT_AN_INDEX,
                        softmax.span(),
                        "`" + softmax.name() + "` names one index that is in scope, without a range of its own")
                .withHint("State the range where the index is bound.");
    }

    /** @param indices those that are in scope */
    static Diagnostic softmaxIndex(Expression.Binder softmax, Identifier index, Set<String> indices) {
        String near = Spelling.hint(index.name(), indices);
        return new Diagnostic(
                        DiagnosticCode.NOT_AN_INDEX,
                        index.span(),
                        "`" + softmax.name() + "` normalises over an index that is in scope, and `" + index
                                + "` is not one here")
                .withHint(
                        near == null
                                ? "It keeps an index: `let p[" + index + "] = " + softmax.name() + "(" + index + ") …`."
                                : near);
    }

    /** That the body of a softmax uses an index whose range depends on the one it normalises over. */
    static Diagnostic softmaxBody(Expression.Binder softmax, Identifier index, Identifier inner) {
        return new Diagnostic(
                        DiagnosticCode.NOT_AN_INDEX,
                        softmax.indices().get(0).name().span(),
                        "`" + softmax.name() + "` normalises over all values of `" + index + "`, and the range of `"
                                + inner + "`, which its body uses, depends on `" + index + "`")
                .withNote(inner.span(), "`" + inner + "` is bound here")
                .withHint("Let `" + inner + "` run over a size, with an `if` in the body where it must.");
    }

    static Diagnostic unusedOnLeft(Identifier index, Symbol symbol) {
        return new Diagnostic(
                DiagnosticCode.UNUSED_INDEX,
                index.span(),
                "nothing on the right uses `" + index + "`: along it all elements of `" + symbol + "` are equal");
    }

    static Diagnostic unused(Expression.Binder binder, Identifier index) {
        Span place = binder.indices().stream()
                .filter(i -> i.name().name().equals(index.name()))
                .findFirst()
                .map(i -> i.name().span())
                .orElse(binder.span());
        return new Diagnostic(
                DiagnosticCode.UNUSED_INDEX, place, "nothing under this `" + binder.name() + "` uses `" + index + "`");
    }

    static Diagnostic factorWithoutIndex(Expression.Binder binder, Identifier index, Expression factor) {
        return new Diagnostic(
                        DiagnosticCode.FACTOR_WITHOUT_INDEX,
                        factor.span(),
                        "this factor does not use `" + index + "`, and `" + binder.name() + "(" + index
                                + ")` takes the whole product")
                .withHint("Put it before the `" + binder.name() + "`, or parenthesise the product if this is meant.");
    }
}

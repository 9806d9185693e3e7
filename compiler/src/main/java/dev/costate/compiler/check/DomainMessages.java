package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.DomainExpression;
import dev.costate.compiler.syntax.Expression;
import java.util.List;

/** What is said of the domains of inputs. */
final class DomainMessages {
    private DomainMessages() {}

    /** That an interval is written as {@code in [a, b]}. */
    static Diagnostic bracketed(Span interval, List<Expression> ends) {
        return domain(interval, "an interval is `in a .. b`, its ends included")
                .withHint("Write `in " + ends.get(0).span().text() + " .. "
                        + ends.get(1).span().text() + "`.");
    }

    static Diagnostic noInteger(Span domain) {
        return domain(domain, "there is no integer in this domain");
    }

    static Diagnostic emptyInterval(Span interval) {
        return domain(interval, "this interval is empty: its lower end is not below its upper one");
    }

    static Diagnostic defaultOutside(Span given, String domain) {
        return domain(given, "the default is not in the domain `" + domain + "`");
    }

    static Diagnostic ofIntegers(Symbol input, DomainExpression domain) {
        return domain(
                domain.span(),
                "`" + domain.kind().words() + "` is said of a param, and `" + input + "` holds integers");
    }

    static Diagnostic ofData(DomainExpression domain) {
        return domain(domain.span(), "only a param can be `" + domain.kind().words() + "`; data has bounds");
    }

    static Diagnostic ofNumber(Symbol input, DomainExpression domain) {
        String words = domain.kind().words();
        return domain(domain.span(), "`" + words + "` is said of an axis, and `" + input + "` is a number")
                .withHint("Write `param " + input + "[K] " + words + "`.");
    }

    static Diagnostic notSquare(Symbol input, Tensor tensor, DomainExpression domain) {
        String words = domain.kind().words();
        return domain(
                        domain.span(),
                        "`" + words + "` is said of a square matrix, and `" + input + "` is "
                                + (tensor.shape().isEmpty() ? "a number" : tensor.toString()))
                .withHint("Write `param " + input + "[K, K] " + words + "`.");
    }

    static Diagnostic dataByParams(Span bound) {
        return domain(bound, "the domain of data cannot depend on params");
    }

    static Diagnostic boundShape(Symbol input, Tensor tensor, Tensor bound, Span span) {
        return domain(
                span,
                "a bound that is an array has the axes of what it bounds: `" + input + "` is " + tensor + ", and `"
                        + bound.name() + "` is " + bound);
    }

    /**
     * That a bound would change from draw to draw.
     *
     * @param used what the bound names
     * @param noise what that depends on, or is
     */
    static Diagnostic noise(Symbol input, Symbol used, Symbol noise, Span place) {
        return domain(
                        place,
                        "the bounds of `" + input + "` stay the same from draw to draw, and `" + used + "` "
                                + (noise == used ? "is noise" : "depends on the noise `" + noise + "`"))
                .withNote(noise.span(), "it is declared here");
    }

    /** That a bound is made of what is declared below the input. */
    static Diagnostic below(Symbol input, Symbol used, Span place) {
        return domain(place, "a bound is made of what is declared above, and `" + used + "` is declared below")
                .withNote(used.span(), "it is declared here")
                .withHint("Move it above `" + input + "`.");
    }

    private static Diagnostic domain(Span span, String message) {
        return new Diagnostic(DiagnosticCode.DOMAIN, span, message);
    }
}

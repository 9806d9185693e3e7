package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.source.Spelling;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Declaration.Derive;
import dev.costate.compiler.syntax.Identifier;
import java.util.List;

/** What is said of derive clauses. */
final class DeriveMessages {
    private static final List<String> FORMS = List.of("gradient", "hessian", "jacobian", "directional", "taylor");

    private DeriveMessages() {}

    static Diagnostic unknownForm(Derive clause) {
        return new Diagnostic(
                        DiagnosticCode.UNKNOWN_DERIVATIVE,
                        clause.span(),
                        "there is no derivative called `" + clause.kind() + "`")
                .withHint(Spelling.hint(clause.kind(), FORMS));
    }

    static Diagnostic notScalar(Derive clause, Form form, Symbol output, Tensor tensor) {
        return new Diagnostic(
                        DiagnosticCode.NOT_SCALAR,
                        clause.output().span(),
                        "a " + form.words() + " is of a scalar, and `" + output + "` is " + output + tensor.shape())
                .withNote(output.span(), "it is defined here");
    }

    static Diagnostic noOption(Declaration.Option option, Form form) {
        return option(option.span(), "a " + form.words() + " has no option `" + option.word() + "`");
    }

    static Diagnostic optionTwice(Declaration.Option option) {
        return option(option.span(), "the " + option.word() + " is given twice");
    }

    static Diagnostic noLayout(Declaration.Option option) {
        return option(
                option.span(),
                "there is no layout `" + option.value() + "`; there are `numerator`, with the outputs in rows,"
                        + " and `denominator`, with the inputs in rows");
    }

    static Diagnostic noOrder(Declaration.Option option, int greatest) {
        return option(
                option.span(),
                "the order of a series is a whole number from 1 to " + greatest + ", not `" + option.value() + "`");
    }

    static Diagnostic orderMissing(Derive clause, Form form) {
        return option(clause.span(), "a " + form.words() + " series needs its order, the last power that is wanted")
                .withHint("Add `order 4`, say, at its end.");
    }

    private static Diagnostic option(Span span, String message) {
        return new Diagnostic(DiagnosticCode.DERIVE_OPTION, span, message);
    }

    static Diagnostic notAnOutput(Symbol symbol, Span span) {
        return new Diagnostic(
                        DiagnosticCode.NOT_AN_OUTPUT,
                        span,
                        "only outputs are derived, and `" + symbol + "` is "
                                + symbol.kind().text())
                .withNote(symbol.span(), "it is declared here")
                .withHint(symbol.kind() == Symbol.Kind.LET ? "Declare it with `output` in place of `let`." : null);
    }

    static Diagnostic namedTwice(Identifier input) {
        return new Diagnostic(DiagnosticCode.WRT, input.span(), "`" + input + "` is named twice");
    }

    static Diagnostic byNoise(Symbol noise, Span span) {
        return by(span, "params and data, and `" + noise + "` is noise", noise)
                .withHint("For derivatives by random numbers draw them outside and bind them as data.");
    }

    static Diagnostic byIntegers(Symbol input, Span span) {
        return by(span, "real numbers, and `" + input + "` holds integers", input);
    }

    /** That a derivative is by what is no input. */
    static Diagnostic byOther(Symbol symbol, Span span) {
        return by(
                span,
                "params and data, and `" + symbol + "` is " + symbol.kind().text(),
                symbol);
    }

    private static Diagnostic by(Span span, String what, Symbol symbol) {
        return new Diagnostic(DiagnosticCode.WRT, span, "derivatives are with respect to " + what)
                .withNote(symbol.span(), "it is declared here");
    }

    static Diagnostic askedTwice(Derive clause, Span first) {
        return new Diagnostic(DiagnosticCode.DUPLICATE_CLAUSE, clause.span(), "this derivative is asked for twice")
                .withNote(first, "the first clause is here");
    }

    static Diagnostic independent(Derive clause, Symbol output) {
        String what = clause.wrt().isEmpty() ? "any param" : "what the clause names";
        return new Diagnostic(
                        DiagnosticCode.INDEPENDENT,
                        clause.output().span(),
                        "`" + output + "` does not depend on " + what + ", so its " + clause.kind() + " says nothing")
                .withNote(output.span(), "it is defined here");
    }

    static Diagnostic zero(Derive clause, Symbol output, Identifier input) {
        return new Diagnostic(
                DiagnosticCode.ZERO_DERIVATIVE,
                input.span(),
                "`" + output + "` does not depend on `" + input + "`: this part of the " + clause.kind() + " is 0");
    }
}

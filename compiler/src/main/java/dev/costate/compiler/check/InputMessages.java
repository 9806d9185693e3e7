package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.List;

/** What is said of params, data and constants, and of the values that are given for them. */
final class InputMessages {
    private InputMessages() {}

    static Diagnostic constantOfSize(Span span) {
        return new Diagnostic(
                DiagnosticCode.NOT_INTEGER, span, "an integer constant is a number, and this depends on a size");
    }

    /** That an element of an index constant is no subscript of its axis. */
    static Diagnostic constantOutOfRange(Span span, Poly below) {
        return new Diagnostic(
                DiagnosticCode.OUT_OF_RANGE, span, "`" + span.text() + "` is not at least 0 and less than " + below);
    }

    static Diagnostic integerParam(Symbol param, Declaration.Input input) {
        return new Diagnostic(
                        DiagnosticCode.NUMBER_EXPECTED,
                        param.span(),
                        "param `" + param + "` is declared as an integer, and only real numbers have derivatives")
                .withHint(
                        input.type() instanceof Declaration.Type.IndexInto
                                ? "Declare it as data; an interval of real numbers is `in a .. b`."
                                : "Declare it as data.");
    }

    static Diagnostic noDefault(Declaration.Input input, Span given) {
        return new Diagnostic(
                        DiagnosticCode.DEFAULT,
                        given,
                        input.param() ? "a param has no default" : "only scalar data may have a default")
                .withHint(input.param() ? "Declare it as data, or start the optimiser there." : null);
    }

    static Diagnostic defaultOutOfRange(Span given, Poly below) {
        return new Diagnostic(
                DiagnosticCode.OUT_OF_RANGE,
                given,
                "the default `" + given.text() + "` is not at least 0 and less than " + below);
    }

    static Diagnostic sizeOfConstant(Symbol constant, Poly size) {
        return new Diagnostic(
                        DiagnosticCode.SIZE_FORM,
                        constant.span(),
                        "`" + constant + "` is a constant array, and the size " + size + " is not constant")
                .withHint("Declare it as data.");
    }

    /** @param expected what should stand in the place of an element */
    static Diagnostic constantShape(Symbol constant, List<Poly> shape, Expression element, String expected) {
        return new Diagnostic(
                DiagnosticCode.CONSTANT_SHAPE,
                element.span(),
                "`" + constant + "` is " + (shape.isEmpty() ? "a scalar" : "of shape " + shape) + " and needs "
                        + expected + " here");
    }
}

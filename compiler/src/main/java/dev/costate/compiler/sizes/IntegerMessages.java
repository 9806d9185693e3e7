package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Operator;
import org.jspecify.annotations.Nullable;

/** What is said of integer expressions; {@code what} is what one is to be, with its article: {@code a size}. */
public final class IntegerMessages {
    private static final String TOO_LARGE = "this integer does not fit into 64 bits";

    private IntegerMessages() {}

    static Diagnostic notInteger(Span span, String text, String what) {
        return new Diagnostic(
                        DiagnosticCode.NOT_INTEGER,
                        span,
                        what + " is made of integers, and " + Phrases.quoted(text, "this") + " is not one")
                .withHint(text.contains("^") ? "Write a power of integers as a product." : null);
    }

    /** That an array or scalar of real numbers stands where an integer is needed. */
    static Diagnostic real(Tensor tensor, Span span, String what) {
        return new Diagnostic(
                        DiagnosticCode.NOT_INTEGER,
                        span,
                        "`" + tensor.name() + "` holds real numbers, and " + what + " is made of integers")
                .withNote(tensor.span(), "it is declared here")
                .withHint(declaration(tensor));
    }

    /** How to declare it if it holds integers; null for what cannot hold any. */
    private static @Nullable String declaration(Tensor tensor) {
        return switch (tensor.role()) {
            case DATA ->
                "If it holds integers, declare it so: `data " + tensor
                        + (tensor.shape().isEmpty() ? " : int" : " in …") + "`.";
            case LET ->
                "If it is made of integers, say so in its equation: `let " + tensor.name()
                        + (tensor.shape().isEmpty() ? "" : "[…]") + " : int = …`.";
            default -> null;
        };
    }

    /** The same of a parameter, which the call has given real numbers. */
    static Diagnostic realArgument(Tensor parameter, Span call, Span span, String what) {
        return new Diagnostic(
                        DiagnosticCode.NOT_INTEGER,
                        call,
                        "this call gives `" + parameter.name() + "` real numbers, and " + what + " is made of integers")
                .withNote(span, "here `" + parameter.name() + "` is in " + what);
    }

    static Diagnostic slice(Span span) {
        return new Diagnostic(DiagnosticCode.NOT_INTEGER, span, "an integer is needed here, and a slice is an array");
    }

    static Diagnostic subscriptInSize(Span span) {
        return new Diagnostic(DiagnosticCode.SIZE_FORM, span, "in a size, subscripts are integers within the array");
    }

    static Diagnostic literalTooLarge(Span span) {
        return new Diagnostic(DiagnosticCode.INTEGER_ARITHMETIC, span, "this integer is too large");
    }

    static Diagnostic tooLarge(Span span) {
        return new Diagnostic(DiagnosticCode.INTEGER_ARITHMETIC, span, TOO_LARGE);
    }

    static Diagnostic tooManyTerms(Span span) {
        return new Diagnostic(DiagnosticCode.INTEGER_ARITHMETIC, span, "this integer expression has too many terms");
    }

    /** That an operator has no result for these operands, or none of 64 bits. */
    static Diagnostic noResult(Operator operator, Poly left, Poly right, Span span) {
        boolean divides = operator == Operator.DIV || operator == Operator.MOD || operator == Operator.DIVIDE;
        String reason = divides && right.isZero()
                ? "division by zero"
                : operator == Operator.DIVIDE ? left + "/" + right + " is not a whole number" : TOO_LARGE;
        return new Diagnostic(DiagnosticCode.INTEGER_ARITHMETIC, span, reason);
    }

    /** Of what makes a range in other languages. */
    static Diagnostic noRangeFunction(Expression.Call call) {
        return new Diagnostic(
                        DiagnosticCode.UNDECLARED, call.name().span(), "there is no function `" + call.name() + "`")
                .withHint("A range is a size, `i in N`, or two bounds, `i in 0 ..< N`.");
    }

    static Diagnostic notTwoArguments(Expression.Call call) {
        return new Diagnostic(
                DiagnosticCode.ARITY,
                call.span(),
                "`" + call.name() + "` takes 2 arguments, here are "
                        + call.arguments().size());
    }

    /** That a number stands where a condition is needed. */
    public static Diagnostic conditionExpected(Span span) {
        return new Diagnostic(
                        DiagnosticCode.CONDITION_EXPECTED, span, "this is a number, and a condition is needed here")
                .withHint("Compare it with something, as in `… > 0`.");
    }

    /** That a declared name may not be used at a place, and why. */
    static Diagnostic notVisible(Symbol symbol, Span span, String why) {
        return new Diagnostic(DiagnosticCode.NOT_VISIBLE, span, "`" + symbol + "` cannot be used here: " + why);
    }
}

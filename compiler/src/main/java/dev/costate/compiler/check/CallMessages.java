package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.DomainExpression;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import org.jspecify.annotations.Nullable;

/** What is said of calls: of what is called, of the number of arguments and results, and of functions handed over. */
final class CallMessages {
    private CallMessages() {}

    /** That something declared is called that is no function. */
    static Diagnostic notAFunction(Symbol symbol, Span span) {
        return new Diagnostic(
                        DiagnosticCode.NOT_A_FUNCTION,
                        span,
                        "`" + symbol + "` is " + symbol.kind().text() + ", not a function")
                .withNote(symbol.span(), "it is declared here")
                .withHint(symbol.kind() != Symbol.Kind.DIM ? "Write `" + symbol + "[…]`." : null);
    }

    /** That an index or a binder is called. */
    static Diagnostic notAFunction(Identifier name) {
        return new Diagnostic(DiagnosticCode.NOT_A_FUNCTION, name.span(), "`" + name + "` is not a function here");
    }

    static Diagnostic unknown(Identifier name, @Nullable String hint) {
        return new Diagnostic(DiagnosticCode.UNDECLARED, name.span(), "there is no function `" + name + "`")
                .withHint(hint);
    }

    /** That a param is handed over that may be outside of where a parameter is expected. */
    static Diagnostic argumentOutside(
            Expression.Call call,
            Declaration.Parameter parameter,
            DomainExpression wanted,
            Symbol param,
            Tensor tensor,
            Span argument) {
        String domain = wanted.span().text();
        return new Diagnostic(
                        DiagnosticCode.ARGUMENT_OUTSIDE,
                        argument,
                        "`" + call.name() + "` expects `" + parameter.name() + " " + domain + "`, and nothing keeps `"
                                + param + "` there")
                .withNote(param.span(), "it is declared here")
                .withHint("Declare where it lives: `param " + (tensor.shape().isEmpty() ? param : tensor) + " " + domain
                        + "`.");
    }

    static Diagnostic conditionAsArgument(Symbol function, Span span) {
        return new Diagnostic(
                        DiagnosticCode.NUMBER_EXPECTED,
                        span,
                        "this is a condition, and `" + function + "` takes numbers and arrays")
                .withHint("Hand over what is compared, and compare within `" + function + "`.");
    }

    /**
     * That {@code max} or {@code min} is of one name.
     *
     * @param array whether it is that of an array
     */
    static Diagnostic extremeOfOne(Expression.Call call, Expression.Name only, boolean array) {
        String name = call.name().name();
        return new Diagnostic(DiagnosticCode.ARITY, call.span(), "`" + name + "` takes 2 arguments, and here are 1")
                .withHint(
                        array
                                ? "Over the elements of an array it names an index: `" + name + "(i) " + only.name()
                                        + "[i]`."
                                : "If `" + only.name() + "` is an index: a body that starts with a sign or a bracket"
                                        + " is put in parentheses, `"
                                        + call.span().text() + " (…)`.");
    }

    static Diagnostic arity(Expression.Call call, String name, int arity) {
        return new Diagnostic(
                DiagnosticCode.ARITY,
                call.span(),
                "`" + name + "` takes " + Phrases.arguments(arity) + ", and here are "
                        + call.arguments().size());
    }

    /**
     * That a call has not a name for each result.
     *
     * @param declared where the function is; null for one of the language
     */
    static Diagnostic resultCount(Expression.Call call, String function, int results, @Nullable Span declared) {
        String shown = function + (call.arguments().isEmpty() ? "()" : "(…)");
        String here = call.result() == null
                ? "one number or array is wanted"
                : "are names for " + call.result().count();
        String hint = "In the place of one that is not needed write `_`.";
        if (results == 1) {
            hint = "Write `let y = " + shown + "`.";
        } else if (call.result() == null) {
            hint = "Name them: `let (a, b" + (results > 2 ? ", …" : "") + ") = " + shown + "`; `_` leaves one out.";
        }
        return new Diagnostic(
                        DiagnosticCode.RESULT_COUNT,
                        call.span(),
                        "`" + function + "` has " + Phrases.count(results, "result", "results") + ", and here " + here)
                .withNote(declared, "it is declared here")
                .withHint(hint);
    }

    /** That functions call each other deeper than is allowed. */
    static Diagnostic depth(Span call) {
        return new Diagnostic(
                DiagnosticCode.CALL_DEPTH, call, "functions call each other more than " + Scope.DEPTH + " deep here");
    }

    /**
     * That an argument is no function, or none that a parameter takes.
     *
     * @param but what it is, as a clause
     */
    static Diagnostic functionExpected(
            Symbol taker, Declaration.Parameter parameter, Expression argument, String but, @Nullable String hint) {
        return new Diagnostic(
                        DiagnosticCode.FUNCTION_ARGUMENT,
                        argument.span(),
                        "`" + taker + "` takes a function of " + Phrases.arguments(parameter.takes()) + " for `"
                                + parameter.name() + "`, and " + but)
                .withNote(parameter.name().span(), "the parameter is declared here")
                .withHint(hint);
    }
}

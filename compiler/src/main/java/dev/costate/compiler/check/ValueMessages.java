package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Operator;
import org.jspecify.annotations.Nullable;

/** What is said of expressions that are of another kind than is needed, and of arrays that stand for numbers. */
final class ValueMessages {
    private ValueMessages() {}

    static Diagnostic numberExpected(Span span) {
        return new Diagnostic(DiagnosticCode.NUMBER_EXPECTED, span, "this is a condition, and a number is needed here")
                .withHint("Write `if … then 1 else 0` for the number.");
    }

    /** That an array without a name stands where a number is needed. */
    static Diagnostic array(Term array, String hint) {
        return new Diagnostic(
                        DiagnosticCode.NUMBER_EXPECTED,
                        array.span(),
                        "this is " + Phrases.ofShape(array.shape()) + ", and a number is needed here")
                .withHint(hint);
    }

    static Diagnostic elementShape(Term element, Term first) {
        return new Diagnostic(
                        DiagnosticCode.UNEQUAL_SHAPES,
                        element.span(),
                        "this is " + Phrases.ofShape(element.shape()) + ", and the first element of the array is "
                                + Phrases.ofShape(first.shape()))
                .withNote(first.span(), "the first element is here");
    }

    static Diagnostic branchShape(Term branch, Term other) {
        return new Diagnostic(
                        DiagnosticCode.UNEQUAL_SHAPES,
                        branch.span(),
                        "this is " + Phrases.ofShape(branch.shape()) + ", and another branch is "
                                + Phrases.ofShape(other.shape()))
                .withNote(other.span(), "the other branch is here");
    }

    /** That {@code div} or {@code mod} is not of integers. */
    static Diagnostic notWhole(Operator operator, Span span) {
        return new Diagnostic(
                        DiagnosticCode.NOT_INTEGER,
                        span,
                        "`" + operator.symbol() + "` is of two integers, and this is real")
                .withHint(operator == Operator.DIV ? "Write `floor(a / b)` for real numbers." : null);
    }

    /** @param what what the name is, as a clause */
    static Diagnostic withoutArgument(String name, String what, Span span) {
        return new Diagnostic(
                DiagnosticCode.NOT_A_VALUE, span, "`" + name + "` is a " + what + ", and here it has no argument");
    }

    static Diagnostic subscriptsOfNumber(Span span) {
        return new Diagnostic(DiagnosticCode.SUBSCRIPT_COUNT, span, "this is a number and takes no subscripts");
    }

    /** That an index, a function or what is not known has subscripts. */
    static Diagnostic noArray(Expression.Name name, Span span) {
        return new Diagnostic(
                        DiagnosticCode.SUBSCRIPT_COUNT,
                        span,
                        "`" + name.name() + "` is no array and takes no subscripts")
                .withHint(Builtins.isFunction(name.name()) ? "Write `" + name.name() + "(…)`." : null);
    }

    static Diagnostic subscriptsOfDim(Symbol dim, Span span) {
        return new Diagnostic(DiagnosticCode.SUBSCRIPT_COUNT, span, "`" + dim + "` is a dim and takes no subscripts");
    }

    /** That a slice has, or may have, less than no entry. */
    static Diagnostic negativeSlice(Poly extent, Span span) {
        return new Diagnostic(
                        DiagnosticCode.NEGATIVE_SIZE,
                        span,
                        extent.isConstant()
                                ? "this slice ends before it starts"
                                : "this slice would have " + extent + " entries, which may be negative")
                .withHint(
                        extent.isConstant()
                                ? null
                                : "State a least value with `dim … >= …`, or put an `if` around it.");
    }

    /** How to use an array where a number is needed; {@code equation} proposes what was probably meant, or is null. */
    static String elementHint(Term array, @Nullable String equation) {
        if (array instanceof Term.Slice) {
            return "Slices are arguments of functions that take arrays.";
        }
        return equation == null
                ? "Subscript it, or give it a name: `let v = …` without subscripts, then `v[i]`."
                : equation;
    }
}

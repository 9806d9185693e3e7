package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.SubscriptCounts;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays as values: names without subscripts, literals, choices between arrays. */
final class ArrayChecker {
    private final ExpressionChecker expressions;
    private final Context context;

    ArrayChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.context = expressions.context;
    }

    @Nullable
    Term literal(Expression.ArrayLiteral e) {
        List<Term> elements = new ArrayList<>();
        for (Expression element : e.elements()) {
            Term term = expressions.value(element);
            if (term != null) {
                elements.add(term);
            }
        }
        if (elements.size() < e.elements().size()) {
            return null;
        }
        Term first = elements.get(0);
        for (Term element : elements) {
            if (!element.shape().equals(first.shape())) {
                return context.reporter()
                        .unequal(
                                element.shape(),
                                first.shape(),
                                DiagnosticCode.UNEQUAL_SHAPES,
                                element.span(),
                                "this is " + described(element) + ", and the first element of the array is "
                                        + described(first),
                                List.of(new Note(first.span(), "the first element is here")),
                                null);
            }
        }
        return new Term.Literal(elements, e.span());
    }

    private static String described(Term term) {
        return term.kind() == Term.Kind.ARRAY ? "an array of shape " + term.shape() : "a number";
    }

    /** The choice, all of whose values must be numbers, or arrays of one shape. */
    @Nullable
    Term choice(Term.If choice) {
        for (Term.Branch branch : choice.branches()) {
            Term value = branch.value();
            if (!value.shape().equals(choice.otherwise().shape())) {
                return context.reporter()
                        .unequal(
                                choice.otherwise().shape(),
                                value.shape(),
                                DiagnosticCode.UNEQUAL_SHAPES,
                                choice.otherwise().span(),
                                "this is " + described(choice.otherwise()) + ", and another branch is "
                                        + described(value),
                                List.of(new Note(value.span(), "the other branch is here")),
                                null);
            }
        }
        return choice;
    }

    /** Reports an array where a number is needed. */
    @Nullable
    Term noNumber(Term term) {
        if (term instanceof Term.Whole whole) {
            Tensor tensor = whole.tensor();
            String hint = new ArrayHints(context, expressions.scope)
                    .element(tensor.name(), tensor.shape().size(), term.span());
            return SubscriptCounts.wrong(
                    context.reporter(), tensor.name(), tensor.shape(), 0, tensor.span(), term.span(), hint);
        }
        String equation =
                new ArrayHints(context, expressions.scope).result(term.shape().size(), term.span());
        return context.reporter()
                .report(
                        DiagnosticCode.NUMBER_EXPECTED,
                        term.span(),
                        "this is " + described(term) + ", and a number is needed here",
                        term instanceof Term.Slice
                                ? "Slices are arguments of functions that take arrays."
                                : equation == null
                                        ? "Subscript it, or give it a name: `let v = …` without subscripts, then `v[i]`."
                                        : equation);
    }
}

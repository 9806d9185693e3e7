package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.SubscriptMessages;
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
                context.reporter().unequal(element.shape(), first.shape(), ValueMessages.elementShape(element, first));
                return null;
            }
        }
        return new Term.Literal(elements, e.span());
    }

    /** The choice, all of whose values must be numbers, or arrays of one shape. */
    @Nullable
    Term choice(Term.If choice) {
        Term otherwise = choice.otherwise();
        for (Term.Branch branch : choice.branches()) {
            Term value = branch.value();
            if (!value.shape().equals(otherwise.shape())) {
                context.reporter()
                        .unequal(otherwise.shape(), value.shape(), ValueMessages.branchShape(otherwise, value));
                return null;
            }
        }
        return choice;
    }

    /** Reports an array where a number is needed. */
    void noNumber(Term term) {
        ArrayHints hints = new ArrayHints(context, expressions.scope);
        int axes = term.shape().size();
        if (term instanceof Term.Whole whole) {
            Tensor tensor = whole.tensor();
            context.reporter()
                    .report(SubscriptMessages.count(tensor, 0, term.span())
                            .withHint(hints.element(tensor.name(), axes, term.span())));
        } else {
            String hint = ValueMessages.elementHint(term, hints.result(axes, term.span()));
            context.reporter().report(ValueMessages.array(term, hint));
        }
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays as values: names without subscripts, literals, choices between arrays. */
final class Arrays {
    private final Expressions expressions;
    private final Context context;

    Arrays(Expressions expressions) {
        this.expressions = expressions;
        this.context = expressions.context;
    }

    /** A name: an array as a whole, or a scalar. */
    static Term whole(Tensor tensor, Span span) {
        return tensor.shape().isEmpty() ? read(tensor, List.of(), span) : new Term.Whole(tensor, span);
    }

    static Term read(Tensor tensor, List<Poly> subscripts, Span span) {
        return tensor.type() == Tensor.Type.INTEGER
                ? new Term.Int(Poly.element(tensor, subscripts), span)
                : new Term.Read(tensor, subscripts, span);
    }

    /** An element of an array, all of whose subscripts are in range. */
    static Term element(Term array, List<Poly> subscripts, Span span) {
        if (array instanceof Term.Whole whole) {
            return read(whole.tensor(), subscripts, span);
        } else if (array instanceof Term.Slice slice) {
            List<Poly> all = new ArrayList<>();
            int next = 0;
            for (Term.Axis axis : slice.axes()) {
                all.add(
                        axis instanceof Term.Axis.Along along
                                ? along.from().plus(subscripts.get(next++))
                                : ((Term.Axis.At) axis).subscript());
            }
            return element(slice.array(), all, span);
        } else if (array instanceof Term.Literal literal && subscripts.get(0).isConstant()) {
            long at = subscripts.get(0).constant().orElseThrow();
            if (at >= 0 && at < literal.elements().size()) {
                Term part = literal.elements().get((int) at);
                return subscripts.size() == 1 ? part : element(part, subscripts.subList(1, subscripts.size()), span);
            }
        }
        return new Term.Element(array, subscripts, span);
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
                return context.reporter.unequal(
                        element.shape(),
                        first.shape(),
                        Code.UNEQUAL_SHAPES,
                        element.span(),
                        "this is " + described(element) + ", and the first element of the array is " + described(first),
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
                return context.reporter.unequal(
                        choice.otherwise().shape(),
                        value.shape(),
                        Code.UNEQUAL_SHAPES,
                        choice.otherwise().span(),
                        "this is " + described(choice.otherwise()) + ", and another branch is " + described(value),
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
            return count(context.reporter, tensor.name(), tensor.shape(), 0, tensor.span(), term.span(), hint);
        }
        String equation =
                new ArrayHints(context, expressions.scope).result(term.shape().size(), term.span());
        return context.reporter.report(
                Code.NUMBER_EXPECTED,
                term.span(),
                "this is " + described(term) + ", and a number is needed here",
                term instanceof Term.Slice
                        ? "Slices are arguments of functions that take arrays."
                        : equation == null
                                ? "Subscript it, or give it a name: `let v = …` without subscripts, then `v[i]`."
                                : equation);
    }

    /** Reports a wrong number of subscripts of an array without a name. */
    static @Nullable Term count(Context context, List<Poly> shape, int subscripts, Span span) {
        return context.reporter.report(
                Code.SUBSCRIPT_COUNT,
                span,
                "this array has the shape " + shape + ", with "
                        + Reporter.count(shape.size(), "axis", "axes") + ", and here it has "
                        + Reporter.count(subscripts, "subscript", "subscripts"));
    }

    /** Reports a wrong number of subscripts. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
    static <T> @Nullable T count(
            Reporter reporter, String name, List<Poly> shape, int subscripts, @Nullable Span declared, Span span) {
        String hint = subscripts == 0 ? "Say which element, as in `" + name + "[i]`." : null;
        return count(reporter, name, shape, subscripts, declared, span, hint);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
    private static <T> @Nullable T count(
            Reporter reporter,
            String name,
            List<Poly> shape,
            int subscripts,
            @Nullable Span declared,
            Span span,
            @Nullable String hint) {
        String has = shape.isEmpty()
                ? "a scalar"
                : name + String.valueOf(shape) + ", with " + Reporter.count(shape.size(), "axis", "axes");
        return reporter.report(
                Code.SUBSCRIPT_COUNT,
                span,
                "`" + name + "` is " + has + ", and here it has "
                        + (subscripts == 0 ? "no subscript" : Reporter.count(subscripts, "subscript", "subscripts")),
                declared == null ? List.of() : List.of(new Note(declared, "it is declared here")),
                hint);
    }
}

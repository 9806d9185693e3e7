package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.order.Access;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Subscript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and subscripted arrays. */
final class Reads {
    private final Context context;
    private final Scope scope;
    private final Bounds bounds;

    Reads(Expressions expressions) {
        this.context = expressions.context;
        this.scope = expressions.scope;
        this.bounds = new Bounds(context, scope);
    }

    @Nullable
    Term name(Expression.Name e) {
        Variable index = scope.indices.get(e.name());
        if (index != null) {
            return index.broken ? null : new Term.Int(index.poly(), e.span());
        }
        Tensor parameter = scope.parameters.get(e.name());
        if (parameter != null) {
            return Expressions.parameter(parameter, e.span());
        }
        Symbol symbol = context.symbols.find(e.name());
        if (symbol == null) {
            return builtin(e);
        }
        if (!usable(symbol, e.span())) {
            return null;
        }
        if (symbol.kind == Symbol.Kind.DIM || symbol.size != null) {
            return symbol.size == null ? null : new Term.Int(symbol.size, e.span());
        }
        return symbol.tensor == null ? null : read(symbol, symbol.tensor, List.of(), e.span());
    }

    private @Nullable Term builtin(Expression.Name e) {
        Double constant = Builtins.constant(e.name());
        if (constant != null) {
            return new Term.Number(constant, e.span());
        }
        String known = Builtins.describe(e.name());
        return known == null || context.symbols.isUnparsed(e.name())
                ? context.symbols.undeclared(e.name(), e.span(), names())
                : context.reporter.report(
                        Code.NOT_A_VALUE,
                        e.span(),
                        "`" + e.name() + "` is a " + known + ", and here it has no argument");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(scope.indices.keySet());
        names.addAll(scope.parameters.keySet());
        return names;
    }

    /** Whether the symbol is known, may be named here and is a value; reports the last two. */
    private boolean usable(Symbol symbol, Span span) {
        if (symbol.broken) {
            return false;
        }
        String hidden = scope.hides(symbol);
        if (hidden != null) {
            context.reporter.report(Code.NOT_VISIBLE, span, "`" + symbol + "` cannot be used here: " + hidden);
            return false;
        }
        if (symbol.kind == Symbol.Kind.FUNCTION) {
            context.reporter.report(
                    Code.NOT_A_VALUE, span, "`" + symbol + "` is a function, and here it has no argument");
            return false;
        }
        return true;
    }

    private @Nullable Term read(Symbol symbol, Tensor tensor, List<Subscripted> subscripts, Span span) {
        if (tensor.shape().size() != subscripts.size()) {
            return wrongCount(context.reporter, symbol, tensor, subscripts.size(), span);
        }
        List<Poly> polys = bounds.checked(tensor, subscripts, span);
        if (polys == null) {
            return null;
        }
        if (tensor.type() == Tensor.Type.INTEGER) {
            return new Term.Int(Poly.element(tensor, polys), span);
        }
        if (symbol.isEquation()) {
            scope.reads.add(new Scope.Place(new Access(tensor, polys, scope.facts), span));
        }
        return new Term.Read(tensor, polys, span);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
    static <T> @Nullable T wrongCount(Reporter reporter, Symbol symbol, Tensor tensor, int subscripts, Span span) {
        String has = tensor.shape().isEmpty()
                ? "a scalar"
                : symbol + String.valueOf(tensor.shape()) + ", with "
                        + Reporter.count(tensor.shape().size(), "axis", "axes");
        return reporter.report(
                Code.SUBSCRIPT_COUNT,
                span,
                "`" + symbol + "` is " + has + ", and here it has "
                        + (subscripts == 0 ? "no subscript" : Reporter.count(subscripts, "subscript", "subscripts")),
                List.of(new Note(symbol.span(), "it is declared here")),
                null);
    }

    /** A subscript and its place. */
    record Subscripted(Poly poly, Span span) {}

    @Nullable
    Term subscripted(Expression.Subscripted e) {
        if (!(e.base() instanceof Expression.Name name)) {
            return context.reporter.report(
                    Code.ARRAY_FUNCTION, e.span(), "subscripts of calls and array literals are not compiled yet");
        }
        List<Subscripted> subscripts = new ArrayList<>();
        boolean right = true;
        for (Subscript subscript : e.subscripts()) {
            Poly poly = subscript(subscript);
            right &= poly != null;
            if (poly != null) {
                subscripts.add(new Subscripted(poly, subscript.span()));
            }
        }
        if (scope.indices.containsKey(name.name()) || scope.parameters.containsKey(name.name())) {
            return context.reporter.report(
                    Code.SUBSCRIPT_COUNT, e.span(), "`" + name.name() + "` is no array and takes no subscripts");
        }
        Symbol symbol = context.symbols.find(name.name());
        if (symbol == null) {
            return Builtins.describe(name.name()) == null
                    ? context.symbols.undeclared(name.name(), name.span(), names())
                    : builtinSubscripted(name);
        }
        if (!usable(symbol, name.span())) {
            return null;
        }
        if (symbol.kind == Symbol.Kind.DIM) {
            return context.reporter.report(
                    Code.SUBSCRIPT_COUNT, e.span(), "`" + symbol + "` is a dim and takes no subscripts");
        }
        boolean count = symbol.tensor != null
                && symbol.tensor.shape().size() != e.subscripts().size();
        if (symbol.tensor == null || (!right && !count)) {
            return null;
        }
        return right || count ? read(symbol, symbol.tensor, padded(subscripts, e), e.span()) : null;
    }

    private @Nullable Term builtinSubscripted(Expression.Name name) {
        return context.symbols.isUnparsed(name.name())
                ? null
                : context.reporter.report(
                        Code.SUBSCRIPT_COUNT, name.span(), "`" + name.name() + "` is no array and takes no subscripts");
    }

    /** As many subscripts as are written, also where some are in error, for the message about their number. */
    private static List<Subscripted> padded(List<Subscripted> subscripts, Expression.Subscripted e) {
        List<Subscripted> all = new ArrayList<>(subscripts);
        while (all.size() < e.subscripts().size()) {
            all.add(new Subscripted(Poly.ZERO, e.span()));
        }
        return all;
    }

    private @Nullable Poly subscript(Subscript subscript) {
        if (subscript instanceof Subscript.At at) {
            return context.integers.poly(at.value(), scope, "a subscript");
        }
        return context.reporter.report(Code.SLICE, subscript.span(), "slices of arrays are not compiled yet");
    }
}

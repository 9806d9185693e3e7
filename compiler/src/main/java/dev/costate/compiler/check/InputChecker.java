package dev.costate.compiler.check;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Dims;
import dev.costate.compiler.sizes.Inference;
import dev.costate.compiler.sizes.IntegerExpressions;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.DomainExpression;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Params, data and constants. */
final class InputChecker {
    private final Context context;
    private final FunctionCalls functions;
    private final Dims dims;
    private final Map<Tensor, Term> defaults = new LinkedHashMap<>();

    InputChecker(Context context, FunctionCalls functions, Dims dims) {
        this.context = context;
        this.functions = functions;
        this.dims = dims;
    }

    /** What constants are, and data if it is not given; each after those it uses. */
    Map<Tensor, Term> defaults() {
        return defaults;
    }

    void check(Symbol symbol) {
        if (symbol.declaration() instanceof Declaration.Const constant) {
            constant(symbol, constant);
        } else if (symbol.declaration() instanceof Declaration.Noise noise) {
            noise(symbol, noise);
        } else {
            input(symbol, (Declaration.Input) symbol.declaration());
        }
        if (symbol.tensor() == null) {
            symbol.markBroken();
        }
    }

    private void constant(Symbol symbol, Declaration.Const constant) {
        List<Poly> shape = dims.shape(constant.axes());
        List<Expression> elements =
                shape == null ? null : new Literals(context.reporter()).elements(symbol, shape, constant);
        if (shape == null || elements == null) {
            return;
        }
        if (!(constant.type() instanceof Declaration.Type.Real)) {
            integerConstant(symbol, constant, shape, elements);
            return;
        }
        List<Term> values = new ArrayList<>();
        for (Expression element : elements) {
            Term value = value(element);
            if (value == null) {
                return;
            }
            values.add(value);
        }
        Tensor tensor = tensor(symbol, Tensor.Role.CONST, shape, constant.doc());
        symbol.define(tensor);
        defaults.put(
                tensor,
                shape.isEmpty()
                        ? values.get(0)
                        : new Term.Table(values, constant.value().span()));
    }

    private void integerConstant(
            Symbol symbol, Declaration.Const constant, List<Poly> shape, List<Expression> elements) {
        Poly below = below(constant.type());
        boolean bounded = constant.type() instanceof Declaration.Type.IndexInto;
        List<Long> integers = new ArrayList<>();
        for (Expression element : elements) {
            Poly value = new IntegerExpressions(context)
                    .poly(element, new Scope(Scope.Sees.CONSTANTS), "an integer constant");
            if (value == null || (bounded && below == null)) {
                return;
            }
            boolean inRange = below == null
                    || (context.prover().nonNegative(value, Facts.NONE)
                            && context.prover().nonNegative(below.minus(value).plus(-1), Facts.NONE));
            if (!inRange || value.constant().isEmpty()) {
                context.reporter()
                        .report(
                                inRange || below == null
                                        ? InputMessages.constantOfSize(element.span())
                                        : InputMessages.constantOutOfRange(element.span(), below));
                return;
            }
            integers.add(value.constant().getAsLong());
        }
        if (shape.isEmpty()) {
            symbol.define(Poly.of(integers.get(0)));
        }
        Tensor tensor = context.tensors()
                .integers(symbol.text(), Tensor.Role.CONST, shape, symbol.span(), constant.doc(), below, integers);
        symbol.define(tensor);
        if (!shape.isEmpty()) {
            Span span = constant.value().span();
            List<Term> values = new ArrayList<>();
            integers.forEach(value -> values.add(new Term.Int(Poly.of(value), span)));
            defaults.put(tensor, new Term.Table(values, span));
        }
    }

    /** What the elements of index data or constants are less than; null for all others and after an error. */
    private @Nullable Poly below(Declaration.Type type) {
        return type instanceof Declaration.Type.IndexInto into ? dims.size(into.size()) : null;
    }

    private @Nullable Term value(Expression e) {
        Scope scope = new Scope(Scope.Sees.CONSTANTS);
        Inference inference = new Inference(context, scope, List.of());
        Reporter.Mark mark = context.reporter().mark();
        inference.run(e);
        Term term = new ExpressionChecker(context, functions, scope, inference).number(e);
        context.reporter().settle(mark);
        return term;
    }

    private Tensor tensor(Symbol symbol, Tensor.Role role, List<Poly> shape, @Nullable String doc) {
        return context.tensors().tensor(symbol.text(), role, Tensor.Type.REAL, shape, symbol.span(), doc);
    }

    private void noise(Symbol symbol, Declaration.Noise noise) {
        List<Poly> shape = dims.shape(noise.axes());
        if (shape != null) {
            Tensor.Role role = noise.uniform() ? Tensor.Role.UNIFORM_NOISE : Tensor.Role.NORMAL_NOISE;
            symbol.define(tensor(symbol, role, shape, noise.doc()));
        }
    }

    private void input(Symbol symbol, Declaration.Input input) {
        List<Poly> shape = dims.shape(input.axes());
        boolean integer = !(input.type() instanceof Declaration.Type.Real);
        if (input.type() instanceof Declaration.Type.IndexInto into && isInterval(into.size())) {
            List<Expression> ends = ((Expression.ArrayLiteral) into.size()).elements();
            context.reporter().report(DomainMessages.bracketed(into.size().span(), ends));
            return;
        }
        if (integer && input.param()) {
            context.reporter().report(InputMessages.integerParam(symbol, input));
            return;
        }
        Expression given = input.defaultValue();
        if (given != null && (input.param() || !input.axes().isEmpty())) {
            context.reporter().report(InputMessages.noDefault(input, given.span()));
            return;
        }
        Poly below = below(input.type());
        boolean unbounded = input.type() instanceof Declaration.Type.IndexInto && below == null;
        Term value = given == null ? null : integer ? integer(given, below) : value(given);
        if (shape == null || unbounded || (given != null && value == null)) {
            return;
        }
        Tensor.Role role = input.param() ? Tensor.Role.PARAM : Tensor.Role.DATA;
        Tensor tensor = integer
                ? context.tensors().integers(symbol.text(), role, shape, symbol.span(), input.doc(), below, List.of())
                : tensor(symbol, role, shape, input.doc());
        if (integer && input.domain() != null) {
            tensor = bounded(tensor, input.domain(), value);
            if (tensor == null) {
                return;
            }
        }
        symbol.define(tensor);
        if (value != null) {
            defaults.put(tensor, value);
        }
    }

    /**
     * Integers between bounds. Those that are sizes count in proofs of subscripts; others are computed, as those of
     * real data are ({@link DomainChecker}). Null after an error.
     */
    private @Nullable Tensor bounded(Tensor tensor, DomainExpression domain, @Nullable Term value) {
        List<@Nullable Poly> bounds = new ArrayList<>();
        for (Expression e : domain.bounds()) {
            boolean size = DomainChecker.isSize(e, context.symbols());
            Poly bound = size
                    ? new IntegerExpressions(context).poly(e, new Scope(Scope.Sees.SIZES), "a bound of integer data")
                    : null;
            if (size && bound == null) {
                return null;
            }
            bounds.add(bound);
        }
        Poly least = domain.kind().hasLower() ? bounds.get(0) : null;
        Poly most = domain.kind().hasUpper() ? bounds.get(bounds.size() - 1) : null;
        Poly from = least != null && domain.kind() == DomainExpression.Kind.GREATER ? least.plus(1) : least;
        Poly to = most != null && domain.kind() == DomainExpression.Kind.LESS ? most.plus(-1) : most;
        boolean empty = from != null
                && to != null
                && context.prover().nonNegative(from.minus(to).plus(-1), Facts.NONE);
        if (empty) {
            context.reporter().report(DomainMessages.noInteger(domain.span()));
            return null;
        }
        if (value instanceof Term.Int integer) {
            boolean above =
                    from == null || context.prover().nonNegative(integer.value().minus(from), Facts.NONE);
            boolean below = to == null || context.prover().nonNegative(to.minus(integer.value()), Facts.NONE);
            if (!above || !below) {
                context.reporter()
                        .report(DomainMessages.defaultOutside(
                                value.span(), domain.span().text()));
                return null;
            }
        }
        return tensor.between(from, to);
    }

    /** Whether this is meant as an interval, {@code [a, b]}. */
    private static boolean isInterval(Expression size) {
        return size instanceof Expression.ArrayLiteral literal
                && literal.elements().size() == 2;
    }

    /** The default of integer data: an integer, in range for all sizes if it is a subscript. */
    private @Nullable Term integer(Expression given, @Nullable Poly below) {
        Poly value = new IntegerExpressions(context)
                .poly(given, new Scope(Scope.Sees.CONSTANTS), "the default of integer data");
        if (value == null) {
            return null;
        }
        boolean inRange = below == null
                || (context.prover().nonNegative(value, Facts.NONE)
                        && context.prover().nonNegative(below.minus(value).plus(-1), Facts.NONE));
        if (!inRange && below != null) {
            context.reporter().report(InputMessages.defaultOutOfRange(given.span(), below));
            return null;
        }
        return new Term.Int(value, given.span());
    }
}

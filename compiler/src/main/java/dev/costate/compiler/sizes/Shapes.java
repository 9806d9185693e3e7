package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.ConstantConditions;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.names.Callee;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Subscript;
import dev.costate.compiler.syntax.RangeExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of expressions as written, before the ranges of indices are known: these follow from them. Reports
 * nothing; what is unknown because of an error has the shape null.
 */
public final class Shapes {
    private final Context context;
    private final Scope names;
    private final Map<String, Variable> indices;
    private final Reporter silent = new Reporter(new Diagnostics());
    private final IntegerExpressions integers;
    /** What is known of the shapes of arrays that are being defined. */
    Map<String, List<Poly>> growing = Map.of();

    /**
     * @param names what can be named, apart from indices
     * @param indices those in scope; may change
     */
    public Shapes(Context context, Scope names, Map<String, Variable> indices) {
        this.context = context;
        this.names = names;
        this.indices = indices;
        this.integers = new IntegerExpressions(context, silent);
    }

    /** The shape, without axes for a number or condition. */
    @Nullable
    List<Poly> of(Expression e) {
        if (e instanceof Expression.Name name) {
            return name(name.name());
        } else if (e instanceof Expression.Subscripted subscripted) {
            return subscripted(subscripted);
        } else if (e instanceof Expression.ArrayLiteral literal) {
            List<Poly> first = of(literal.elements().get(0));
            return first == null ? null : prepend(Poly.of(literal.elements().size()), first);
        } else if (e instanceof Expression.Call call) {
            return call(call);
        } else if (e instanceof Expression.If choice) {
            return of(taken(choice));
        }
        return List.of();
    }

    /** Where the array that an expression names is declared; null if it names none. */
    @Nullable
    Span declared(Expression e) {
        if (!(e instanceof Expression.Name name)) {
            return null;
        }
        Tensor own = names.parameters().get(name.name());
        Symbol symbol = context.symbols().find(name.name());
        return own != null ? own.span() : symbol == null ? null : symbol.span();
    }

    private static List<Poly> prepend(Poly first, List<Poly> rest) {
        List<Poly> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private @Nullable List<Poly> name(String name) {
        Tensor own = names.parameters().get(name);
        if (own != null) {
            return own.shape();
        }
        Symbol symbol = context.symbols().find(name);
        if (symbol == null || indices.containsKey(name) || names.integers().containsKey(name)) {
            return indices.containsKey(name) || names.own().contains(name) || Builtins.constant(name) != null
                    ? List.of()
                    : null;
        }
        if (symbol.kind() == Symbol.Kind.DIM) {
            return List.of();
        }
        return symbol.isBroken() || symbol.tensor() == null
                ? growing.get(name)
                : symbol.tensor().shape();
    }

    private @Nullable List<Poly> subscripted(Expression.Subscripted e) {
        if (e.subscripts().stream().allMatch(Subscript.At.class::isInstance)) {
            return List.of();
        }
        List<Poly> base = of(e.base());
        if (base == null || base.size() != e.subscripts().size()) {
            return null;
        }
        List<Poly> shape = new ArrayList<>();
        for (int k = 0; k < base.size(); k++) {
            if (e.subscripts().get(k) instanceof Subscript.Slice slice) {
                Poly extent = extent(slice.range());
                if (extent == null) {
                    return null;
                }
                shape.add(extent);
            } else if (e.subscripts().get(k) instanceof Subscript.All) {
                shape.add(base.get(k));
            }
        }
        return shape;
    }

    private @Nullable Poly extent(RangeExpression.Between range) {
        Poly from = integer(range.from());
        Poly to = integer(range.to());
        return from == null || to == null ? null : to.minus(from).plus(range.inclusive() ? 1 : 0);
    }

    private @Nullable Poly integer(Expression e) {
        Scope scope = names.inner();
        scope.indices().putAll(indices);
        return integers.poly(e, scope, "");
    }

    /** The branch that is taken if constants decide it, otherwise any: all have one shape. */
    private Expression taken(Expression.If choice) {
        for (Expression.Branch branch : choice.branches()) {
            Boolean holds = decided(branch.condition());
            if (holds == null || holds) {
                return branch.value();
            }
        }
        return choice.otherwise();
    }

    /** Whether a condition in a function holds, if constants say so; a simple comparison of integers. */
    public @Nullable Boolean decided(Expression condition) {
        if (!(condition instanceof Expression.Comparison comparison) || names.sees() != Scope.Sees.FUNCTION) {
            return null;
        }
        Poly left = integer(comparison.first());
        List<Term.Test> tests = new ArrayList<>();
        for (Expression.Test test : comparison.rest()) {
            Poly right = integer(test.operand());
            if (right == null) {
                return null;
            }
            tests.add(new Term.Test(
                    test.relation(), new Term.Int(right, test.operand().span())));
        }
        Term first = left == null ? null : new Term.Int(left, comparison.span());
        return first == null ? null : ConstantConditions.of(new Term.Comparison(first, tests, comparison.span()));
    }

    private @Nullable List<Poly> call(Expression.Call e) {
        Symbol symbol = names.callee(e.name().name(), context.symbols()).symbol();
        if (symbol == null) {
            return List.of();
        }
        Signature signature = symbol.isBroken() ? null : symbol.signature();
        if (signature == null || signature.arity() != e.arguments().size()) {
            return null;
        }
        int which = e.result() == null ? 0 : e.result().number();
        if (which >= signature.function().resultCount()) {
            return null;
        }
        List<List<Poly>> arguments = new ArrayList<>();
        Map<String, Callee> functions = new LinkedHashMap<>();
        for (int k = 0; k < e.arguments().size(); k++) {
            Expression argument = e.arguments().get(k);
            boolean function = signature.at(k).isFunction();
            if (function && argument instanceof Expression.Name name) {
                functions.put(signature.parameter(k), names.callee(name.name(), context.symbols()));
            }
            List<Poly> shape = function ? List.of() : of(argument);
            if (shape == null) {
                return null;
            }
            arguments.add(shape);
        }
        Map<String, Poly> known = new ArgumentSizes(context, symbol, signature, silent).match(arguments, e);
        if (known == null) {
            return null;
        }
        for (int k = 0; k < arguments.size(); k++) {
            boolean number = arguments.get(k).isEmpty() && !signature.at(k).isFunction();
            Poly integer = number ? integer(e.arguments().get(k)) : null;
            if (integer != null) {
                known.put(signature.parameter(k), integer);
            }
        }
        ResultShapes.Call call = new ResultShapes.Call(symbol, arguments, known, functions, which);
        return context.results().of(call, () -> result(call));
    }

    private @Nullable List<Poly> result(ResultShapes.Call call) {
        Symbol symbol = call.function();
        List<List<Poly>> arguments = call.arguments();
        Map<String, Poly> known = call.integers();
        Declaration.Function function = (Declaration.Function) symbol.declaration();
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (int k = 0; k < arguments.size(); k++) {
            String name = function.parameters().get(k).name().name();
            parameters.put(name, context.tensors().temporary(name, arguments.get(k), null));
        }
        parameters.keySet().removeAll(known.keySet());
        parameters.keySet().removeAll(call.functions().keySet());
        Scope scope = new Scope(Scope.Sees.FUNCTION, parameters, known, names.outer(), names.depth() + 1);
        scope.functions().putAll(call.functions());
        if (scope.depth() > Scope.DEPTH) {
            return null;
        }
        if (function.results().isEmpty()) {
            return function.value() == null
                    ? null
                    : new Shapes(context.of(symbol), scope, new HashMap<>()).of(function.value());
        }
        List<Poly> shape = new ArrayList<>();
        for (Expression axis : function.results().get(call.result()).axes()) {
            Poly size = new IntegerExpressions(context.of(symbol)).poly(axis, scope, "");
            if (size == null) {
                return null;
            }
            shape.add(size);
        }
        return shape;
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.names.Callee;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.op.Extremes;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.IntegerExpressions;
import dev.costate.compiler.sizes.IntegerTerms;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls of the language's functions and of the model's own. */
final class CallChecker {
    private final ExpressionChecker expressions;
    private final Context context;
    private final HandedFunctions functions;

    CallChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.context = expressions.context;
        this.functions = new HandedFunctions(context, expressions.scope);
    }

    @Nullable
    Term call(Expression.Call e) {
        List<Term> arguments = new ArrayList<>();
        Map<String, Callee> handed = new LinkedHashMap<>();
        boolean right = true;
        Callee callee = expressions.scope.callee(e.name().name(), context.symbols());
        Symbol symbol = callee.symbol();
        if (symbol != null && symbol.isBroken()) {
            return null;
        }
        if (symbol == null && ofOne(e)) {
            return null;
        }
        // Of a function that is not known, what it takes is not known either.
        boolean numbers = symbol != null ? symbol.kind() != Symbol.Kind.FUNCTION : Builtins.isFunction(callee.name());
        Signature signature = symbol == null ? null : symbol.signature();
        for (int k = 0; k < e.arguments().size(); k++) {
            Expression argument = e.arguments().get(k);
            if (symbol != null
                    && signature != null
                    && k < signature.arity()
                    && signature.at(k).isFunction()) {
                Callee function = functions.handed(symbol, signature.at(k), argument);
                right &= function != null;
                if (function != null) {
                    handed.put(signature.parameter(k), function);
                }
                continue;
            }
            Term term = numbers
                    ? expressions.number(argument)
                    : symbol == null ? expressions.value(argument) : argument(symbol, argument);
            right &= term != null;
            if (term != null) {
                arguments.add(term);
            }
        }
        if (symbol == null) {
            return builtin(e.of(callee.name()), arguments, right);
        }
        if (symbol.kind() != Symbol.Kind.FUNCTION) {
            context.reporter().report(CallMessages.notAFunction(symbol, e.name().span()));
            return null;
        }
        return right ? expressions.functions.call(symbol, arguments, handed, e, expressions.scope) : null;
    }

    private @Nullable Term argument(Symbol function, Expression argument) {
        Term term = expressions.any(argument);
        if (term == null || term.kind() != Term.Kind.CONDITION) {
            Poly integer = term == null || term instanceof Term.Int ? null : IntegerTerms.poly(term);
            return integer == null
                    ? term
                    : new Term.Int(integer, expressions.fits(integer) ? null : term, argument.span());
        }
        expressions.functions.misused(function);
        context.reporter().report(CallMessages.conditionAsArgument(function, argument.span()));
        return null;
    }

    static boolean isExtreme(Identifier name) {
        return name.name().equals("max") || name.name().equals("min");
    }

    /** Whether this is {@code max} or {@code min} of just a name, which is meant as something else; reports it. */
    private boolean ofOne(Expression.Call e) {
        if (!isExtreme(e.name())
                || e.arguments().size() != 1
                || !(e.arguments().get(0) instanceof Expression.Name only)) {
            return false;
        }
        Symbol symbol = context.symbols().find(only.name());
        Tensor own = expressions.scope.parameters().get(only.name());
        Tensor tensor = own != null || symbol == null ? own : symbol.tensor();
        boolean array = tensor != null && !tensor.shape().isEmpty();
        boolean index = symbol == null && !expressions.scope.own().contains(only.name());
        if (!array && !index) {
            return false;
        }
        if (index && !expressions.scope.indices().containsKey(only.name())) {
            context.symbols().told(only.name());
        }
        context.reporter().report(CallMessages.extremeOfOne(e, only, array));
        return true;
    }

    private @Nullable Term builtin(Expression.Call e, List<Term> arguments, boolean right) {
        String name = e.name().name();
        boolean detach = name.equals(Builtins.DETACH);
        Op op = Ops.function(name);
        if (!detach && op == null) {
            return unknown(e);
        }
        if (!new ResultCounts(context.reporter()).agree(e)) {
            return null;
        }
        int arity = detach || op == null ? 1 : op.arity();
        if (e.arguments().size() != arity) {
            context.reporter().report(CallMessages.arity(e, name, arity));
            return null;
        }
        if (!right) {
            return null;
        }
        if (detach || op == null) {
            return new Term.Detach(arguments.get(0), e.span());
        }
        boolean extreme = op == Extremes.MAX || op == Extremes.MIN;
        if (extreme && arguments.get(0) instanceof Term.Int a && arguments.get(1) instanceof Term.Int b) {
            Poly value = IntegerExpressions.extreme(op == Extremes.MAX, a.value(), b.value());
            boolean real = a.real() != null || b.real() != null;
            return new Term.Int(value, real ? new Term.Apply(op, arguments, e.span()) : null, e.span());
        }
        return new Term.Apply(op, arguments, e.span());
    }

    private @Nullable Term unknown(Expression.Call e) {
        String name = e.name().name();
        if (context.symbols().isUnparsed(name)) {
            return null;
        }
        String known = Builtins.describe(name);
        boolean index = expressions.scope.indices().containsKey(name)
                || expressions.scope.own().contains(name);
        if (known != null || index) {
            context.reporter().report(CallMessages.notAFunction(e.name()));
            return null;
        }
        List<String> candidates = Builtins.functionNames();
        Stream.concat(context.symbols().all().stream(), context.symbols().imports().all().stream())
                .filter(s -> s.kind() == Symbol.Kind.FUNCTION)
                .forEach(s -> candidates.add(s.text()));
        String elsewhere = Builtins.elsewhere(name);
        String library = context.symbols().library(name);
        Diagnostic unknown = CallMessages.unknown(
                e.name(), elsewhere == null ? context.symbols().hint(name, candidates) : elsewhere);
        // An import that is missing is one mistake, whatever is used of the library.
        context.reporter().once(elsewhere == null && library != null ? library : unknown.message(), unknown);
        return null;
    }
}

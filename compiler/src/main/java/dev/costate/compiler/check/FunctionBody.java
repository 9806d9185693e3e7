package dev.costate.compiler.check;

import dev.costate.compiler.check.FunctionChecker.Given;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Inference;
import dev.costate.compiler.sizes.IntegerExpressions;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a function is for arguments of certain kinds, shapes and integers. */
final class FunctionBody {
    private final Context context;
    private final FunctionCalls functions;
    private final Symbol symbol;
    private final Declaration.Function function;
    private final List<Given> arguments;

    FunctionBody(Context context, FunctionCalls functions, Symbol symbol, List<Given> arguments) {
        this.context = context;
        this.functions = functions;
        this.symbol = symbol;
        this.function = (Declaration.Function) symbol.declaration();
        this.arguments = arguments;
    }

    /** The parameters of a function that are no functions themselves. */
    static List<Declaration.Parameter> values(Symbol symbol) {
        Declaration.Function function = (Declaration.Function) symbol.declaration();
        return function.parameters().stream().filter(p -> !p.isFunction()).toList();
    }

    static Tensor parameter(Context context, Declaration.Parameter parameter, Given argument) {
        return context.tensors()
                .tensor(
                        parameter.name().name(),
                        Tensor.Role.ARGUMENT,
                        argument.type(),
                        argument.shape(),
                        parameter.name().span(),
                        null);
    }

    /** The function, or null after an error. */
    Term.@Nullable Function check(Scope scope) {
        List<Tensor> parameters = new ArrayList<>();
        List<Declaration.Parameter> values = values(symbol);
        for (int k = 0; k < arguments.size(); k++) {
            Declaration.Parameter parameter = values.get(k);
            String name = parameter.name().name();
            Tensor known = scope.parameters().getOrDefault(name, scope.handed().get(name));
            parameters.add(known != null ? known : parameter(context, parameter, arguments.get(k)));
        }
        List<Model.Definition> definitions = new ArrayList<>();
        Expression value = function.value();
        List<Term> results = value == null ? block(scope, definitions) : expression(value, scope);
        return results.isEmpty()
                ? null
                : new Term.Function(
                        symbol.text(), parameters, outer(), symbol.isRecursive(), List.copyOf(definitions), results);
    }

    /** The indices of the caller that sizes and integers mention. */
    private List<Atom.Index> outer() {
        Set<Atom.Index> indices = new LinkedHashSet<>();
        arguments.forEach(g -> g.polys().forEach(p -> indices.addAll(p.indices())));
        return List.copyOf(indices);
    }

    private List<Term> expression(Expression value, Scope scope) {
        Inference inference = new Inference(context, scope, List.of());
        Reporter.Mark mark = context.reporter().mark();
        inference.run(value);
        Term term = new ExpressionChecker(context, functions, scope, inference).value(value);
        context.reporter().settle(mark);
        return term == null ? List.of() : List.of(term);
    }

    /** The results, none after an error. */
    private List<Term> block(Scope scope, List<Model.Definition> definitions) {
        if (!new BlockChecker(context, functions, symbol).check(scope, definitions)) {
            return List.of();
        }
        List<Term> results = new ArrayList<>();
        for (Declaration.Target result : function.results()) {
            Term term = result(result, scope);
            if (term == null) {
                return List.of();
            }
            results.add(term);
        }
        return results;
    }

    private @Nullable Term result(Declaration.Target result, Scope scope) {
        Tensor tensor = scope.parameters().get(result.name().name());
        List<Poly> declared = new ArrayList<>();
        for (Expression axis : result.axes()) {
            Poly size = new IntegerExpressions(context).poly(axis, scope, "a size");
            if (size == null) {
                return null;
            }
            declared.add(size);
        }
        if (tensor != null && !tensor.shape().equals(declared)) {
            Span place = tensor.span() == null ? symbol.span() : tensor.span();
            context.reporter()
                    .unequal(
                            tensor.shape(),
                            declared,
                            FunctionMessages.resultShape(result.name(), place, tensor.shape(), declared));
            return null;
        }
        return tensor == null ? null : Elements.whole(tensor, result.name().span());
    }
}

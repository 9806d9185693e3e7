package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks functions that are never called: each must be right for some choice of real and integer arguments, found one
 * parameter after the other. What may be right for some sizes is not reported.
 */
final class UncalledFunctions {
    private final Context context;

    UncalledFunctions(Context context) {
        this.context = context;
    }

    void check(Symbol symbol) {
        if (symbol.signature == null || context.functions.isCalled(symbol)) {
            return;
        }
        List<Declaration.Parameter> parameters = ((Declaration.Function) symbol.declaration).parameters();
        Set<Declaration.Parameter> integers = new HashSet<>();
        parameters.stream().filter(p -> p.axes().isEmpty()).forEach(integers::add);
        List<Diagnostic> found = problems(symbol, integers);
        for (Declaration.Parameter parameter : parameters) {
            if (found.isEmpty()) {
                return;
            }
            Set<Declaration.Parameter> others = new HashSet<>(integers);
            if (!others.remove(parameter)) {
                others.add(parameter);
            }
            List<Diagnostic> otherwise = problems(symbol, others);
            if (otherwise.size() < found.size()) {
                integers = others;
                found = otherwise;
            }
        }
        List<Diagnostic> asReal = problems(symbol, Set.of());
        (asReal.size() <= found.size() ? asReal : found)
                .forEach(d -> context.reporter.report(d.code(), d.span(), d.message(), d.notes(), d.hint()));
    }

    /** What is wrong with the function if these of its parameters are integers and all others real. */
    private List<Diagnostic> problems(Symbol symbol, Set<Declaration.Parameter> whole) {
        Diagnostics scratch = new Diagnostics();
        Context apart = new Context(context.symbols, new Reporter(scratch), context.prover, context.tensors);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Map<String, Poly> integers = new LinkedHashMap<>();
        List<Functions.Given> given = new ArrayList<>();
        Declaration.Function function = (Declaration.Function) symbol.declaration;
        for (Declaration.Parameter parameter : function.parameters()) {
            List<Poly> shape = new ArrayList<>();
            for (Expression axis : parameter.axes()) {
                shape.add(Poly.of(new Atom.Dim(axis.span().text())));
                if (axis instanceof Expression.Name name) {
                    integers.put(name.name(), shape.get(shape.size() - 1));
                }
            }
            String name = parameter.name().name();
            boolean integer = whole.contains(parameter);
            Tensor tensor = context.tensors.tensor(
                    name,
                    Tensor.Role.ARGUMENT,
                    integer ? Tensor.Type.INTEGER : Tensor.Type.REAL,
                    shape,
                    parameter.name().span(),
                    null);
            Poly value = integer && shape.isEmpty() ? Poly.of(new Atom.Element(tensor, List.of())) : null;
            given.add(new Functions.Given(tensor.type(), shape, value));
            if (value != null) {
                integers.put(name, value);
            } else {
                parameters.put(name, tensor);
            }
        }
        new FunctionBody(apart, symbol, given)
                .check(new Scope(Scope.Sees.FUNCTION, parameters, integers, List.of(), 1));
        return scratch.sorted().stream()
                .filter(d -> !Functions.BY_CALL.contains(d.code()))
                .toList();
    }
}

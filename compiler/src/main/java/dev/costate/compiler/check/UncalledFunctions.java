package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.sizes.Signatures;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks functions that are never called: each must be right for some choice of real and integer arguments, found one
 * parameter after the other. What may be right for some sizes is not reported; a function that calls itself must come
 * to an end for one of a few small sizes. What takes functions is checked where it is called, since its meaning is
 * theirs.
 */
final class UncalledFunctions {
    /** The greatest size for which recursion is tried to end. */
    private static final int SIZES = 8;

    private final Context context;
    private final FunctionChecker functions;
    /** The calls of circles that have been told. */
    private final Set<Span> told = new HashSet<>();

    UncalledFunctions(Context context, FunctionChecker functions) {
        this.context = context;
        this.functions = functions;
    }

    void check(Symbol symbol) {
        Signature signature = symbol.signature();
        if (signature == null || signature.takesFunctions() || functions.isCalled(symbol)) {
            return;
        }
        List<Declaration.Parameter> parameters = ((Declaration.Function) symbol.declaration()).parameters();
        Map<String, Poly> sizes = new LinkedHashMap<>();
        signature.sizes().keySet().forEach(name -> sizes.put(name, Poly.of(new Atom.Dim(name))));
        Set<Declaration.Parameter> integers = new HashSet<>();
        parameters.stream().filter(p -> p.axes().isEmpty()).forEach(integers::add);
        List<Diagnostic> found = problems(symbol, integers, sizes);
        for (Declaration.Parameter parameter : parameters) {
            if (found.isEmpty()) {
                break;
            }
            Set<Declaration.Parameter> others = new HashSet<>(integers);
            if (!others.remove(parameter)) {
                others.add(parameter);
            }
            List<Diagnostic> otherwise = problems(symbol, others, sizes);
            if (otherwise.size() < found.size()) {
                integers = others;
                found = otherwise;
            }
        }
        List<Diagnostic> asReal = problems(symbol, Set.of(), sizes);
        boolean real = asReal.size() <= found.size();
        List<Diagnostic> problems = real ? asReal : found;
        if (problems.isEmpty() && symbol.isRecursive()) {
            problems = endless(symbol, real ? Set.of() : integers, sizes);
        }
        problems.forEach(d -> context.reporter().report(d));
    }

    /**
     * The circle of calls in which the function runs whatever the sizes; empty if it ends, or the circle has been told.
     */
    private List<Diagnostic> endless(Symbol symbol, Set<Declaration.Parameter> integers, Map<String, Poly> sizes) {
        List<Diagnostic> circles = circles(symbol, integers, sizes);
        for (int size = 1; size <= SIZES && !circles.isEmpty(); size++) {
            Poly each = Poly.of(size);
            Map<String, Poly> constant = new LinkedHashMap<>(sizes);
            constant.replaceAll((name, any) -> each);
            if (circles(symbol, integers, constant).isEmpty()) {
                return List.of();
            }
        }
        return circles.stream()
                .filter(d -> told.addAll(d.notes().stream().map(Note::span).toList()))
                .toList();
    }

    private List<Diagnostic> circles(Symbol symbol, Set<Declaration.Parameter> integers, Map<String, Poly> sizes) {
        Diagnostics all = new Diagnostics();
        check(symbol, integers, sizes, new Reporter(all));
        return all.sorted().stream()
                .filter(d -> d.code() == DiagnosticCode.FUNCTION_RECURSION)
                .toList();
    }

    /** What is wrong with the function if these of its parameters are integers and all others real. */
    private List<Diagnostic> problems(Symbol symbol, Set<Declaration.Parameter> integers, Map<String, Poly> sizes) {
        Diagnostics all = new Diagnostics();
        Reporter reporter = new Reporter(all);
        check(symbol, integers, sizes, reporter);
        return all.sorted().stream().filter(d -> !reporter.isOfCall(d)).toList();
    }

    private void check(Symbol symbol, Set<Declaration.Parameter> whole, Map<String, Poly> sizes, Reporter reporter) {
        Context apart = new Context(context.symbols(), reporter, context.prover(), context.tensors());
        Context silent =
                new Context(context.symbols(), new Reporter(new Diagnostics()), context.prover(), context.tensors());
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Map<String, Poly> integers = new LinkedHashMap<>(sizes);
        List<FunctionChecker.Given> given = new ArrayList<>();
        Declaration.Function function = (Declaration.Function) symbol.declaration();
        for (Declaration.Parameter parameter : function.parameters()) {
            List<Poly> shape = parameter.axes().stream()
                    .map(axis -> Signatures.size(axis, sizes, silent))
                    .toList();
            String name = parameter.name().name();
            boolean integer = whole.contains(parameter);
            Tensor tensor = context.tensors()
                    .tensor(
                            name,
                            Tensor.Role.ARGUMENT,
                            integer ? Tensor.Type.INTEGER : Tensor.Type.REAL,
                            shape,
                            parameter.name().span(),
                            null);
            Poly value = integer && shape.isEmpty() ? Poly.of(new Atom.Element(tensor, List.of())) : null;
            given.add(new FunctionChecker.Given(tensor.type(), shape, value));
            if (value != null) {
                integers.put(name, value);
            } else {
                parameters.put(name, tensor);
            }
        }
        new FunctionBody(apart, new FunctionChecker(apart), symbol, given)
                .check(new Scope(Scope.Sees.FUNCTION, parameters, integers, List.of(), 1));
    }
}

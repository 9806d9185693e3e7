package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions of the model and its libraries, each checked once for each combination of kinds that it is called with. */
final class Functions {
    /** How deep calls may be nested in each other's bodies. */
    static final int DEPTH = 50;

    private record Key(Symbol function, List<Tensor.Type> kinds) {}

    private final Context context;
    private final Map<Key, Optional<Term.Function>> checked = new HashMap<>();

    Functions(Context context) {
        this.context = context;
    }

    /** Whether the signature is of a kind that is compiled: scalars and one expression. */
    boolean declare(Symbol symbol) {
        Declaration.Function function = (Declaration.Function) symbol.declaration;
        boolean arrays = function.parameters().stream().anyMatch(p -> !p.axes().isEmpty());
        if (function.value() == null || function.result() != null || arrays) {
            context.reporter.report(
                    Code.ARRAY_FUNCTION,
                    symbol.span(),
                    "`" + symbol + "` has "
                            + (arrays ? "an array as a parameter" : "a block of equations")
                            + ", which is not compiled yet");
            return false;
        }
        Map<String, Span> names = new LinkedHashMap<>();
        boolean right = true;
        for (Declaration.Parameter parameter : function.parameters()) {
            Span first =
                    names.putIfAbsent(parameter.name().name(), parameter.name().span());
            if (first != null) {
                right = false;
                context.reporter.report(
                        Code.DUPLICATE_NAME,
                        parameter.name().span(),
                        "`" + symbol + "` has two parameters `" + parameter.name() + "`",
                        List.of(new Note(first, "the first is here")),
                        null);
            }
        }
        return right;
    }

    /** Checks a function that is never called: it must be right for real or for integer arguments. */
    void checkUncalled(Symbol symbol) {
        Declaration.Function function = (Declaration.Function) symbol.declaration;
        int arity = function.parameters().size();
        if (checked.keySet().stream().anyMatch(k -> k.function() == symbol)) {
            return;
        }
        Diagnostics scratch = new Diagnostics();
        Context apart = new Context(context.symbols, new Reporter(scratch), context.prover);
        apart.functions.body(symbol, function, types(arity, Tensor.Type.INTEGER), 0);
        if (scratch.hasErrors()) {
            body(symbol, function, types(arity, Tensor.Type.REAL), 0);
        } else {
            scratch.sorted().forEach(context.reporter::report);
        }
    }

    private static List<Tensor.Type> types(int count, Tensor.Type type) {
        return Collections.nCopies(count, type);
    }

    @Nullable
    Term call(Symbol symbol, List<Term> arguments, Expression.Call e, int depth) {
        Declaration.Function function = (Declaration.Function) symbol.declaration;
        if (arguments.size() != function.parameters().size()) {
            return context.reporter.report(
                    Code.ARITY,
                    e.span(),
                    "`" + symbol + "` takes "
                            + Reporter.count(function.parameters().size(), "argument", "arguments")
                            + ", and here are " + arguments.size(),
                    List.of(new Note(symbol.span(), "it is declared here")),
                    null);
        }
        if (depth >= DEPTH) {
            return context.reporter.report(
                    Code.CALL_DEPTH, e.span(), "functions call each other more than " + DEPTH + " deep here");
        }
        List<Tensor.Type> kinds = arguments.stream()
                .map(a -> a.kind() == Term.Kind.INTEGER ? Tensor.Type.INTEGER : Tensor.Type.REAL)
                .toList();
        Key key = new Key(symbol, kinds);
        Optional<Term.Function> known = checked.get(key);
        if (known == null) {
            known = Optional.ofNullable(body(symbol, function, kinds, depth + 1));
            checked.put(key, known);
        }
        return known.map(f -> new Term.Call(f, arguments, e.span())).orElse(null);
    }

    private Term.@Nullable Function body(
            Symbol symbol, Declaration.Function function, List<Tensor.Type> kinds, int depth) {
        Expression value = function.value();
        if (value == null) {
            return null;
        }
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (int i = 0; i < kinds.size(); i++) {
            Declaration.Parameter parameter = function.parameters().get(i);
            Tensor tensor = new Tensor(
                    parameter.name().name(),
                    Tensor.Role.ARGUMENT,
                    kinds.get(i),
                    List.of(),
                    parameter.name().span(),
                    null);
            parameters.put(tensor.name(), tensor);
        }
        Context its = context.of(symbol);
        Inference inference = new Inference(its, List.of());
        inference.run(value);
        Scope scope = new Scope(Scope.Sees.FUNCTION, parameters);
        Term body = new Expressions(its, scope, inference, depth).number(value);
        return body == null ? null : new Term.Function(symbol.text(), new ArrayList<>(parameters.values()), body);
    }
}

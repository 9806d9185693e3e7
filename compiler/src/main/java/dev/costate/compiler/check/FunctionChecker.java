package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Callee;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.ArgumentSizes;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the model and its libraries, each checked once for each combination of kinds, shapes, integers and
 * functions that it is called with. Sizes and integers are known in the body as they are at the call, so that
 * subscripts can be proved in range.
 */
final class FunctionChecker implements FunctionCalls {
    /** What of an argument the body is checked for; the integer that it is, or null. */
    record Given(
            Tensor.Type type, List<Poly> shape, @Nullable Poly integer) {
        static Given of(Term term) {
            Poly integer = term instanceof Term.Int i ? i.value() : null;
            boolean whole = integer != null
                    || (term instanceof Term.Whole w && w.tensor().type() == Tensor.Type.INTEGER);
            return new Given(whole ? Tensor.Type.INTEGER : Tensor.Type.REAL, term.shape(), integer);
        }

        List<Poly> polys() {
            return integer == null ? shape : List.of(integer);
        }
    }

    /** One way to call a function. Facts are those about the indices and sizes that its arguments mention. */
    private record Key(Symbol function, List<Given> arguments, Map<String, Callee> handed, List<Poly> facts) {
        /** Whether it is the same function of the same functions. */
        boolean repeats(Key other) {
            return function == other.function && handed.equals(other.handed);
        }
    }

    /** A call whose function is being checked. */
    private record Open(Key key, List<Poly> sizes, Span call) {}

    private final Context context;
    private final Map<Key, Optional<Term.Function>> checked = new HashMap<>();
    private final Set<Symbol> failed = new HashSet<>();
    private final Set<Symbol> misused = new HashSet<>();
    private final Deque<Open> open = new ArrayDeque<>();

    FunctionChecker(Context context) {
        this.context = context;
    }

    @Override
    public void misused(Symbol symbol) {
        misused.add(symbol);
    }

    boolean isCalled(Symbol symbol) {
        return misused.contains(symbol) || checked.keySet().stream().anyMatch(k -> k.function() == symbol);
    }

    @Override
    public @Nullable Term call(
            Symbol symbol, List<Term> arguments, Map<String, Callee> handed, Expression.Call e, Scope caller) {
        Signature signature = symbol.signature();
        if (signature == null || failed.contains(symbol)) {
            return null;
        }
        if (e.arguments().size() != signature.arity()) {
            context.reporter()
                    .report(CallMessages.arity(e, symbol.text(), signature.arity())
                            .withNote(symbol.span(), "it is declared here"));
            return null;
        }
        if (!new ResultCounts(context.reporter()).agree(symbol, e)) {
            return null;
        }
        Map<String, Poly> sizes = new ArgumentSizes(context, symbol, signature, context.reporter())
                .match(shapes(signature, arguments), e);
        if (sizes == null) {
            return null;
        }
        if (caller.depth() >= Scope.DEPTH) {
            context.reporter().report(CallMessages.depth(e.span()));
            return null;
        }
        List<Given> given = arguments.stream().map(Given::of).toList();
        Key key = new Key(symbol, given, handed, relevant(given, caller.facts()));
        Open call = new Open(key, List.copyOf(sizes.values()), e.span());
        if (!shrinks(call)) {
            return null;
        }
        Optional<Term.Function> known = checked.get(key);
        if (known == null) {
            known = Optional.ofNullable(instance(call, sizes, caller));
            checked.put(key, known);
        }
        int result = e.result() == null ? 0 : e.result().number();
        return known.map(f -> new Term.Call(f, arguments, result, e.span())).orElse(null);
    }

    /** A function has no shape; it takes the place of a number. */
    private static List<List<Poly>> shapes(Signature signature, List<Term> values) {
        Iterator<Term> next = values.iterator();
        return signature.function().parameters().stream()
                .map(p -> p.isFunction() ? List.<Poly>of() : next.next().shape())
                .toList();
    }

    /** The facts about the indices that arguments mention, and those about the sizes alone. */
    private static List<Poly> relevant(List<Given> given, Facts facts) {
        Set<Atom> atoms = new LinkedHashSet<>();
        Set<Atom.Index> indices = new LinkedHashSet<>();
        given.stream().flatMap(g -> g.polys().stream()).forEach(p -> {
            atoms.addAll(p.atoms());
            indices.addAll(p.indices());
        });
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Poly fact : facts.all()) {
                if (fact.indices().stream().anyMatch(indices::contains)) {
                    grows |= indices.addAll(fact.indices());
                }
            }
        }
        return facts.all().stream()
                .filter(f -> f.indices().isEmpty()
                        ? f.atoms().stream().anyMatch(atoms::contains)
                        : indices.containsAll(f.indices()))
                .toList();
    }

    /** Whether a call is no recursion, or one with smaller constant sizes; reports what is neither. */
    private boolean shrinks(Open call) {
        List<Open> since = new ArrayList<>();
        for (Open before : open) {
            since.add(before);
            if (before.key().repeats(call.key())) {
                if (smaller(call.sizes(), before.sizes())) {
                    return true;
                }
                circle(call, since);
                return false;
            }
        }
        return true;
    }

    private static boolean smaller(List<Poly> sizes, List<Poly> before) {
        boolean some = false;
        for (int k = 0; k < sizes.size(); k++) {
            if (!sizes.get(k).isConstant() || !before.get(k).isConstant()) {
                return false;
            }
            long by = before.get(k).minus(sizes.get(k)).constant().orElseThrow();
            if (by < 0) {
                return false;
            }
            some |= by > 0;
        }
        return some;
    }

    /** @param since the open calls from the innermost out to the one that is repeated */
    private void circle(Open call, List<Open> since) {
        List<Open> way = new ArrayList<>(List.of(call));
        way.addAll(since);
        Collections.reverse(way);
        String names = way.stream().map(o -> o.key().function().text()).collect(Collectors.joining(" → "));
        List<Note> notes = new ArrayList<>();
        for (int k = 0; k + 1 < way.size(); k++) {
            notes.add(new Note(
                    way.get(k + 1).call(),
                    "`" + way.get(k).key().function() + "` calls `"
                            + way.get(k + 1).key().function() + "` here"));
        }
        Symbol function = call.key().function();
        failed.add(function);
        context.reporter().report(FunctionMessages.recursion(function, names, notes));
    }

    private Term.@Nullable Function instance(Open call, Map<String, Poly> sizes, Scope caller) {
        Key key = call.key();
        Symbol symbol = key.function();
        boolean noted = key.arguments().stream().anyMatch(g -> !g.polys().isEmpty());
        open.push(call);
        context.reporter().enter(new Note(call.call(), "`" + symbol + "` is called here"), noted);
        Term.Function function =
                new FunctionBody(context.of(symbol), this, symbol, key.arguments()).check(scope(key, sizes, caller));
        context.reporter().leave();
        open.pop();
        if (function == null) {
            failed.add(symbol);
        }
        return function;
    }

    private Scope scope(Key key, Map<String, Poly> sizes, Scope caller) {
        Map<String, Poly> integers = new LinkedHashMap<>(sizes);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Map<String, Tensor> handed = new LinkedHashMap<>();
        Iterator<Given> given = key.arguments().iterator();
        boolean indices = false;
        for (Declaration.Parameter parameter : FunctionBody.values(key.function())) {
            Given argument = given.next();
            indices |= argument.polys().stream().anyMatch(p -> !p.indices().isEmpty());
            String name = parameter.name().name();
            Tensor tensor = FunctionBody.parameter(context, parameter, argument);
            if (argument.integer() != null) {
                integers.put(name, argument.integer());
                handed.put(name, tensor);
            } else {
                parameters.put(name, tensor);
            }
        }
        List<Range> outer = indices ? caller.ranges() : List.of();
        Scope scope = new Scope(Scope.Sees.FUNCTION, parameters, integers, outer, caller.depth() + 1);
        scope.know(Facts.of(key.facts()));
        scope.handed().putAll(handed);
        scope.functions().putAll(key.handed());
        return scope;
    }
}

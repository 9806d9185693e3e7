package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.names.FreeNames;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import dev.costate.compiler.order.Components;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.sizes.Shapes;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The equations in the block of a function: a small model, whose names are the function's own. */
final class BlockChecker {
    private final Context context;
    private final FunctionCalls functions;
    private final Symbol function;
    private final Map<String, Symbol> quantities = new LinkedHashMap<>();

    BlockChecker(Context context, FunctionCalls functions, Symbol function) {
        this.context = context;
        this.functions = functions;
        this.function = function;
    }

    /**
     * Checks the equations and brings what they define into the scope.
     *
     * @param definitions takes the equations, each after those it reads
     * @return whether all are right
     */
    boolean check(Scope scope, List<Model.Definition> definitions) {
        Declaration.Function declaration = (Declaration.Function) function.declaration();
        boolean right = true;
        for (Declaration.Equation equation : Symbols.equations(declaration.body())) {
            right &= declare(equation, scope);
        }
        if (!right || !definesResults(declaration)) {
            return false;
        }
        EquationChecker equations = new EquationChecker(context, functions);
        Shapes shapes = new Shapes(context, scope, Map.of());
        Set<Symbol> needed = reach(shapes::decided);
        Set<Symbol> unneeded = reach(condition -> null);
        unneeded.removeAll(needed);
        for (List<Symbol> group : groups()) {
            if (!needed.containsAll(group) && group.stream().anyMatch(s -> isWithout(s, unneeded))) {
                unneeded.addAll(group);
                continue;
            }
            definitions.addAll(equations.check(group, scope, symbol -> {
                Tensor tensor = symbol.tensor();
                if (tensor != null) {
                    scope.parameters().put(symbol.text(), tensor);
                }
            }));
            if (group.stream().anyMatch(symbol -> symbol.isBroken())) {
                return false;
            }
        }
        return true;
    }

    private boolean definesResults(Declaration.Function declaration) {
        for (Declaration.Target result : declaration.results()) {
            if (!quantities.containsKey(result.name().name())) {
                context.reporter().anyway(FunctionMessages.undefinedResult(function, result.name()));
                return false;
            }
        }
        return true;
    }

    private boolean declare(Declaration.Equation equation, Scope scope) {
        Symbol symbol = new Symbol(context.symbols(), Symbol.Kind.LET, equation.name(), equation);
        if (equation.output()) {
            context.reporter().anyway(FunctionMessages.output(symbol));
            return false;
        }
        if (equation.integer()) {
            context.reporter().report(EquationMessages.integerInFunction(symbol));
            return false;
        }
        Symbol first = quantities.putIfAbsent(symbol.text(), symbol);
        if (first == null && !scope.own().contains(symbol.text())) {
            return true;
        }
        if (first != null && Symbols.isArray(first) && Symbols.isArray(symbol)) {
            return first.equations().addAll(symbol.equations());
        }
        context.reporter()
                .report(
                        first == null
                                ? FunctionMessages.nameOfParameter(symbol, function)
                                : FunctionMessages.declaredTwice(first, symbol));
        return false;
    }

    /** Whether the quantity is unneeded, or uses what is. */
    private boolean isWithout(Symbol symbol, Set<Symbol> unneeded) {
        return unneeded.contains(symbol) || uses(symbol).stream().anyMatch(unneeded::contains);
    }

    /**
     * What the results use, but in branches that are decided against: that has no effect, and may not even make sense.
     */
    private Set<Symbol> reach(Function<Expression, @Nullable Boolean> decided) {
        Set<Symbol> reached = new LinkedHashSet<>();
        for (Declaration.Target result : ((Declaration.Function) function.declaration()).results()) {
            reached.add(Objects.requireNonNull(quantities.get(result.name().name())));
        }
        Deque<Symbol> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (Symbol used : uses(open.pop(), decided)) {
                if (reached.add(used)) {
                    open.push(used);
                }
            }
        }
        return reached;
    }

    /** The quantities, each after those it uses, in one group where they need each other. */
    private List<List<Symbol>> groups() {
        List<Symbol> all = List.copyOf(quantities.values());
        return Components.of(
                        all.size(),
                        k -> uses(all.get(k)).stream().map(all::indexOf).toList())
                .stream()
                .map(group -> group.stream().map(all::get).toList())
                .toList();
    }

    private Set<Symbol> uses(Symbol symbol) {
        return uses(symbol, condition -> null);
    }

    private Set<Symbol> uses(Symbol symbol, Function<Expression, @Nullable Boolean> decided) {
        Set<Symbol> used = new LinkedHashSet<>();
        for (Declaration.Equation equation : symbol.equations()) {
            for (FreeNames.Mention mention : FreeNames.of(equation, context.symbols(), decided)) {
                Symbol quantity = quantities.get(mention.name());
                if (quantity != null) {
                    used.add(quantity);
                }
            }
        }
        return used;
    }
}

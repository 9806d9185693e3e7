package dev.costate.compiler.check;

import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The equations in the block of a function: a small model, whose names are the function's own. */
final class Blocks {
    private final Context context;
    private final Symbol function;
    private final Map<String, Symbol> quantities = new LinkedHashMap<>();

    Blocks(Context context, Symbol function) {
        this.context = context;
        this.function = function;
    }

    /**
     * Checks the equations and brings what they define into the scope.
     *
     * @param definitions takes the equations, each after those it reads
     * @return whether all are right
     */
    boolean check(Scope scope, List<Model.Definition> definitions) {
        Declaration.Function declaration = (Declaration.Function) function.declaration;
        boolean right = true;
        for (Declaration.Equation equation : Symbols.equations(declaration.body())) {
            right &= declare(equation, scope);
        }
        Declaration.Parameter result = declaration.result();
        if (right && result != null && !quantities.containsKey(result.name().name())) {
            context.reporter.report(
                    Code.FUNCTION_RESULT,
                    result.name().span(),
                    "no equation in the block of `" + function + "` defines its result `" + result.name() + "`");
            return false;
        }
        List<Symbol> order = right ? order() : null;
        if (order == null) {
            return false;
        }
        Equations equations = new Equations(context);
        for (Symbol symbol : order) {
            Model.Definition definition = equations.check(symbol, scope.inner());
            if (definition == null) {
                return false;
            }
            definitions.add(definition);
            scope.parameters.put(symbol.text(), definition.target());
        }
        return true;
    }

    private boolean declare(Declaration.Equation equation, Scope scope) {
        Symbol symbol = new Symbol(Symbol.Kind.LET, equation.name(), equation);
        if (equation.output()) {
            context.reporter.report(
                    Code.FUNCTION_RESULT,
                    equation.name().span(),
                    "`" + symbol + "` is an output, and a function has none: its result is named in its signature",
                    "Write `let`.");
            return false;
        }
        Symbol first = quantities.putIfAbsent(symbol.text(), symbol);
        if (first == null && !scope.own().contains(symbol.text())) {
            return true;
        }
        context.reporter.report(
                Code.DUPLICATE_NAME,
                symbol.span(),
                first == null
                        ? "`" + symbol + "` has the name of a parameter or size of `" + function + "`"
                        : "`" + symbol + "` is declared twice",
                first == null ? List.of() : List.of(new Note(first.span(), "the first is here")),
                null);
        return false;
    }

    /** The quantities, each after those it uses; null if there is a circle, which is reported. */
    private @org.jspecify.annotations.Nullable List<Symbol> order() {
        Set<Symbol> done = new LinkedHashSet<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Symbol symbol : quantities.values()) {
                grows |= !done.contains(symbol) && done.containsAll(uses(symbol)) && done.add(symbol);
            }
        }
        for (Symbol symbol : quantities.values()) {
            if (!done.contains(symbol)) {
                context.reporter.report(
                        Code.RECURRENCE,
                        symbol.span(),
                        "`" + symbol + "` depends on itself, and recurrences in functions are not compiled yet");
                return null;
            }
        }
        return new ArrayList<>(done);
    }

    private Set<Symbol> uses(Symbol symbol) {
        Set<Symbol> used = new LinkedHashSet<>();
        for (Mentions.Mention mention : Mentions.of(symbol.declaration, context.symbols)) {
            Symbol quantity = quantities.get(mention.name());
            if (quantity != null) {
                used.add(quantity);
            }
        }
        return used;
    }
}

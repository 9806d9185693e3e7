package dev.costate.compiler.names;

import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Warns of what is declared and has no effect. */
public final class Usage {
    private final Symbols symbols;
    private final Dependencies dependencies;
    private final Reporter reporter;

    public Usage(Symbols symbols, Dependencies dependencies, Reporter reporter) {
        this.symbols = symbols;
        this.dependencies = dependencies;
        this.reporter = reporter;
    }

    /**
     * Warns of each.
     *
     * @param library whether the file is one
     */
    public void check(boolean library) {
        Set<Symbol> used = new HashSet<>();
        for (Symbol symbol : symbols.all()) {
            dependencies.uses(symbol).stream().filter(s -> s != symbol).forEach(used::add);
            used.addAll(inDomain(symbol));
        }
        symbols.imports().unused(used, reporter);
        if (library) {
            return; // what it declares is used elsewhere
        }
        Set<String> derived = new HashSet<>();
        for (Declaration.Derive derive : symbols.derives()) {
            derive.wrt().stream().map(Identifier::name).forEach(derived::add);
        }
        List<Symbol> outputs = symbols.all().stream()
                .filter(s -> s.kind() == Symbol.Kind.OUTPUT)
                .toList();
        Set<Symbol> effective = dependencies.reach(outputs);
        symbols.all().forEach(symbol -> effective.addAll(dependencies.reach(inDomain(symbol))));
        for (Symbol symbol : symbols.all()) {
            if (symbol.isBroken() || derived.contains(symbol.text()) || symbol.kind() == Symbol.Kind.OUTPUT) {
                continue;
            }
            if (symbol.kind() == Symbol.Kind.PARAM && !effective.contains(symbol)) {
                reporter.report(NameMessages.paramWithoutEffect(symbol));
            } else if (!used.contains(symbol)) {
                reporter.report(NameMessages.unused(symbol));
            }
        }
    }

    /** What the bounds of an input name. */
    private Set<Symbol> inDomain(Symbol symbol) {
        Set<Symbol> named = new HashSet<>();
        if (symbol.declaration() instanceof Declaration.Input input && input.domain() != null) {
            for (Expression bound : input.domain().bounds()) {
                for (FreeNames.Mention mention : FreeNames.of(bound)) {
                    Symbol found = symbols.find(mention.name());
                    if (found != null) {
                        named.add(found);
                    }
                }
            }
        }
        return named;
    }
}

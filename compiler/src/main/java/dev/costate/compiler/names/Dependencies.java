package dev.costate.compiler.names;

import dev.costate.compiler.order.Components;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which declared name uses which, and an order in which each comes after those it uses. Does not recurse. */
public final class Dependencies {
    /** The symbols that each uses, with the place of the first use. */
    private final Map<Symbol, Map<Symbol, Span>> uses;

    private final List<List<Symbol>> groups = new ArrayList<>();

    /** @param uses those within the libraries that the symbols may use; the uses of the symbols are added */
    public Dependencies(Symbols symbols, Map<Symbol, Map<Symbol, Span>> uses) {
        this.uses = uses;
        for (Symbol symbol : symbols.all()) {
            Map<Symbol, Span> used = new LinkedHashMap<>();
            List<? extends Declaration> declarations =
                    symbol.equations().isEmpty() ? List.of(symbol.declaration()) : symbol.equations();
            for (Declaration declaration : declarations) {
                for (FreeNames.Mention mention : FreeNames.of(declaration, symbols)) {
                    Symbol target = symbols.find(mention.name());
                    if (target != null) {
                        used.putIfAbsent(target, mention.span());
                    }
                }
            }
            uses.put(symbol, used);
        }
        group(List.copyOf(symbols.all()));
    }

    private void group(List<Symbol> all) {
        Map<Symbol, Integer> numbers = new HashMap<>();
        all.forEach(symbol -> numbers.put(symbol, numbers.size()));
        for (List<Integer> component : Components.of(
                all.size(),
                k -> uses(all.get(k)).stream()
                        .filter(numbers::containsKey)
                        .map(numbers::get)
                        .toList())) {
            groups.add(component.stream().map(all::get).toList());
        }
    }

    /** Groups of symbols that use each other, each group after those it uses; most are of one. */
    public List<List<Symbol>> groups() {
        return groups;
    }

    public Set<Symbol> uses(Symbol symbol) {
        return targets(symbol).keySet();
    }

    private Map<Symbol, Span> targets(Symbol symbol) {
        return uses.getOrDefault(symbol, Map.of());
    }

    public Span place(Symbol user, Symbol used) {
        return targets(user).getOrDefault(used, user.span());
    }

    /** All that the symbols use, directly or not, themselves included and first. */
    public Set<Symbol> reach(Collection<Symbol> from) {
        Set<Symbol> seen = new LinkedHashSet<>(from);
        Deque<Symbol> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (Symbol used : uses(open.pop())) {
                if (seen.add(used)) {
                    open.push(used);
                }
            }
        }
        return seen;
    }

    /** A shortest way from a symbol to itself within a group: the symbols on it, the first again at the end. */
    public List<Symbol> cycle(Symbol start, Collection<Symbol> group) {
        Set<Symbol> within = new HashSet<>(group);
        Map<Symbol, Symbol> from = new HashMap<>();
        Deque<Symbol> open = new ArrayDeque<>(List.of(start));
        while (!from.containsKey(start)) {
            Symbol at = open.remove();
            for (Symbol used : uses(at)) {
                if (within.contains(used) && from.putIfAbsent(used, at) == null) {
                    open.add(used);
                }
            }
        }
        List<Symbol> way = new ArrayList<>(List.of(start));
        for (Symbol at = from.getOrDefault(start, start); at != start; at = from.getOrDefault(at, start)) {
            way.add(at);
        }
        way.add(start);
        Collections.reverse(way);
        return way;
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which declared name uses which, and an order in which each comes after those it uses. Does not recurse. */
final class Dependencies {
    /** The symbols that each uses, with the place of the first use. */
    private final Map<Symbol, Map<Symbol, Span>> uses;

    private final Map<Symbol, List<Mentions.Mention>> mentions = new HashMap<>();
    private final List<List<Symbol>> groups = new ArrayList<>();

    /** @param uses those within the libraries that the symbols may use; the uses of the symbols are added */
    Dependencies(Symbols symbols, Map<Symbol, Map<Symbol, Span>> uses) {
        this.uses = uses;
        for (Symbol symbol : symbols.all()) {
            List<Mentions.Mention> all = Mentions.of(symbol.declaration, symbols);
            Map<Symbol, Span> used = new LinkedHashMap<>();
            for (Mentions.Mention mention : all) {
                Symbol target = symbols.find(mention.name());
                if (target != null) {
                    used.putIfAbsent(target, mention.span());
                }
            }
            mentions.put(symbol, all);
            uses.put(symbol, used);
        }
        new Grouping(symbols).run();
    }

    /** Groups of symbols that use each other, each group after those it uses; most are of one. */
    List<List<Symbol>> groups() {
        return groups;
    }

    Set<Symbol> uses(Symbol symbol) {
        return targets(symbol).keySet();
    }

    private Map<Symbol, Span> targets(Symbol symbol) {
        return uses.getOrDefault(symbol, Map.of());
    }

    Span place(Symbol user, Symbol used) {
        return targets(user).getOrDefault(used, user.span());
    }

    List<Mentions.Mention> mentions(Symbol symbol) {
        return mentions.getOrDefault(symbol, List.of());
    }

    /** All that the symbols use, directly or not, themselves included. */
    Set<Symbol> reach(Collection<Symbol> from) {
        Set<Symbol> seen = new HashSet<>(from);
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
    List<Symbol> cycle(Symbol start, Collection<Symbol> group) {
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

    /** Tarjan's strongly connected components, with a stack of its own. */
    private final class Grouping {
        private final Map<Symbol, Integer> number = new HashMap<>();
        private final Map<Symbol, Integer> low = new HashMap<>();
        private final Deque<Symbol> open = new ArrayDeque<>();
        private final Set<Symbol> isOpen = new HashSet<>();
        private final Deque<Symbol> path = new ArrayDeque<>();
        private final Deque<Iterator<Symbol>> next = new ArrayDeque<>();
        private final Symbols symbols;

        Grouping(Symbols symbols) {
            this.symbols = symbols;
        }

        void run() {
            for (Symbol symbol : symbols.all()) {
                if (!number.containsKey(symbol)) {
                    enter(symbol);
                    while (!path.isEmpty()) {
                        step();
                    }
                }
            }
        }

        private void enter(Symbol symbol) {
            number.put(symbol, number.size());
            low.put(symbol, number.size() - 1);
            open.push(symbol);
            isOpen.add(symbol);
            path.push(symbol);
            next.push(uses(symbol).iterator());
        }

        private void step() {
            Symbol symbol = path.peek();
            if (next.peek().hasNext()) {
                Symbol used = next.peek().next();
                if (used.home != symbols) {
                    return; // of a library, which is grouped already
                }
                if (!number.containsKey(used)) {
                    enter(used);
                } else if (isOpen.contains(used)) {
                    low.merge(symbol, number.get(used), Math::min);
                }
                return;
            }
            path.pop();
            next.pop();
            if (!path.isEmpty()) {
                low.merge(path.peek(), low.get(symbol), Math::min);
            }
            if (low.get(symbol).equals(number.get(symbol))) {
                close(symbol);
            }
        }

        private void close(Symbol root) {
            List<Symbol> group = new ArrayList<>();
            Symbol symbol;
            do {
                symbol = open.pop();
                isOpen.remove(symbol);
                group.add(symbol);
            } while (symbol != root);
            Collections.reverse(group);
            groups.add(group);
        }
    }
}

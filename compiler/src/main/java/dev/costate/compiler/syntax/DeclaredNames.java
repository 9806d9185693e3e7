package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** The names that sections declare, known before they are parsed. */
final class DeclaredNames {
    private DeclaredNames() {}

    /** Adds the name of a section, and of the equations within where that is a {@code for} block. */
    static void collect(Section start, Set<String> names) {
        Deque<Section> pending = new ArrayDeque<>();
        pending.push(start);
        while (!pending.isEmpty()) {
            Section section = pending.pop();
            int keyword = section.keyword();
            boolean declares = keyword >= DIM && keyword <= OUTPUT;
            if (declares && section.tokens.size() > 1) {
                if (section.tokens.get(1).getType() == NAME) {
                    names.add(section.tokens.get(1).getText());
                }
            } else if (keyword == FOR) {
                section.children.forEach(pending::push);
            }
        }
    }
}

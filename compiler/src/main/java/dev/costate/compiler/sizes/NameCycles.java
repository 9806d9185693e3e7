package dev.costate.compiler.sizes;

import dev.costate.compiler.check.ElementCycles;
import dev.costate.compiler.names.Dependencies;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic.Note;
import java.util.ArrayList;
import java.util.List;

/** Reports sizes, constants and functions that depend on themselves. Of equations {@link ElementCycles} tells. */
public final class NameCycles {
    /** More notes than this do not help. */
    private static final int NOTES = 8;

    private final Dependencies dependencies;
    private final Context context;

    public NameCycles(Dependencies dependencies, Context context) {
        this.dependencies = dependencies;
        this.context = context;
    }

    /** Reports the group if it is a cycle and marks its members as broken; whether it is one. */
    public boolean check(List<Symbol> group) {
        Symbol start = group.get(0);
        if (group.size() == 1 && !dependencies.uses(start).contains(start)) {
            return false;
        }
        if (group.stream().allMatch(Symbol::isEquation)) {
            return false;
        }
        if (group.stream().anyMatch(s -> s.isBroken())) {
            group.forEach(Symbol::markBroken);
        } else if (group.stream().allMatch(s -> s.kind() == Symbol.Kind.FUNCTION)) {
            functions(group);
        } else {
            group.forEach(Symbol::markBroken);
            context.reporter().report(SizeMessages.circle(start, way(group), notes(group)));
        }
        return true;
    }

    /** Functions of arrays may call themselves with ever smaller ones; that is checked call by call. */
    private void functions(List<Symbol> group) {
        boolean declared = true;
        boolean arrays = false;
        for (Symbol symbol : group) {
            symbol.markRecursive();
            declared &= Signatures.declare(symbol, context);
            arrays |= symbol.signature() != null && symbol.signature().takesArrays();
        }
        if (declared && arrays) {
            return;
        }
        group.forEach(Symbol::markBroken);
        if (declared) {
            context.reporter().report(SizeMessages.recursion(group.get(0), way(group), notes(group)));
        }
    }

    private String way(List<Symbol> group) {
        List<String> names = new ArrayList<>(dependencies.cycle(group.get(0), group).stream()
                .map(Symbol::text)
                .toList());
        if (names.size() > 2 * NOTES) {
            names.subList(NOTES, names.size() - 2).clear();
            names.add(NOTES, "…");
        }
        return String.join(" → ", names);
    }

    private List<Note> notes(List<Symbol> group) {
        List<Symbol> way = dependencies.cycle(group.get(0), group);
        List<Note> notes = new ArrayList<>();
        for (int i = 0; i + 1 < way.size() && i < NOTES; i++) {
            notes.add(new Note(
                    dependencies.place(way.get(i), way.get(i + 1)),
                    "`" + way.get(i) + "` uses `" + way.get(i + 1) + "` here"));
        }
        return notes;
    }
}

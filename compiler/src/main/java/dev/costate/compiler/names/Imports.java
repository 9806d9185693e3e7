package dev.costate.compiler.names;

import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that a file imports. */
public final class Imports {
    private final Map<Declaration.Import, Symbols> libraries;
    private final boolean complete;
    private final Map<String, Symbol> byName = new LinkedHashMap<>();

    /**
     * @param libraries the declarations of each library, in order of the imports
     * @param complete whether there is no further import, whose library is not known
     */
    public Imports(Map<Declaration.Import, Symbols> libraries, boolean complete) {
        this.libraries = libraries;
        this.complete = complete;
        libraries.values().forEach(l -> l.all().forEach(s -> byName.putIfAbsent(s.text(), s)));
    }

    /** The files of the libraries. */
    List<Model.File> files() {
        return libraries.values().stream().distinct().map(Symbols::whole).toList();
    }

    /** The names they bring. */
    Set<String> names() {
        return new LinkedHashSet<>(byName.keySet());
    }

    boolean areComplete() {
        return complete;
    }

    @Nullable
    Symbol find(String name) {
        return byName.get(name);
    }

    public Collection<Symbol> all() {
        return byName.values();
    }

    /** Where a name is that is not imported but by a library; or null. */
    @Nullable
    String hint(String name) {
        for (Symbols library : libraries.values()) {
            Symbol symbol = library.imports().find(name);
            if (symbol != null) {
                return "It is in `" + symbol.declaredIn().file() + "`, which `" + library.file()
                        + "` imports; import it here, too.";
            }
        }
        return null;
    }

    /** Where a function is that is called: there, or in a library of the compiler, or by which name; or null. */
    @Nullable
    String functionHint(String name) {
        String hint = hint(name);
        return hint != null ? hint : OwnNames.hint(name, own -> find(own) != null);
    }

    /** The names of declarations in the libraries that could not be parsed. */
    Set<String> unparsed() {
        Set<String> names = new LinkedHashSet<>();
        libraries.values().forEach(l -> names.addAll(l.unparsed()));
        return names;
    }

    /** Reports names that mean two things. */
    void clashes(Map<String, Symbol> declared, Reporter reporter) {
        Map<Symbols, Span> before = new LinkedHashMap<>();
        libraries.forEach((place, library) -> {
            Span first = before.putIfAbsent(library, place.span());
            if (first != null) {
                reporter.report(NameMessages.importedTwice(library.file(), place.span(), first));
                return;
            }
            List<Symbol> names =
                    library.all().stream().filter(s -> !isMisplaced(s)).toList();
            for (Symbol symbol : names) {
                Symbol own = declared.get(symbol.text());
                Symbol other = find(symbol.text());
                String builtin = Builtins.describe(symbol.text());
                if (own != null) {
                    declared(own, symbol, place, reporter);
                } else if (other != symbol && other != null) {
                    reporter.report(NameMessages.importedFromTwo(other, symbol, place.span()));
                } else if (builtin != null) {
                    reporter.report(NameMessages.importHidesBuiltin(symbol, library.file(), place.span(), builtin));
                }
            }
        });
    }

    /** Whether it has been told that a library cannot hold it. */
    private static boolean isMisplaced(Symbol symbol) {
        return symbol.isBroken() && symbol.kind() != Symbol.Kind.CONST && symbol.kind() != Symbol.Kind.FUNCTION;
    }

    private static void declared(Symbol own, Symbol imported, Declaration.Import place, Reporter reporter) {
        own.markBroken(); // what uses it may mean the other
        reporter.report(NameMessages.declaredAndImported(own, imported, place.span()));
    }

    /** Warns of imports none of whose names is used. */
    void unused(Set<Symbol> used, Reporter reporter) {
        libraries.forEach((place, library) -> {
            if (!library.all().isEmpty() && library.all().stream().noneMatch(used::contains)) {
                reporter.report(NameMessages.unusedImport(library.file(), place.span()));
            }
        });
    }
}

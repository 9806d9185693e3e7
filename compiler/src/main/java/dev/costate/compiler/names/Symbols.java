package dev.costate.compiler.names;

import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.source.Spelling;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Identifier;
import dev.costate.compiler.syntax.ModelFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The declared names of a file, in order of declaration, those it imports, and its derive clauses. Long, since each
 * kind of name is declared and asked for in its own way.
 */
public final class Symbols {
    private final Reporter reporter;
    private final String name;
    private final Model.File file;
    private final Map<String, Symbol> byName = new LinkedHashMap<>();
    private final List<Declaration.Derive> derives = new ArrayList<>();
    private final Set<String> unparsed;
    /** Names that are not declared, each reported once. */
    private final Set<String> undeclared = new HashSet<>();

    private final Imports imports;
    /** Whether the declaration at hand cannot be in this file. */
    private boolean misplaced;

    public Symbols(ModelFile file, Imports imports, Reporter reporter) {
        this.reporter = reporter;
        this.name = file.name().name();
        this.file = new Model.File(file.source(), imports.names(), imports.files());
        this.imports = imports;
        this.unparsed = new LinkedHashSet<>(file.unparsed());
        unparsed.addAll(imports.unparsed());
        LibraryContent content = new LibraryContent(reporter);
        for (Declaration declaration : file.declarations()) {
            misplaced = file.library() && content.refuses(declaration);
            declare(declaration, List.of());
        }
        for (String name : file.unparsed()) {
            Symbol partly = byName.get(name);
            if (partly != null) {
                partly.markBroken(); // some of its equations are missing
            }
        }
        imports.clashes(byName, reporter);
    }

    /** What a name stands for: what is declared, or else what is imported. */
    public @Nullable Symbol find(String name) {
        Symbol own = byName.get(name);
        return own == null ? imports.find(name) : own;
    }

    /** The declared ones, without those that are imported. */
    public Collection<Symbol> all() {
        return byName.values();
    }

    public Imports imports() {
        return imports;
    }

    /** The name of the model or library. */
    String file() {
        return name;
    }

    /** The file with all that it imports. */
    public Model.File whole() {
        return file;
    }

    public List<Declaration.Derive> derives() {
        return derives;
    }

    /** Whether a declaration of this name could not be parsed, or may be in a library that could not be read. */
    public boolean isUnparsed(String name) {
        return unparsed.contains(name) || unparsed.contains(ModelFile.NAMELESS) || !imports.areComplete();
    }

    /** Names whose declarations could not be parsed, here or in a library. */
    Set<String> unparsed() {
        return unparsed;
    }

    /** Whether the model is known as a whole: nothing that was declared is missing. */
    public boolean isComplete() {
        return unparsed.isEmpty();
    }

    private void declare(Declaration declaration, List<Declaration.IndexRange> outer) {
        declaration.accept(new Declaring(outer));
    }

    /** Adds the symbols of a declaration that stands in blocks. */
    private final class Declaring implements Declaration.Visitor {
        private final List<Declaration.IndexRange> outer;

        Declaring(List<Declaration.IndexRange> outer) {
            this.outer = outer;
        }

        private void symbol(Symbol.Kind kind, Identifier name, Declaration declaration) {
            add(new Symbol(Symbols.this, kind, name, declaration));
        }

        @Override
        public void visit(Declaration.Import declaration) {
            // Its names are those of other files.
        }

        @Override
        public void visit(Declaration.Dim dim) {
            symbol(Symbol.Kind.DIM, dim.name(), dim);
        }

        @Override
        public void visit(Declaration.Const constant) {
            symbol(Symbol.Kind.CONST, constant.name(), constant);
        }

        @Override
        public void visit(Declaration.Input input) {
            symbol(input.param() ? Symbol.Kind.PARAM : Symbol.Kind.DATA, input.name(), input);
        }

        @Override
        public void visit(Declaration.Noise noise) {
            symbol(Symbol.Kind.NOISE, noise.name(), noise);
        }

        @Override
        public void visit(Declaration.Function function) {
            symbol(Symbol.Kind.FUNCTION, function.name(), function);
        }

        @Override
        public void visit(Declaration.Equation equation) {
            Symbol.Kind kind = equation.output() ? Symbol.Kind.OUTPUT : Symbol.Kind.LET;
            symbol(kind, equation.name(), within(equation, outer));
        }

        @Override
        public void visit(Declaration.Results results) {
            results.equations().forEach(this::visit);
        }

        @Override
        public void visit(Declaration.ForBlock block) {
            List<Declaration.IndexRange> ranges = concat(outer, block.ranges());
            block.body().forEach(d -> declare(d, ranges));
        }

        @Override
        public void visit(Declaration.Derive derive) {
            if (!misplaced) {
                derives.add(derive);
            }
        }
    }

    /** The equations among these, also those in blocks, each with the clause of its blocks. */
    public static List<Declaration.Equation> equations(List<Declaration> declarations) {
        List<Declaration.Equation> equations = new ArrayList<>();
        for (Declaration declaration : declarations) {
            if (declaration instanceof Declaration.Equation equation) {
                equations.add(equation);
            } else if (declaration instanceof Declaration.Results results) {
                equations.addAll(results.equations());
            } else if (declaration instanceof Declaration.ForBlock block) {
                equations(block.body()).forEach(e -> equations.add(within(e, block.ranges())));
            }
        }
        return equations;
    }

    /** The equation with the clause of the blocks around it put before its own. */
    private static Declaration.Equation within(Declaration.Equation e, List<Declaration.IndexRange> outer) {
        return outer.isEmpty()
                ? e
                : new Declaration.Equation(
                        e.output(),
                        e.name(),
                        e.subscripts(),
                        e.integer(),
                        e.value(),
                        concat(outer, e.ranges()),
                        e.doc(),
                        e.span());
    }

    private static List<Declaration.IndexRange> concat(
            List<Declaration.IndexRange> first, List<Declaration.IndexRange> second) {
        List<Declaration.IndexRange> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void add(Symbol symbol) {
        if (misplaced) {
            symbol.markBroken();
        }
        Symbol first = byName.putIfAbsent(symbol.text(), symbol);
        if (first != null) {
            again(first, symbol);
            return;
        }
        String builtin = Builtins.describe(symbol.text());
        // An array in place of a constant is an error wherever the constant was meant, and needs no warning.
        boolean mistakable = Builtins.constant(symbol.text()) == null || !hasAxes(symbol.declaration());
        if (builtin != null && mistakable) {
            reporter.report(NameMessages.hidesBuiltin(symbol, builtin));
        }
    }

    private void again(Symbol first, Symbol second) {
        if (first.kind() == second.kind() && isArray(first) && isArray(second)) {
            first.equations().addAll(second.equations());
            return;
        }
        first.markBroken();
        unparsed.add(ModelFile.NAMELESS); // the second was perhaps to have another name
        reporter.report(NameMessages.declaredTwice(first, second));
    }

    private static boolean hasAxes(Declaration declaration) {
        return (declaration instanceof Declaration.Equation e && !e.subscripts().isEmpty())
                || (declaration instanceof Declaration.Input input
                        && !input.axes().isEmpty())
                || (declaration instanceof Declaration.Noise noise
                        && !noise.axes().isEmpty())
                || (declaration instanceof Declaration.Const constant
                        && !constant.axes().isEmpty());
    }

    public static boolean isArray(Symbol symbol) {
        return symbol.declaration() instanceof Declaration.Equation e
                && !e.subscripts().isEmpty();
    }

    /** Notes that it has been said what is wrong with a name that is not declared. */
    public void told(String name) {
        undeclared.add(name);
    }

    /** Reports a name that is not declared, unless its declaration is known to be in error. */
    public void undeclared(String name, Span span, Collection<String> inScope) {
        undeclared(name, span, inScope, reporter);
    }

    /** The same for a name in the size of an axis. */
    public void undeclaredSize(String name, Span span) {
        if (isUnparsed(name) || !undeclared.add(name)) {
            return;
        }
        List<String> sizes = Stream.concat(byName.values().stream(), imports.all().stream())
                .filter(s -> s.kind() == Symbol.Kind.DIM || s.kind() == Symbol.Kind.CONST)
                .map(Symbol::text)
                .toList();
        String hint = hint(imports.hint(name), name, sizes);
        reporter.report(
                NameMessages.undeclared(name, span, hint == null ? "Sizes are declared: `dim " + name + "`." : hint));
    }

    /** The same, said to another reporter. */
    public void undeclared(String name, Span span, Collection<String> inScope, Reporter to) {
        if (isUnparsed(name) || (to.equals(reporter) && !undeclared.add(name))) {
            return;
        }
        List<String> candidates = new ArrayList<>(inScope);
        candidates.addAll(byName.keySet());
        imports.all().forEach(s -> candidates.add(s.text()));
        candidates.addAll(unparsed);
        candidates.addAll(Builtins.constantNames());
        candidates.remove(name);
        to.report(NameMessages.undeclared(name, span, hint(imports.hint(name), name, candidates)));
    }

    /** Which library has a function that is not imported, as a hint; or null. */
    public @Nullable String library(String function) {
        return imports.functionHint(function);
    }

    /** Where an unknown function may be, or which one was probably meant; or null. */
    public @Nullable String hint(String function, Iterable<String> candidates) {
        return hint(imports.functionHint(function), function, candidates);
    }

    private @Nullable String hint(@Nullable String elsewhere, String name, Iterable<String> candidates) {
        String near = elsewhere != null ? elsewhere : Spelling.hint(name, candidates);
        int underscore = name.lastIndexOf('_');
        return near == null && underscore > 0 && byName.containsKey(name.substring(0, underscore))
                ? "Subscripts stand in brackets: `" + name.substring(0, underscore) + "["
                        + name.substring(underscore + 1) + "]`."
                : near;
    }
}

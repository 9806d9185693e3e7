package dev.costate.compiler.check;

import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.ModelFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The declared names of a model, in order of declaration, and its derive clauses. */
final class Symbols {
    private final Reporter reporter;
    private final Map<String, Symbol> byName = new LinkedHashMap<>();
    private final List<Declaration.Derive> derives = new ArrayList<>();
    private final Set<String> unparsed;

    Symbols(ModelFile file, Reporter reporter) {
        this.reporter = reporter;
        this.unparsed = file.unparsed();
        file.declarations().forEach(d -> declare(d, List.of()));
    }

    @Nullable
    Symbol find(String name) {
        return byName.get(name);
    }

    Collection<Symbol> all() {
        return byName.values();
    }

    List<Declaration.Derive> derives() {
        return derives;
    }

    /** Whether a declaration of this name could not be parsed. */
    boolean isUnparsed(String name) {
        return unparsed.contains(name);
    }

    /** Whether the model is known as a whole: nothing that was declared is missing. */
    boolean isComplete() {
        return unparsed.isEmpty();
    }

    private void declare(Declaration declaration, List<Declaration.IndexRange> outer) {
        if (declaration instanceof Declaration.Dim dim) {
            add(new Symbol(Symbol.Kind.DIM, dim.name(), dim));
        } else if (declaration instanceof Declaration.Const constant) {
            add(new Symbol(Symbol.Kind.CONST, constant.name(), constant));
        } else if (declaration instanceof Declaration.Input input) {
            add(new Symbol(input.param() ? Symbol.Kind.PARAM : Symbol.Kind.DATA, input.name(), input));
        } else if (declaration instanceof Declaration.Function function) {
            add(new Symbol(Symbol.Kind.FUNCTION, function.name(), function));
        } else if (declaration instanceof Declaration.Equation equation) {
            Symbol.Kind kind = equation.output() ? Symbol.Kind.OUTPUT : Symbol.Kind.LET;
            add(new Symbol(kind, equation.name(), within(equation, outer)));
        } else if (declaration instanceof Declaration.ForBlock block) {
            List<Declaration.IndexRange> ranges = concat(outer, block.ranges());
            block.body().forEach(d -> declare(d, ranges));
        } else if (declaration instanceof Declaration.Derive derive) {
            derives.add(derive);
        } else {
            reporter.report(
                    Code.LIBRARY,
                    declaration.span(),
                    "`import` is not compiled yet",
                    "Copy the functions and constants that are needed into the model.");
        }
    }

    /** The equations among these, also those in blocks, each with the clause of its blocks. */
    static List<Declaration.Equation> equations(List<Declaration> declarations) {
        List<Declaration.Equation> equations = new ArrayList<>();
        for (Declaration declaration : declarations) {
            if (declaration instanceof Declaration.Equation equation) {
                equations.add(equation);
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
                        e.output(), e.name(), e.subscripts(), e.value(), concat(outer, e.ranges()), e.doc(), e.span());
    }

    private static List<Declaration.IndexRange> concat(
            List<Declaration.IndexRange> first, List<Declaration.IndexRange> second) {
        List<Declaration.IndexRange> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void add(Symbol symbol) {
        Symbol first = byName.putIfAbsent(symbol.text(), symbol);
        if (first != null) {
            again(first, symbol);
            return;
        }
        String builtin = Builtins.describe(symbol.text());
        if (builtin != null) {
            reporter.report(
                    Code.HIDES_BUILTIN,
                    symbol.span(),
                    "`" + symbol + "` hides the " + builtin + " of that name in the whole model");
        }
    }

    private void again(Symbol first, Symbol second) {
        boolean wasBroken = first.broken;
        first.broken = true;
        if (first.kind == second.kind && isArray(first) && isArray(second) && (byCases(first) || byCases(second))) {
            if (!wasBroken) {
                reporter.report(
                        Code.CASES,
                        second.span(),
                        "`" + second + "` is defined by several equations, which is not compiled yet",
                        List.of(new Note(first.span(), "the first equation is here")),
                        "Choose between the cases with `if` in one equation.");
            }
            return;
        }
        reporter.report(
                Code.DUPLICATE_NAME,
                second.span(),
                "`" + second + "` is declared twice",
                List.of(new Note(first.span(), "it is declared here as " + first.kind.text())),
                null);
    }

    private static boolean isArray(Symbol symbol) {
        return symbol.declaration instanceof Declaration.Equation e
                && !e.subscripts().isEmpty();
    }

    /** Whether this may be one of several equations for an array: it does not define all elements. */
    private static boolean byCases(Symbol symbol) {
        return symbol.declaration instanceof Declaration.Equation e
                && (!e.ranges().isEmpty() || !e.subscripts().stream().allMatch(Expression.Name.class::isInstance));
    }

    /** Reports a name that is not declared, unless its declaration is known to be in error. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
    <T> @Nullable T undeclared(String name, Span span, Collection<String> inScope) {
        return undeclared(name, span, inScope, reporter);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
    <T> @Nullable T undeclared(String name, Span span, Collection<String> inScope, Reporter to) {
        if (isUnparsed(name)) {
            return null;
        }
        List<String> candidates = new ArrayList<>(inScope);
        candidates.addAll(byName.keySet());
        candidates.addAll(unparsed);
        candidates.addAll(Builtins.constantNames());
        candidates.remove(name);
        return to.report(Code.UNDECLARED, span, "`" + name + "` is not declared", Spelling.hint(name, candidates));
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Dependencies;
import dev.costate.compiler.names.Imports;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.SourceModule;
import dev.costate.compiler.names.Sources;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import dev.costate.compiler.names.Usage;
import dev.costate.compiler.sizes.ArrayLimits;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Dims;
import dev.costate.compiler.sizes.NameCycles;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.sizes.Signatures;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.ModelFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From the syntax tree to the checked model.
 *
 * <p>Names come first, then an order in which each declaration follows those it uses; in that order sizes, shapes and
 * equations are checked one by one. What is in error is marked and whatever uses it stays silent.
 */
public final class Checker {
    private final ModelFile file;
    private final Libraries libraries;
    private final Reporter reporter;
    private final Symbols symbols;
    private final Dependencies dependencies;
    private final Map<String, Long> atLeast = new HashMap<>();
    private final Dims dims;
    private final FunctionChecker functions;
    private final Context context;
    private final InputChecker inputs;
    private final DomainChecker domains;
    private final List<Model.Definition> definitions = new ArrayList<>();

    private Checker(ModelFile file, Libraries libraries, Imports imports, Reporter reporter) {
        this.file = file;
        this.libraries = libraries;
        this.reporter = reporter;
        this.symbols = new Symbols(file, imports, reporter);
        this.dependencies = new Dependencies(symbols, libraries.uses());
        this.context = new Context(symbols, reporter, new Prover(atLeast), libraries.tensors());
        this.dims = new Dims(context, atLeast);
        this.functions = new FunctionChecker(context);
        this.inputs = new InputChecker(context, functions, dims);
        this.domains = new DomainChecker(context, functions, dependencies, inputs.defaults());
    }

    /** The checked model, or null if there is any error, also an earlier one of parsing. Its imports are not known. */
    public static @Nullable Checked check(ModelFile file, Diagnostics diagnostics) {
        return check(file, new Libraries(), new Imports(Map.of(), !imports(file)), diagnostics);
    }

    /** The checked model of a file and all that it imports, or null if there is any error or the file is a library. */
    public static @Nullable Checked check(Sources sources) {
        Map<SourceModule, Symbols> checked = new HashMap<>();
        Libraries libraries = new Libraries();
        Checked whole = null;
        for (Iterator<SourceModule> files = sources.modules().iterator(); files.hasNext(); ) {
            SourceModule file = files.next();
            ModelFile tree = file.tree();
            if (tree == null) {
                continue;
            }
            Map<Declaration.Import, Symbols> imports = new LinkedHashMap<>();
            file.imports().forEach((place, library) -> {
                Symbols names = checked.get(library);
                if (names != null) {
                    imports.put(place, names);
                }
            });
            boolean complete =
                    file.isComplete() && imports.size() == file.imports().size();
            Imports names = new Imports(imports, complete);
            if (files.hasNext()) {
                checked.put(
                        file,
                        library(tree, libraries, names, sources.diagnostics().withoutWarnings()));
            } else {
                whole = check(tree, libraries, names, sources.diagnostics());
            }
        }
        return whole;
    }

    /**
     * The checked model, or null if there is any error or the file is a library.
     *
     * @param file parsed, as all the libraries are that it imports
     */
    private static @Nullable Checked check(
            ModelFile file, Libraries libraries, Imports imports, Diagnostics diagnostics) {
        Reporter reporter = new Reporter(diagnostics);
        Checker checker = new Checker(file, libraries, imports, reporter);
        Checked checked = checker.checked();
        if (diagnostics.hasErrors()) {
            return null;
        }
        for (Symbol symbol : checker.symbols.all()) {
            if (symbol.isBroken()) {
                throw new CompilerBug("check", "`" + symbol + "` is in error, and nothing says why");
            }
        }
        new Usage(checker.symbols, checker.dependencies, reporter).check(file.library());
        return file.library() ? null : checked;
    }

    /** Checks a library and adds it to those that others may import. */
    private static Symbols library(ModelFile file, Libraries libraries, Imports imports, Diagnostics diagnostics) {
        Checker checker = new Checker(file, libraries, imports, new Reporter(diagnostics));
        checker.checkDeclarations();
        libraries.add(checker.inputs.defaults());
        return checker.symbols;
    }

    private static boolean imports(ModelFile file) {
        return file.declarations().stream().anyMatch(Declaration.Import.class::isInstance);
    }

    private Checked checked() {
        checkDeclarations();
        List<Model.Derivative> derivatives = new Derivatives(symbols, dependencies, reporter).check();
        boolean hasOutput = symbols.all().stream().anyMatch(s -> s.kind() == Symbol.Kind.OUTPUT);
        if (symbols.isComplete() && !hasOutput && !reporter.hasErrors() && !file.library()) {
            reporter.report(EquationMessages.noOutput(file.name()));
        }
        tensors(s -> true).forEach(tensor -> ArrayLimits.check(reporter, tensor));
        Map<Tensor, Term> defaults = new LinkedHashMap<>(libraries.constants());
        defaults.putAll(this.inputs.defaults());
        List<Tensor> inputs = new ArrayList<>(tensors(s -> !s.isEquation() && s.kind() != Symbol.Kind.NOISE));
        inputs.addAll(libraries.arrays());
        Model model = new Model(
                file.source(),
                file.name().name(),
                file.doc(),
                file.precision(),
                dimensions(),
                List.copyOf(inputs),
                tensors(s -> s.kind() == Symbol.Kind.NOISE),
                Collections.unmodifiableMap(defaults),
                Collections.unmodifiableMap(domains.domains()),
                definitions.stream()
                        .map(Model.Definition::target)
                        .filter(target -> !target.isIntermediate())
                        .distinct()
                        .toList(),
                tensors(s -> s.kind() == Symbol.Kind.OUTPUT),
                derivatives,
                libraries.tensors(),
                symbols.whole());
        return new Checked(model, definitions, domains.definitions());
    }

    /** Dims and inputs first: what is known of sizes helps to prove bounds in all equations. */
    private void checkDeclarations() {
        NameCycles cycles = new NameCycles(dependencies, context);
        List<List<Symbol>> equations = new ArrayList<>();
        for (List<Symbol> group : dependencies.groups()) {
            Symbol symbol = group.get(0);
            if (cycles.check(group) || symbol.isBroken()) {
                continue;
            }
            switch (symbol.kind()) {
                case DIM -> check(group, () -> dims.check(symbol));
                case CONST, PARAM, DATA, NOISE ->
                    check(group, () -> {
                        inputs.check(symbol);
                        domains.declare(symbol);
                    });
                case FUNCTION -> check(group, () -> declare(symbol));
                case LET, OUTPUT -> equations.add(group);
            }
        }
        context.prover().assume(dims.computed());
        EquationChecker checker = new EquationChecker(context, functions);
        for (List<Symbol> group : equations) {
            check(group, () -> definitions.addAll(checker.check(group, new Scope(Scope.Sees.MODEL), symbol -> {})));
        }
        symbols.all().forEach(symbol -> check(List.of(symbol), () -> domains.check(symbol)));
        new ArgumentBounds(symbols, domains.domains(), reporter).check();
        UncalledFunctions uncalled = new UncalledFunctions(context, functions);
        symbols.all().stream()
                .filter(s -> s.kind() == Symbol.Kind.FUNCTION && !s.isBroken())
                .forEach(symbol -> check(List.of(symbol), () -> uncalled.check(symbol)));
    }

    private void declare(Symbol function) {
        if (!Signatures.declare(function, context)) {
            function.markBroken();
        }
    }

    /** Checks what is declared; an integer on the way that does not fit into 64 bits is an error of it. */
    private void check(List<Symbol> group, Runnable check) {
        try {
            check.run();
        } catch (ArithmeticException e) {
            group.forEach(Symbol::markBroken);
            reporter.report(EquationMessages.tooLarge(group.get(0)));
        }
    }

    private List<Model.Dimension> dimensions() {
        List<Model.Dimension> all = new ArrayList<>();
        for (Symbol symbol : symbols.all()) {
            if (symbol.declaration() instanceof Declaration.Dim dim && symbol.size() != null) {
                Atom.Dim atom = new Atom.Dim(symbol.text());
                boolean given = dim.value() == null;
                all.add(new Model.Dimension(
                        atom,
                        given ? atLeast.getOrDefault(symbol.text(), 1L) : 0,
                        given ? null : symbol.size(),
                        dim.doc(),
                        dim.span()));
            }
        }
        return all;
    }

    private List<Tensor> tensors(Predicate<Symbol> which) {
        return symbols.all().stream()
                .filter(which)
                .map(s -> s.tensor())
                .filter(Objects::nonNull)
                .toList();
    }
}

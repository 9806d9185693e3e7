package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.names.Dependencies;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.source.Spelling;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The derive clauses. */
final class Derivatives {
    private static final int GREATEST_ORDER = 32;

    private static final Set<String> LAYOUTS = Set.of("numerator", "denominator");

    private final Symbols symbols;
    private final Dependencies dependencies;
    private final Reporter reporter;
    private final Map<String, Span> clauses = new HashMap<>();
    private final Map<Symbol, Set<Symbol>> reached = new HashMap<>();

    Derivatives(Symbols symbols, Dependencies dependencies, Reporter reporter) {
        this.symbols = symbols;
        this.dependencies = dependencies;
        this.reporter = reporter;
    }

    List<Model.Derivative> check() {
        List<Model.Derivative> all = new ArrayList<>();
        for (Declaration.Derive derive : symbols.derives()) {
            Model.Derivative derivative = check(derive);
            if (derivative != null) {
                all.add(derivative);
            }
        }
        return all;
    }

    private Model.@Nullable Derivative check(Declaration.Derive derive) {
        Form form = form(derive);
        if (form == null) {
            return null;
        }
        Symbol output = output(derive.output());
        List<Symbol> wrt = wrt(derive);
        if (output == null || wrt == null || output.isBroken()) {
            return null;
        }
        if (!optionsAreRight(derive, form)) {
            return null;
        }
        Tensor tensor = output.tensor();
        if (tensor != null && form.seeds() == Form.Seeds.ONE && !tensor.shape().isEmpty()) {
            return reporter.report(
                    DiagnosticCode.NOT_SCALAR,
                    derive.output().span(),
                    "a " + form.words() + " is of a scalar, and `" + output + "` is " + output + tensor.shape(),
                    List.of(new Note(output.span(), "it is defined here")),
                    null);
        }
        boolean transposed = derive.options().stream().anyMatch(o -> o.value().equals("denominator"));
        int order = form.isSeries() ? order(derive.options().get(0).value()) : 0;
        if (isRepeated(derive, wrt, transposed + " " + order) || tensor == null || !depends(derive, output, wrt)) {
            return null;
        }
        List<Tensor> tensors = new ArrayList<>();
        for (Symbol symbol : wrt) {
            if (symbol.isBroken() || symbol.tensor() == null) {
                return null;
            }
            tensors.add(symbol.tensor());
        }
        return new Model.Derivative(
                form, tensor, tensors, transposed, order, clause(derive, transposed, order), derive.span());
    }

    private @Nullable Form form(Declaration.Derive derive) {
        for (Form form : Form.values()) {
            if (form.words().equals(derive.kind())) {
                return form;
            }
        }
        return reporter.report(
                DiagnosticCode.UNKNOWN_DERIVATIVE,
                derive.span(),
                "there is no derivative called `" + derive.kind() + "`",
                Spelling.hint(derive.kind(), List.of("gradient", "hessian", "jacobian", "directional", "taylor")));
    }

    /** Of a dense Jacobian only, it may be said which way round it is; of a series, its order must be. */
    private boolean optionsAreRight(Declaration.Derive derive, Form form) {
        String word = form.isSeries() ? "order" : form.hasLayout() ? "layout" : "";
        for (Declaration.Option option : derive.options()) {
            String problem = null;
            if (!option.word().equals(word)) {
                problem = "a " + form.words() + " has no option `" + option.word() + "`";
            } else if (!option.equals(derive.options().get(0))) {
                problem = "the " + word + " is given twice";
            } else if (form.hasLayout() && !LAYOUTS.contains(option.value())) {
                problem =
                        "there is no layout `" + option.value() + "`; there are `numerator`, with the outputs in rows,"
                                + " and `denominator`, with the inputs in rows";
            } else if (form.isSeries() && order(option.value()) == 0) {
                problem = "the order of a series is a whole number from 1 to " + GREATEST_ORDER + ", not `"
                        + option.value() + "`";
            }
            if (problem != null) {
                reporter.report(DiagnosticCode.DERIVE_OPTION, option.span(), problem);
                return false;
            }
        }
        if (form.isSeries() && derive.options().isEmpty()) {
            reporter.report(
                    DiagnosticCode.DERIVE_OPTION,
                    derive.span(),
                    "a " + form.words() + " series needs its order, the last power that is wanted",
                    "Add `order 4`, say, at its end.");
            return false;
        }
        return true;
    }

    /** The order that a text gives; 0 if it is none. */
    private static int order(String text) {
        boolean digits = text.matches("[1-9][0-9]?");
        int order = digits ? Integer.parseInt(text) : 0;
        return order <= GREATEST_ORDER ? order : 0;
    }

    private @Nullable Symbol output(Identifier name) {
        Symbol symbol = symbols.find(name.name());
        if (symbol == null) {
            List<String> outputs = symbols.all().stream()
                    .filter(s -> s.kind() == Symbol.Kind.OUTPUT)
                    .map(Symbol::text)
                    .toList();
            symbols.undeclared(name.name(), name.span(), outputs);
            return null;
        }
        return symbol.kind() == Symbol.Kind.OUTPUT
                ? symbol
                : reporter.report(
                        DiagnosticCode.NOT_AN_OUTPUT,
                        name.span(),
                        "only outputs are derived, and `" + symbol + "` is "
                                + symbol.kind().text(),
                        List.of(new Note(symbol.span(), "it is declared here")),
                        symbol.kind() == Symbol.Kind.LET ? "Declare it with `output` in place of `let`." : null);
    }

    private @Nullable List<Symbol> wrt(Declaration.Derive derive) {
        if (derive.wrt().isEmpty()) {
            return symbols.all().stream()
                    .filter(s -> s.kind() == Symbol.Kind.PARAM)
                    .toList();
        }
        List<Symbol> wrt = new ArrayList<>();
        boolean right = true;
        for (Identifier name : derive.wrt()) {
            Symbol symbol = input(name);
            right &= symbol != null;
            if (symbol != null && wrt.contains(symbol)) {
                right = false;
                reporter.report(DiagnosticCode.WRT, name.span(), "`" + name + "` is named twice");
            } else if (symbol != null) {
                wrt.add(symbol);
            }
        }
        return right ? wrt : null;
    }

    private @Nullable Symbol input(Identifier name) {
        Symbol symbol = symbols.find(name.name());
        if (symbol == null) {
            List<String> inputs = symbols.all().stream()
                    .filter(s -> s.kind() == Symbol.Kind.PARAM || s.kind() == Symbol.Kind.DATA)
                    .map(Symbol::text)
                    .toList();
            symbols.undeclared(name.name(), name.span(), inputs);
            return null;
        }
        if (symbol.kind() == Symbol.Kind.NOISE) {
            return reporter.report(
                    DiagnosticCode.WRT,
                    name.span(),
                    "derivatives are with respect to params and data, and `" + symbol + "` is noise",
                    List.of(new Note(symbol.span(), "it is declared here")),
                    "For derivatives by random numbers draw them outside and bind them as data.");
        }
        if (symbol.tensor() != null && symbol.tensor().type() == Tensor.Type.INTEGER) {
            return reporter.report(
                    DiagnosticCode.WRT,
                    name.span(),
                    "derivatives are with respect to real numbers, and `" + symbol + "` holds integers",
                    List.of(new Note(symbol.span(), "it is declared here")),
                    null);
        }
        return symbol.kind() == Symbol.Kind.PARAM || symbol.kind() == Symbol.Kind.DATA
                ? symbol
                : reporter.report(
                        DiagnosticCode.WRT,
                        name.span(),
                        "derivatives are with respect to params and data, and `" + symbol + "` is "
                                + symbol.kind().text(),
                        List.of(new Note(symbol.span(), "it is declared here")),
                        null);
    }

    private boolean isRepeated(Declaration.Derive derive, List<Symbol> wrt, String options) {
        String key = derive.kind() + " of " + derive.output() + " wrt "
                + wrt.stream().map(Symbol::text).toList()
                + options;
        Span first = clauses.putIfAbsent(key, derive.span());
        if (first != null) {
            reporter.report(
                    DiagnosticCode.DUPLICATE_CLAUSE,
                    derive.span(),
                    "this derivative is asked for twice",
                    List.of(new Note(first, "the first clause is here")),
                    null);
        }
        return first != null;
    }

    private boolean depends(Declaration.Derive derive, Symbol output, List<Symbol> wrt) {
        Set<Symbol> used = reached.computeIfAbsent(output, o -> dependencies.reach(List.of(o)));
        if (wrt.stream().noneMatch(used::contains)) {
            String what = derive.wrt().isEmpty() ? "any param" : "what the clause names";
            reporter.report(
                    DiagnosticCode.INDEPENDENT,
                    derive.output().span(),
                    "`" + output + "` does not depend on " + what + ", so its " + derive.kind() + " says nothing",
                    List.of(new Note(output.span(), "it is defined here")),
                    null);
            return false;
        }
        if (!derive.wrt().isEmpty()) {
            for (int i = 0; i < wrt.size(); i++) {
                if (!used.contains(wrt.get(i))) {
                    reporter.report(
                            DiagnosticCode.ZERO_DERIVATIVE,
                            derive.wrt().get(i).span(),
                            "`" + output + "` does not depend on `" + wrt.get(i) + "`: this part of the "
                                    + derive.kind() + " is 0");
                }
            }
        }
        return true;
    }

    private static String clause(Declaration.Derive derive, boolean transposed, int order) {
        String names =
                String.join(", ", derive.wrt().stream().map(Identifier::name).toList());
        return derive.kind() + " of " + derive.output() + (names.isEmpty() ? "" : " wrt " + names)
                + (transposed ? " layout denominator" : "")
                + (order > 0 ? " order " + order : "");
    }
}

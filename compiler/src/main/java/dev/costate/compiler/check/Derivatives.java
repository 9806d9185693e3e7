package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.names.Dependencies;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Span;
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
            reporter.report(DeriveMessages.notScalar(derive, form, output, tensor));
            return null;
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
        reporter.report(DeriveMessages.unknownForm(derive));
        return null;
    }

    /** Of a dense Jacobian only, it may be said which way round it is; of a series, its order must be. */
    private boolean optionsAreRight(Declaration.Derive derive, Form form) {
        String word = form.isSeries() ? "order" : form.hasLayout() ? "layout" : "";
        for (Declaration.Option option : derive.options()) {
            Diagnostic problem = null;
            if (!option.word().equals(word)) {
                problem = DeriveMessages.noOption(option, form);
            } else if (!option.equals(derive.options().get(0))) {
                problem = DeriveMessages.optionTwice(option);
            } else if (form.hasLayout() && !LAYOUTS.contains(option.value())) {
                problem = DeriveMessages.noLayout(option);
            } else if (form.isSeries() && order(option.value()) == 0) {
                problem = DeriveMessages.noOrder(option, GREATEST_ORDER);
            }
            if (problem != null) {
                reporter.report(problem);
                return false;
            }
        }
        if (form.isSeries() && derive.options().isEmpty()) {
            reporter.report(DeriveMessages.orderMissing(derive, form));
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
        if (symbol.kind() != Symbol.Kind.OUTPUT) {
            reporter.report(DeriveMessages.notAnOutput(symbol, name.span()));
            return null;
        }
        return symbol;
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
                reporter.report(DeriveMessages.namedTwice(name));
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
        boolean input = symbol.kind() == Symbol.Kind.PARAM || symbol.kind() == Symbol.Kind.DATA;
        if (symbol.kind() == Symbol.Kind.NOISE) {
            reporter.report(DeriveMessages.byNoise(symbol, name.span()));
            return null;
        } else if (symbol.tensor() != null && symbol.tensor().type() == Tensor.Type.INTEGER) {
            reporter.report(DeriveMessages.byIntegers(symbol, name.span()));
            return null;
        } else if (!input) {
            reporter.report(DeriveMessages.byOther(symbol, name.span()));
            return null;
        }
        return symbol;
    }

    private boolean isRepeated(Declaration.Derive derive, List<Symbol> wrt, String options) {
        String key = derive.kind() + " of " + derive.output() + " wrt "
                + wrt.stream().map(Symbol::text).toList()
                + options;
        Span first = clauses.putIfAbsent(key, derive.span());
        if (first != null) {
            reporter.report(DeriveMessages.askedTwice(derive, first));
        }
        return first != null;
    }

    private boolean depends(Declaration.Derive derive, Symbol output, List<Symbol> wrt) {
        Set<Symbol> used = reached.computeIfAbsent(output, o -> dependencies.reach(List.of(o)));
        if (wrt.stream().noneMatch(used::contains)) {
            reporter.report(DeriveMessages.independent(derive, output));
            return false;
        }
        if (!derive.wrt().isEmpty()) {
            for (int i = 0; i < wrt.size(); i++) {
                if (!used.contains(wrt.get(i))) {
                    reporter.report(
                            DeriveMessages.zero(derive, output, derive.wrt().get(i)));
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

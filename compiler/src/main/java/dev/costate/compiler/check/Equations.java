package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From the equation of a let or output to its definition. */
final class Equations {
    private final Context context;

    Equations(Context context) {
        this.context = context;
    }

    /** The definition, also noted as the symbol's tensor; null after an error. */
    Model.@Nullable Definition check(Symbol symbol, Scope scope) {
        Declaration.Equation equation = (Declaration.Equation) symbol.declaration;
        List<Variable> left = left(symbol, equation, scope);
        if (left == null) {
            return null;
        }
        Inference inference = new Inference(context, scope, left);
        inference.run(equation.value());
        Ranges ranges = new Ranges(context, scope);
        for (Variable variable : inOrderOfRanges(left, equation)) {
            ranges.enter(variable, "`for " + variable.name + " in …` after the equation");
        }
        Expressions expressions = new Expressions(context, scope, inference);
        Term value = left.isEmpty() ? expressions.value(equation.value()) : expressions.number(equation.value());
        boolean right = left.stream().allMatch(v -> !v.broken && isRectangular(v, scope));
        if (value == null || !right) {
            return null;
        }
        return value.kind() == Term.Kind.ARRAY
                ? defineWhole(symbol, equation, value)
                : define(symbol, equation, left, value);
    }

    /** Without subscripts on its left, an equation takes its shape from an array on its right. */
    private Model.Definition defineWhole(Symbol symbol, Declaration.Equation equation, Term array) {
        List<Range> domain = new ArrayList<>();
        for (Poly extent : array.shape()) {
            domain.add(Range.upTo(new Atom.Index("i" + domain.size(), context.newIndex()), extent));
        }
        Tensor tensor = tensor(symbol, equation, domain);
        List<Poly> subscripts = domain.stream().map(r -> Poly.of(r.index())).toList();
        Term value = Arrays.element(array, subscripts, equation.value().span());
        return new Model.Definition(tensor, subscripts, domain, value, equation.span());
    }

    /** Those without a stated range, then the others in the order of the clause. */
    private static List<Variable> inOrderOfRanges(List<Variable> variables, Declaration.Equation equation) {
        List<Variable> order = new ArrayList<>(variables);
        order.removeIf(v -> v.stated != null);
        for (Declaration.IndexRange range : equation.ranges()) {
            variables.stream()
                    .filter(v -> v.name.name().equals(range.index().name()))
                    .forEach(order::add);
        }
        return order;
    }

    private Model.Definition define(Symbol symbol, Declaration.Equation equation, List<Variable> left, Term value) {
        List<Range> domain =
                left.stream().map(v -> Objects.requireNonNull(v.range)).toList();
        Tensor tensor = tensor(symbol, equation, domain);
        List<Poly> subscripts = left.stream().map(Variable::poly).toList();
        return new Model.Definition(tensor, subscripts, domain, value, equation.span());
    }

    private static Tensor tensor(Symbol symbol, Declaration.Equation equation, List<Range> domain) {
        Tensor tensor = new Tensor(
                symbol.text(),
                equation.output() ? Tensor.Role.OUTPUT : Tensor.Role.LET,
                Tensor.Type.REAL,
                domain.stream().map(Range::to).toList(),
                symbol.span(),
                equation.doc());
        symbol.tensor = tensor;
        return tensor;
    }

    private boolean isRectangular(Variable variable, Scope scope) {
        Range range = variable.range;
        if (range != null
                && range.from().isZero()
                && range.to().indices().stream()
                        .allMatch(i ->
                                scope.outer.stream().anyMatch(r -> r.index().equals(i)))) {
            return true;
        }
        context.reporter.report(
                Code.CASES,
                variable.name.span(),
                "an array whose index `" + variable.name + "` does not run from 0 to a size is not compiled yet",
                "Let it run over the whole axis, and choose with `if`.");
        return false;
    }

    /** The indices on the left with their stated ranges; null if the left is in error or not compiled yet. */
    private @Nullable List<Variable> left(Symbol symbol, Declaration.Equation equation, Scope scope) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        for (Expression subscript : equation.subscripts()) {
            Symbol declared = subscript instanceof Expression.Name n ? context.symbols.find(n.name()) : null;
            boolean size = declared != null && declared.kind == Symbol.Kind.DIM;
            if (!(subscript instanceof Expression.Name name) || size || variables.containsKey(name.name())) {
                return context.reporter.report(
                        Code.CASES,
                        subscript.span(),
                        "`" + symbol + "` is defined for some elements only, by `"
                                + subscript.span().text() + "` on the left; this is not compiled yet",
                        "Write a different index for each axis and choose with `if`.");
            }
            Identifier index = new Identifier(name.name(), name.span());
            variables.put(name.name(), Inference.variable(index, Map.of(), scope, context));
        }
        boolean right = true;
        for (Declaration.IndexRange range : equation.ranges()) {
            right &= state(range, variables, symbol);
        }
        return right ? new ArrayList<>(variables.values()) : null;
    }

    private boolean state(Declaration.IndexRange range, Map<String, Variable> left, Symbol symbol) {
        Variable variable = left.get(range.index().name());
        if (variable == null) {
            context.reporter.report(
                    Code.FOR_INDEX,
                    range.index().span(),
                    "`" + range.index() + "` is not an index on the left of `" + symbol + "`",
                    List.of(new Note(symbol.span(), "the equation is here")),
                    Spelling.hint(range.index().name(), left.keySet()));
            return false;
        }
        if (variable.stated != null) {
            context.reporter.report(
                    Code.FOR_INDEX, range.index().span(), "the range of `" + range.index() + "` is stated twice");
            return false;
        }
        variable.stated = range.range();
        return true;
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.FreeNames;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Coverage;
import dev.costate.compiler.sizes.EquationPart;
import dev.costate.compiler.sizes.Inference;
import dev.costate.compiler.sizes.LeftRanges;
import dev.costate.compiler.sizes.LeftSide;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From the equations of lets and outputs that need each other (mostly it is one) to their definitions. First the left
 * sides and all ranges, then the shapes, then the values, then that every element is defined once and computed before
 * it is read.
 */
final class EquationChecker {
    private final Context context;
    private final FunctionCalls functions;

    EquationChecker(Context context, FunctionCalls functions) {
        this.context = context;
        this.functions = functions;
    }

    /**
     * The definitions; those of symbols in error, which are marked so, are missing.
     *
     * @param group symbols that need each other, or just one
     * @param names what the equations can name
     * @param shaped is told of each symbol once its shape is known, before any value is checked
     */
    List<Model.Definition> check(List<Symbol> group, Scope names, Consumer<Symbol> shaped) {
        Reporter.Mark mark = context.reporter().mark();
        List<Model.Definition> definitions = definitions(group, names, shaped);
        context.reporter().settle(mark);
        return definitions;
    }

    private List<Model.Definition> definitions(List<Symbol> group, Scope names, Consumer<Symbol> shaped) {
        List<EquationPart> parts = new ArrayList<>();
        for (Symbol symbol : group) {
            for (Declaration.Equation equation : symbol.equations()) {
                if (equation.integer() && equation.output()) {
                    context.reporter().report(EquationMessages.integerOutput(symbol));
                    symbol.markBroken();
                    continue;
                }
                EquationPart part = LeftSide.read(context, symbol, equation, names.inner());
                if (part == null) {
                    symbol.markBroken();
                } else {
                    parts.add(part);
                }
            }
        }
        if (names.sees() == Scope.Sees.FUNCTION && group.stream().anyMatch(s -> s.isBroken())) {
            // Other than in a model, what is not defined is no name.
            group.forEach(Symbol::markBroken);
            return List.of();
        }
        Set<String> own = group.stream().map(Symbol::text).collect(Collectors.toCollection(LinkedHashSet::new));
        List<Inference> inferences = new ArrayList<>();
        for (EquationPart part : parts) {
            Inference inference = new Inference(
                    context, part.scope(), List.copyOf(part.variables().values()), own);
            inference.run(part.equation().value());
            inferences.add(inference);
        }
        new LeftRanges(context, parts, inferences).find();
        parts.stream()
                .filter(EquationPart::isBroken)
                .forEach(part -> part.symbol().markBroken());
        if (isPlain(parts)) {
            return plain(parts.get(0), inferences.get(0), shaped, own);
        }
        Map<Symbol, List<EquationPart>> bySymbol = parts.stream()
                .collect(Collectors.groupingBy(part -> part.symbol(), LinkedHashMap::new, Collectors.toList()));
        for (Symbol symbol : group) {
            if (!symbol.isBroken()) {
                List<EquationPart> defining = Objects.requireNonNull(bySymbol.get(symbol));
                List<Poly> shape = new EquationShapes(context, defining).find(names.facts());
                if (shape == null) {
                    symbol.markBroken();
                } else {
                    symbol.define(tensor(defining.get(0), shape));
                }
                shaped.accept(symbol);
            }
        }
        List<Model.Definition> definitions = new ArrayList<>();
        for (int k = 0; k < parts.size(); k++) {
            EquationPart part = parts.get(k);
            part.define(number(part, inferences.get(k), own, definitions));
        }
        parts.stream()
                .filter(part -> part.value() == null)
                .forEach(part -> part.symbol().markBroken());
        if (group.stream().anyMatch(s -> s.isBroken())) {
            group.forEach(Symbol::markBroken);
            return List.of();
        }
        boolean right = true;
        for (Symbol symbol : group) {
            List<EquationPart> defining = Objects.requireNonNull(bySymbol.get(symbol));
            right &= new Coverage(context, symbol, defining, names.facts()).check();
        }
        if (!right || !new ElementCycles(context).check(parts)) {
            group.forEach(Symbol::markBroken);
            return List.of();
        }
        parts.forEach(new IndexWarnings(context)::checkLeft);
        parts.forEach(part -> definitions.add(part.definition()));
        return definitions;
    }

    /** @param before takes the equations that the value of an equation of integers needs before it */
    private @Nullable Term number(
            EquationPart part, Inference inference, Set<String> own, List<Model.Definition> before) {
        Expression value = part.equation().value();
        if (!part.equation().integer()) {
            return new ExpressionChecker(context, functions, part.scope(), inference).number(value);
        }
        IntegerEquation integers = new IntegerEquation(context, functions, part, inference, own);
        Term term = integers.value();
        before.addAll(integers.counts());
        return term;
    }

    /** Whether it is one equation without subscripts: a scalar, or an array of the shape of its value. */
    private static boolean isPlain(List<EquationPart> parts) {
        return parts.size() == 1 && parts.get(0).subscripts().isEmpty();
    }

    private List<Model.Definition> plain(
            EquationPart part, Inference inference, Consumer<Symbol> shaped, Set<String> own) {
        Symbol symbol = part.symbol();
        for (FreeNames.Mention mention : FreeNames.of(part.equation(), context.symbols())) {
            if (mention.name().equals(symbol.text())) {
                symbol.markBroken();
                context.reporter().report(EquationMessages.circle(symbol, mention.span()));
                return List.of();
            }
        }
        List<Model.Definition> definitions = new ArrayList<>();
        Term value = symbol.isBroken()
                ? null
                : part.equation().integer()
                        ? number(part, inference, own, definitions)
                        : new ExpressionChecker(context, functions, part.scope(), inference)
                                .value(part.equation().value());
        if (value == null) {
            symbol.markBroken();
            return List.of();
        }
        for (Poly extent : value.shape()) {
            if (!EquationShapes.isOfDims(
                    context, part, extent, part.equation().value().span())) {
                symbol.markBroken();
                return List.of();
            }
        }
        List<Range> domain = new ArrayList<>();
        for (Poly extent : value.shape()) {
            domain.add(Range.upTo(Atom.Index.free("i" + domain.size(), context.newIndex()), extent));
        }
        Tensor tensor = tensor(part, value.shape());
        symbol.define(tensor);
        shaped.accept(symbol);
        List<Poly> subscripts = domain.stream().map(r -> Poly.of(r.index())).toList();
        Term element = domain.isEmpty()
                ? value
                : Elements.element(value, subscripts, part.equation().value().span());
        definitions.add(new Model.Definition(
                tensor, subscripts, domain, element, part.equation().span()));
        return definitions;
    }

    private Tensor tensor(EquationPart part, List<Poly> shape) {
        Span span = part.symbol().span();
        String doc = part.equation().doc();
        if (part.equation().integer()) {
            return context.tensors().integers(part.symbol().text(), Tensor.Role.LET, shape, span, doc, null, List.of());
        }
        return context.tensors()
                .tensor(
                        part.symbol().text(),
                        part.equation().output() ? Tensor.Role.OUTPUT : Tensor.Role.LET,
                        Tensor.Type.REAL,
                        shape,
                        span,
                        doc);
    }
}

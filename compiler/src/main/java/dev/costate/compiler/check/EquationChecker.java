package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
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
                shape(symbol, Objects.requireNonNull(bySymbol.get(symbol)), names.facts());
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
            if (!isOfDims(part, extent, part.equation().value().span())) {
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

    /** An axis is as long as the formula of its greatest subscript says, by what is known of sizes. */
    private void shape(Symbol symbol, List<EquationPart> parts, Facts known) {
        EquationPart first = parts.get(0);
        for (EquationPart part : parts) {
            boolean mixed = part.equation().integer() != first.equation().integer();
            if (mixed || part.subscripts().size() != first.subscripts().size()) {
                context.reporter()
                        .report(
                                mixed
                                        ? EquationMessages.mixedTypes(part, first)
                                        : EquationMessages.subscriptCounts(part, first));
                symbol.markBroken();
                return;
            }
        }
        List<Poly> shape = new ArrayList<>();
        for (int axis = 0; axis < first.subscripts().size(); axis++) {
            Poly size = size(parts, axis, known);
            if (size == null) {
                symbol.markBroken();
                return;
            }
            shape.add(size);
        }
        symbol.define(tensor(first, shape));
    }

    /** Whether the size of an axis in the model follows from dims alone; reports it if not. */
    private boolean isOfDims(EquationPart part, Poly size, Span span) {
        boolean known = part.scope().sees() != Scope.Sees.MODEL || PolyBounds.isAffine(size, part.domain());
        if (!known) {
            context.reporter().report(EquationMessages.sizeOfData(part.symbol(), size, span));
        }
        return known;
    }

    /** The end of the range of the index in a subscript. */
    private static Poly end(Poly subscript, List<Range> domain) {
        return domain.stream()
                .filter(range -> subscript.indices().contains(range.index()))
                .map(Range::to)
                .findFirst()
                .orElse(subscript);
    }

    /**
     * The greatest of several sizes. Conditions around a call may make others equal to it, or contradict each other, so
     * that any would do; it is the one that is the greatest by what is known further out, as sizes are compared as
     * formulas.
     */
    private @Nullable Poly greatest(List<Poly> sizes, Facts known) {
        List<Poly> greatest =
                sizes.stream().filter(s -> isGreatest(s, sizes, known)).toList();
        for (int count = 0; greatest.size() > 1 && count < known.all().size(); count++) {
            Facts outer = known.outermost(count);
            List<Poly> anyway =
                    greatest.stream().filter(s -> isGreatest(s, sizes, outer)).toList();
            greatest = anyway.isEmpty() ? greatest : List.of(anyway.get(0));
        }
        return greatest.isEmpty() ? null : greatest.get(0);
    }

    private boolean isGreatest(Poly size, List<Poly> sizes, Facts known) {
        return sizes.stream().allMatch(other -> context.prover().nonNegative(size.minus(other), known));
    }

    private @Nullable Poly size(List<EquationPart> parts, int axis, Facts known) {
        List<Poly> sizes = new ArrayList<>();
        // Of those that are numbers only the greatest counts.
        int constant = -1;
        for (EquationPart part : parts) {
            Span span = part.equation().subscripts().get(axis).span();
            if (!isOfDims(part, end(part.subscripts().get(axis), part.domain()), span)) {
                return null;
            }
            Poly size = PolyBounds.greatestOver(part.subscripts().get(axis), part.domain())
                    .plus(1);
            if (size.isConstant() && constant >= 0) {
                boolean greater = size.minus(sizes.get(constant)).constant().orElse(0) > 0;
                sizes.set(constant, greater ? size : sizes.get(constant));
            } else if (!sizes.contains(size)) {
                constant = size.isConstant() ? sizes.size() : constant;
                sizes.add(size);
            }
        }
        Poly greatest = greatest(sizes, known);
        if (greatest == null) {
            EquationPart last = parts.get(parts.size() - 1);
            Span place = last.equation().subscripts().get(axis).span();
            context.reporter().report(EquationMessages.unknownLength(last.symbol(), sizes, place));
        }
        return greatest;
    }
}

package dev.costate.compiler.check;

import dev.costate.compiler.ir.Extremes;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From the equations of lets and outputs that need each other (mostly it is one) to their definitions. First the left
 * sides and all ranges, then the shapes, then the values, then that every element is defined once and computed before
 * it is read.
 */
final class Equations {
    private final Context context;

    Equations(Context context) {
        this.context = context;
    }

    /** The definitions; those of symbols in error, which are marked so, are missing. */
    List<Model.Definition> check(List<Symbol> group) {
        List<Part> parts = new ArrayList<>();
        for (Symbol symbol : group) {
            for (Declaration.Equation equation : symbol.equations) {
                Part part = LeftSide.read(context, symbol, equation);
                if (part == null) {
                    symbol.broken = true;
                } else {
                    parts.add(part);
                }
            }
        }
        Set<Symbol> own = new HashSet<>(group);
        List<Inference> inferences = new ArrayList<>();
        for (Part part : parts) {
            Inference inference = new Inference(context, List.copyOf(part.variables.values()), own);
            inference.run(part.equation.value());
            inferences.add(inference);
        }
        new LeftRanges(context, parts).find();
        parts.stream().filter(Part::isBroken).forEach(part -> part.symbol.broken = true);
        group.stream().filter(s -> !s.broken).forEach(s -> shape(s, parts));
        for (int k = 0; k < parts.size(); k++) {
            Part part = parts.get(k);
            part.value = new Expressions(context, part.scope, inferences.get(k), 0).number(part.equation.value());
        }
        parts.stream().filter(part -> part.value == null).forEach(part -> part.symbol.broken = true);
        if (group.stream().anyMatch(s -> s.broken)) {
            group.forEach(s -> s.broken = true);
            return List.of();
        }
        boolean right = true;
        for (Symbol symbol : group) {
            right &= new Coverage(context, symbol, of(symbol, parts)).check();
        }
        if (!right || !new Circles(context).check(parts)) {
            group.forEach(s -> s.broken = true);
            return List.of();
        }
        return parts.stream().map(Part::definition).toList();
    }

    private static List<Part> of(Symbol symbol, List<Part> parts) {
        return parts.stream().filter(part -> part.symbol == symbol).toList();
    }

    /** An axis is as long as the formula of its greatest subscript says. */
    private void shape(Symbol symbol, List<Part> all) {
        List<Part> parts = of(symbol, all);
        Part first = parts.get(0);
        for (Part part : parts) {
            if (part.subscripts.size() != first.subscripts.size()) {
                context.reporter.report(
                        Code.SUBSCRIPT_COUNT,
                        part.equation.name().span(),
                        "`" + symbol + "` has "
                                + Reporter.count(part.subscripts.size(), "subscript", "subscripts") + " here and "
                                + first.subscripts.size() + " in another equation",
                        List.of(new Note(first.equation.name().span(), "the other equation is here")),
                        null);
                symbol.broken = true;
                return;
            }
        }
        List<Poly> shape = new ArrayList<>();
        for (int axis = 0; axis < first.subscripts.size(); axis++) {
            Poly size = size(parts, axis);
            if (size == null) {
                symbol.broken = true;
                return;
            }
            shape.add(size);
        }
        symbol.tensor = new Tensor(
                symbol.text(),
                first.equation.output() ? Tensor.Role.OUTPUT : Tensor.Role.LET,
                Tensor.Type.REAL,
                shape,
                symbol.span(),
                first.equation.doc());
    }

    private @Nullable Poly size(List<Part> parts, int axis) {
        List<Poly> sizes = new ArrayList<>();
        for (Part part : parts) {
            Poly size =
                    Extremes.greatest(part.subscripts.get(axis), part.domain()).plus(1);
            if (!sizes.contains(size)) {
                sizes.add(size);
            }
        }
        for (Poly size : sizes) {
            if (sizes.stream().allMatch(other -> context.prover.nonNegative(size.minus(other), Facts.NONE))) {
                return size;
            }
        }
        Part last = parts.get(parts.size() - 1);
        return context.reporter.report(
                Code.UNKNOWN_LENGTH,
                last.equation.subscripts().get(axis).span(),
                "it is not known which is greater of "
                        + String.join(
                                " and ", sizes.stream().map(Poly::toString).toList())
                        + ", so `" + last.symbol + "` has no definite length on this axis",
                "Bound a dim with `>=`.");
    }
}

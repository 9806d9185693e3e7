package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.ElementAliases;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that the equations of an array together define each of its elements, and each once. The elements that one
 * equation defines are those whose subscripts satisfy a few inequalities; an element that none defines would violate at
 * least one of each equation.
 */
public final class Coverage {
    /**
     * An element.
     *
     * @param name as an equation would name it, such as {@code h[0, k]}
     * @param with the sizes it has that name for, as the end of a sentence; empty if it is so for all
     */
    record Example(String name, String with) {}

    private final Context context;
    private final Symbol symbol;
    private final Tensor tensor;
    private final List<EquationPart> parts;
    /** An element: a subscript for each axis. */
    private final List<Range> element = new ArrayList<>();

    private Facts box;

    /** @param known what holds of the sizes that the equations mention */
    public Coverage(Context context, Symbol symbol, List<EquationPart> parts, Facts known) {
        this.context = context;
        this.symbol = symbol;
        this.tensor = Objects.requireNonNull(symbol.tensor());
        this.parts = parts;
        this.box = known;
        for (Poly size : tensor.shape()) {
            Range range = Range.upTo(Atom.Index.free("e" + element.size(), context.newIndex()), size);
            element.add(range);
            box = box.withRange(range);
        }
    }

    /** Whether all is well; if not, what is wrong has been reported. */
    public boolean check() {
        if (parts.size() == 1 && isWhole(parts.get(0))) {
            return true;
        }
        List<List<Poly>> regions = new ArrayList<>();
        for (EquationPart part : parts) {
            if (!startsAtZero(part)) {
                return false;
            }
            regions.add(region(part));
        }
        ElementAliases places =
                new ElementAliases(parts.stream().map(part -> part.subscripts()).toList());
        for (int k = 0; k < parts.size(); k++) {
            for (int other : places.near(parts.get(k).subscripts())) {
                if (other >= k) {
                    break;
                }
                Facts both = box.with(regions.get(k)).with(regions.get(other));
                if (!context.prover().contradictory(both)) {
                    Span place = parts.get(k).equation().name().span();
                    Span otherPlace = parts.get(other).equation().name().span();
                    context.reporter().report(LeftMessages.definedTwice(symbol, place, otherPlace, example(both)));
                    return false;
                }
            }
        }
        Facts gap = gap(box, regions, 0);
        if (gap != null) {
            context.reporter().report(LeftMessages.notDefined(symbol, tensor, example(gap)));
        }
        return gap == null;
    }

    private boolean isWhole(EquationPart part) {
        Set<Poly> seen = new LinkedHashSet<>(part.subscripts());
        return seen.size() == part.variables().size()
                && part.variables().size() == part.subscripts().size()
                && part.variables().values().stream().allMatch(v -> seen.contains(v.poly()) && isWhole(v.range, part));
    }

    private static boolean isWhole(@Nullable Range range, EquationPart part) {
        return range != null
                && range.from().isZero()
                && part.variables().values().stream()
                        .noneMatch(v -> range.to().indices().contains(v.index));
    }

    private boolean startsAtZero(EquationPart part) {
        for (int axis = 0; axis < part.subscripts().size(); axis++) {
            Poly subscript = part.subscripts().get(axis);
            if (!context.prover().nonNegative(subscript, part.facts())) {
                Span span = part.equation().subscripts().get(axis).span();
                context.reporter().report(LeftMessages.negative(span, part.mentionsOwn(subscript)));
                return false;
            }
        }
        return true;
    }

    /** What holds of the subscripts of the elements that an equation defines. */
    private List<Poly> region(EquationPart part) {
        Map<Atom.Index, Poly> images = new HashMap<>();
        List<Poly> region = new ArrayList<>();
        for (int axis = 0; axis < part.subscripts().size(); axis++) {
            Poly subscript = part.subscripts().get(axis);
            Poly here = Poly.of(element.get(axis).index());
            Atom.Index index = part.own(subscript);
            if (index != null && !images.containsKey(index)) {
                images.put(index, here.minus(subscript.minus(Poly.of(index))));
            } else {
                Poly difference = here.minus(OutOfRange.substitute(subscript, images));
                region.add(difference);
                region.add(difference.negate());
            }
        }
        for (Range range : part.domain()) {
            Poly index = Poly.of(range.index());
            region.add(OutOfRange.substitute(index.minus(range.from()), images));
            region.add(OutOfRange.substitute(range.to().minus(index).plus(-1), images));
        }
        return region;
    }

    /** What is known of an element that no equation from {@code next} on defines, or null if there is none. */
    private @Nullable Facts gap(Facts known, List<List<Poly>> regions, int next) {
        if (context.prover().contradictory(known)) {
            return null;
        }
        if (next == regions.size()) {
            return known;
        }
        Facts inside = known;
        for (Poly condition : regions.get(next)) {
            Facts gap = gap(inside.with(List.of(condition.negate().plus(-1))), regions, next + 1);
            if (gap != null) {
                return gap;
            }
            inside = inside.with(List.of(condition));
        }
        return null;
    }

    /** An element with these properties, or null if none is found. */
    private @Nullable Example example(Facts facts) {
        Map<Atom, Long> example = new CounterExample(context.prover(), element, facts).find(Poly.ZERO);
        if (example == null) {
            return null;
        }
        List<String> shown = new ArrayList<>();
        boolean numbers = false;
        for (int axis = 0; axis < element.size(); axis++) {
            Poly here = Poly.of(element.get(axis).index());
            String name = name(axis);
            boolean free = facts.all().stream()
                    .filter(f -> !box.all().contains(f))
                    .noneMatch(
                            f -> f.indices().contains(element.get(shown.size()).index()));
            Poly fixed = fixed(here, axis, facts);
            if (fixed != null) {
                shown.add(fixed.toString());
            } else if (free && name != null) {
                shown.add(name);
            } else {
                numbers = true;
                shown.add(String.valueOf(example.get(element.get(axis).index())));
            }
        }
        List<String> sizes = new ArrayList<>();
        example.forEach((atom, value) -> {
            if (atom instanceof Atom.Dim) {
                sizes.add(atom.name() + " = " + value);
            }
        });
        String with = numbers && !sizes.isEmpty() ? " with " + String.join(", ", sizes) : "";
        return new Example(symbol + (shown.isEmpty() ? "" : "[" + String.join(", ", shown) + "]"), with);
    }

    /** The formula that a subscript must be equal to, or null. */
    private @Nullable Poly fixed(Poly here, int axis, Facts facts) {
        Set<Poly> candidates = new LinkedHashSet<>(List.of(Poly.ZERO, Poly.ONE));
        parts.forEach(part -> candidates.add(part.subscripts().get(axis)));
        candidates.add(tensor.shape().get(axis).plus(-1));
        for (Poly candidate : candidates) {
            if (candidate.indices().isEmpty()
                    && context.prover().nonNegative(here.minus(candidate), facts)
                    && context.prover().nonNegative(candidate.minus(here), facts)) {
                return candidate;
            }
        }
        return null;
    }

    /** The name of the index that some equation has on this axis, or null. */
    private @Nullable String name(int axis) {
        return parts.stream()
                .map(part -> part.own(part.subscripts().get(axis)))
                .filter(Objects::nonNull)
                .map(Atom.Index::name)
                .findFirst()
                .orElse(null);
    }
}

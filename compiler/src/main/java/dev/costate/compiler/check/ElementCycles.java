package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.order.Accesses;
import dev.costate.compiler.order.Dependence;
import dev.costate.compiler.order.ElementRead;
import dev.costate.compiler.order.Recurrence;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.EquationPart;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reports elements that depend on themselves. */
public final class ElementCycles {
    private static final int NOTES = 8;

    private final Context context;

    ElementCycles(Context context) {
        this.context = context;
    }

    /** Whether the elements that the equations define can be computed one after the other. */
    boolean check(List<EquationPart> parts) {
        Set<Tensor> own = new HashSet<>();
        parts.forEach(part -> own.add(Objects.requireNonNull(part.symbol().tensor())));
        List<Accesses> statements = new ArrayList<>();
        boolean recurs = false;
        for (EquationPart part : parts) {
            List<ElementRead> reads = part.scope().reads().stream()
                    .map(Scope.Place::access)
                    .filter(access -> own.contains(access.tensor()))
                    .toList();
            recurs |= !reads.isEmpty();
            statements.add(new Accesses(
                    Objects.requireNonNull(part.symbol().tensor()),
                    part.subscripts(),
                    part.domain(),
                    part.facts(),
                    reads));
        }
        if (!recurs) {
            return true;
        }
        Recurrence.Result result = Recurrence.order(statements, context.prover());
        if (!result.isOrdered()) {
            report(parts, result.circle());
        }
        return result.isOrdered();
    }

    private void report(List<EquationPart> parts, List<Dependence> circle) {
        EquationPart first = parts.get(circle.get(0).reader());
        List<String> way = new ArrayList<>(List.of(element(first)));
        List<Note> notes = new ArrayList<>();
        for (Dependence d : circle) {
            EquationPart reader = parts.get(d.reader());
            String read = element(d.access().tensor(), d.access().subscripts());
            way.add(read);
            if (notes.size() < NOTES) {
                notes.add(EquationMessages.use(element(reader), read, place(reader, d.access())));
            }
        }
        if (way.size() > 2 * NOTES) {
            way.subList(NOTES, way.size() - 2).clear();
            way.add(NOTES, "…");
        }
        boolean several =
                way.size() > 2 && circle.get(0).reader() == circle.get(1).reader();
        String reason = several
                ? "no order suits all that " + way.get(0) + " needs: " + String.join(", ", way.subList(1, way.size()))
                : String.join(" → ", way);
        context.reporter().report(EquationMessages.circle(first, reason, notes));
    }

    private static Span place(EquationPart part, ElementRead access) {
        return part.scope().reads().stream()
                .filter(read -> read.access().equals(access))
                .map(Scope.Place::span)
                .findFirst()
                .orElse(part.equation().span());
    }

    private static String element(EquationPart part) {
        return element(Objects.requireNonNull(part.symbol().tensor()), part.subscripts());
    }

    private static String element(Tensor tensor, List<Poly> subscripts) {
        return tensor.name()
                + (subscripts.isEmpty()
                        ? ""
                        : subscripts.stream().map(Poly::toString).collect(Collectors.joining(", ", "[", "]")));
    }
}

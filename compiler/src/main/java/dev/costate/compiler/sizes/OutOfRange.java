package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What to say of a subscript that is not known to be in range: the case in which it is not, if there is one. */
public final class OutOfRange {
    private final Context context;
    private final Scope scope;
    private final Tensor tensor;
    private final List<SubscriptBounds.Subscript> subscripts;
    private final int position;
    private final Span span;
    private final Poly subscript;
    private final Poly size;
    private final List<Range> ranges = new ArrayList<>();
    private final CounterExample search;

    OutOfRange(
            Context context,
            Scope scope,
            Tensor tensor,
            List<SubscriptBounds.Subscript> subscripts,
            int position,
            Span span) {
        this.context = context;
        this.scope = scope;
        this.tensor = tensor;
        this.subscripts = subscripts;
        this.position = position;
        this.span = span;
        this.subscript = subscripts.get(position).poly();
        this.size = tensor.shape().get(position);
        ranges.addAll(scope.ranges());
        this.search = new CounterExample(context.prover(), ranges, scope.facts());
    }

    /** Whether there is such a case, which is reported. */
    boolean refute() {
        return refute(true) || refute(false);
    }

    private boolean refute(boolean low) {
        Poly violation = low ? subscript.negate().plus(-1) : subscript.minus(size);
        Map<Atom, Long> example = search.find(violation);
        if (example != null && !isKnown()) {
            report(low, violation, example);
        }
        return example != null;
    }

    /** Whether an index whose range is stated has led out of an array before: it is that range that is wrong. */
    private boolean isKnown() {
        boolean known = false;
        for (Variable variable : scope.indices().values()) {
            if (variable.stated != null && subscript.indices().contains(variable.index)) {
                known |= variable.strays;
                variable.strays = true;
            }
        }
        return known;
    }

    private void report(boolean low, Poly violation, Map<Atom, Long> example) {
        Map<Atom.Index, Poly> extreme = extreme(low);
        Poly value = substitute(subscript, extreme);
        Poly by = low ? value.negate().plus(-1) : value.minus(size);
        boolean always = context.prover().nonNegative(by, Facts.NONE);
        boolean plain = always || subscript.asIndex() != null;
        if (plain && search.holds(extreme, example, violation)) {
            refuted(low, cases(extreme), value.toString(), size.toString());
        } else {
            String at = Long.toString(subscript.evaluate(atom -> example.getOrDefault(atom, 0L)));
            String has = Long.toString(size.evaluate(atom -> example.getOrDefault(atom, 0L)));
            refuted(low, values(example), at, has);
        }
    }

    /** The values of the indices at which the subscript is least or greatest, as formulas of sizes. */
    private Map<Atom.Index, Poly> extreme(boolean least) {
        Map<Atom.Index, Poly> chosen = new LinkedHashMap<>();
        Poly rest = subscript;
        for (int i = ranges.size() - 1; i >= 0; i--) {
            Range range = ranges.get(i);
            long coefficient = rest.coefficient(range.index());
            if (coefficient != 0) {
                Poly bound = (coefficient < 0) == least ? range.to().plus(-1) : range.from();
                Map<Atom.Index, Poly> step = Map.of(range.index(), bound);
                chosen.replaceAll((index, value) -> substitute(value, step));
                chosen.put(range.index(), bound);
                rest = substitute(rest, step);
            }
        }
        return chosen;
    }

    public static Poly substitute(Poly poly, Map<Atom.Index, Poly> values) {
        return poly.substitute(atom -> atom instanceof Atom.Index index ? values.get(index) : null);
    }

    private String cases(Map<Atom.Index, Poly> extreme) {
        return join(ranges.stream()
                .map(Range::index)
                .filter(extreme::containsKey)
                .map(i -> i.name() + " = " + extreme.get(i))
                .toList());
    }

    private String values(Map<Atom, Long> example) {
        List<String> parts = new ArrayList<>();
        example.forEach((atom, value) -> {
            boolean relevant = subscript.atoms().contains(atom) || size.atoms().contains(atom);
            if (relevant || atom instanceof Atom.Dim) {
                parts.add(atom.name() + " = " + value);
            }
        });
        return join(parts);
    }

    private static String join(List<String> parts) {
        return parts.isEmpty() ? "" : " with " + String.join(", ", parts);
    }

    private void refuted(boolean low, String with, String at, String entries) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < subscripts.size(); i++) {
            shown.add(i == position ? at : subscripts.get(i).poly().toString());
        }
        String read = tensor.name() + "[" + String.join(", ", shown) + "]";
        context.reporter()
                .report(SubscriptMessages.outOfRange(
                        tensor,
                        span,
                        with,
                        read,
                        low ? "subscripts count from 0" : SubscriptMessages.entries(tensor, entries, position),
                        SubscriptMessages.keepInRange(tensor, position, subscript, low)));
    }
}

package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.model.Model.Definition;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Roots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Within a function that calls itself: every index with a constant range takes its values one by one, and arrays are
 * written out, so that equal parts of different calls are found to be equal.
 */
final class Unrolling {
    private final Frame frame;
    private final TermLowering terms;
    private final Exprs make;

    Unrolling(Frame frame, TermLowering terms) {
        this.frame = frame;
        this.terms = terms;
        this.make = frame.make();
    }

    /** Whether the values of these indices are known here. */
    boolean applies(List<Range> ranges) {
        List<Atom> own = new ArrayList<>();
        for (Range range : ranges) {
            if (!frame.unrolled || !isConstant(range.from(), own) || !isConstant(range.to(), own)) {
                return false;
            }
            own.add(range.index());
        }
        return frame.unrolled;
    }

    private boolean isConstant(Poly bound, List<Atom> own) {
        Poly rest = bound.substitute(atom -> own.contains(atom) ? Poly.ZERO : null);
        return frame.poly(rest).isConstant();
    }

    /** Whether all quantities of a block can be written out. */
    boolean applies(Term.Function function) {
        return frame.unrolled
                && function.definitions().stream()
                        .allMatch(d -> applies(d.domain())
                                && d.target().shape().stream().allMatch(s -> isConstant(s, List.of())));
    }

    /** Writes the quantities of a block out. */
    void define(List<Definition> definitions) {
        for (Definition definition : definitions) {
            List<Poly> shape =
                    definition.target().shape().stream().map(frame::poly).toList();
            Expr[] elements = new Expr
                    [shape.stream()
                            .mapToInt(s -> (int) s.constant().orElseThrow())
                            .reduce(1, Math::multiplyExact)];
            each(definition.domain(), 0, () -> {
                List<Poly> at =
                        definition.subscripts().stream().map(frame::poly).toList();
                elements[offset(shape, at)] = terms.real(definition.value());
            });
            frame.arguments.put(
                    definition.target(),
                    ArrayLowering.build(
                            shape,
                            List.of(),
                            at -> new Array.Scalar(Objects.requireNonNull(elements[offset(shape, at)]))));
        }
    }

    private static int offset(List<Poly> shape, List<Poly> at) {
        long offset = 0;
        for (int k = 0; k < at.size(); k++) {
            offset = offset * shape.get(k).constant().orElseThrow()
                    + at.get(k).constant().orElseThrow();
        }
        return Math.toIntExact(offset);
    }

    private void each(List<Range> ranges, int next, Runnable action) {
        if (next == ranges.size()) {
            action.run();
            return;
        }
        Range range = ranges.get(next);
        Poly outside = frame.indices.get(range.index());
        long from = frame.poly(range.from()).constant().orElseThrow();
        long to = frame.poly(range.to()).constant().orElseThrow();
        boolean down = range.order() == Range.Order.DOWNWARD;
        for (long k = 0; k < to - from; k++) {
            frame.indices.put(range.index(), Poly.of(down ? to - 1 - k : from + k));
            each(ranges, next + 1, action);
        }
        if (outside == null) {
            frame.indices.remove(range.index());
        } else {
            frame.indices.put(range.index(), outside);
        }
    }

    /**
     * The values of a body, one after the other, and the conditions under which each counts; null where it always does.
     */
    private record Elements(List<Expr> values, List<@Nullable Expr> conditions) {}

    private Elements elements(List<Range> ranges, @Nullable Term where, @Nullable Term body) {
        Elements elements = new Elements(new ArrayList<>(), new ArrayList<>());
        each(ranges, 0, () -> {
            Boolean decided = where == null ? Boolean.TRUE : frame.decided(where);
            if (decided == null || decided) {
                Expr condition = decided == null ? terms.condition(Objects.requireNonNull(where)) : null;
                elements.conditions().add(condition);
                elements.values().add(body == null ? make.number(1) : terms.within(condition, body));
            }
        });
        return elements;
    }

    Expr reduce(Term.Reduce term) {
        Elements elements = elements(term.ranges(), term.where(), term.body());
        return switch (term.binder()) {
            case SUM -> sum(elements, elements.values());
            case COUNT -> count(elements);
            case MEAN -> make.apply(Quotients.DIV, sum(elements, elements.values()), count(elements));
            case PROD -> product(elements);
            case NORM ->
                make.apply(
                        Roots.NORM_ROOT,
                        sum(
                                elements,
                                elements.values().stream()
                                        .map(v -> make.apply(Arithmetic.SQUARE, v))
                                        .toList()));
            case MAX, LOGSUMEXP -> over(term, elements, Double.NEGATIVE_INFINITY);
            case MIN -> over(term, elements, Double.POSITIVE_INFINITY);
        };
    }

    private Expr count(Elements elements) {
        Expr one = make.number(1);
        return sum(elements, elements.values().stream().map(v -> one).toList());
    }

    private Expr sum(Elements elements, List<Expr> values) {
        Expr sum = make.number(0);
        for (int k = 0; k < values.size(); k++) {
            Expr value = counted(elements.conditions().get(k), values.get(k), 0);
            sum = k == 0 ? value : make.apply(Arithmetic.ADD, sum, value);
        }
        return sum;
    }

    private Expr product(Elements elements) {
        Expr product = make.number(1);
        for (int k = 0; k < elements.values().size(); k++) {
            Expr value = counted(elements.conditions().get(k), elements.values().get(k), 1);
            product = k == 0 ? value : make.apply(Arithmetic.MUL, product, value);
        }
        return product;
    }

    private Expr counted(@Nullable Expr condition, Expr value, double otherwise) {
        return condition == null ? value : make.choose(condition, value, make.number(otherwise));
    }

    /** Binders that are no chain of one operation, over a table of the values. */
    private Expr over(Term.Reduce term, Elements elements, double identity) {
        if (elements.values().isEmpty()) {
            return make.number(identity);
        }
        Range range = range(term.ranges().get(0), elements);
        return terms.reduce(term.binder(), List.of(range), null, table(elements, range, identity, term));
    }

    Expr softmax(Term.Softmax term) {
        Elements elements = elements(List.of(term.range()), term.where(), term.body());
        Range range = range(term.range(), elements);
        Expr body = table(elements, range, Double.NEGATIVE_INFINITY, term);
        return terms.softmax(term.logarithm(), List.of(range), null, body, terms.here(term));
    }

    private static Range range(Range of, Elements elements) {
        Atom.Index index = TermLowering.opened(of.index());
        return Range.upTo(index, Poly.of(elements.values().size()));
    }

    private Expr table(Elements elements, Range range, double identity, Term term) {
        List<Array> rows = new ArrayList<>();
        for (int k = 0; k < elements.values().size(); k++) {
            rows.add(new Array.Scalar(
                    counted(elements.conditions().get(k), elements.values().get(k), identity)));
        }
        Array table = new Array.Rows(rows, Arrays.asList(range.to()));
        frame.ranges.add(range);
        Expr element = terms.arrays().element(table, List.of(Poly.of(range.index())), term.span());
        frame.ranges.remove(frame.ranges.size() - 1);
        return element;
    }
}

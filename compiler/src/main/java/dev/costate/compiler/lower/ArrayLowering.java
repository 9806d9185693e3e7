package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Lowers arrays as values, and takes their elements. */
final class ArrayLowering {
    private final Frame frame;
    private final TermLowering terms;
    private final Exprs make;

    ArrayLowering(Frame frame, TermLowering terms) {
        this.frame = frame;
        this.terms = terms;
        this.make = frame.make();
    }

    Array array(Term term) {
        if (term instanceof Term.Whole whole) {
            Array argument = frame.arguments.get(whole.tensor());
            return argument != null ? argument : Array.whole(whole.tensor(), List.of(), shape(term));
        } else if (term instanceof Term.Slice slice) {
            return slice(slice);
        } else if (term instanceof Term.Literal literal) {
            return new Array.Rows(literal.elements().stream().map(this::array).toList(), shape(term));
        } else if (term instanceof Term.Call call) {
            return new CallLowering(frame, terms).call(call);
        } else if (term instanceof Term.If choice && term.kind() == Term.Kind.ARRAY) {
            return choice(choice, 0);
        }
        return new Array.Scalar(terms.real(term));
    }

    private List<Poly> shape(Term term) {
        return term.shape().stream().map(frame::poly).toList();
    }

    private Array choice(Term.If choice, int next) {
        if (next == choice.branches().size()) {
            return array(choice.otherwise());
        }
        Term.Branch branch = choice.branches().get(next);
        Boolean decided = frame.decided(branch.condition());
        if (decided != null) {
            return decided ? array(branch.value()) : choice(choice, next + 1);
        }
        Expr condition = terms.condition(branch.condition());
        frame.conditions.add(condition);
        Array ifTrue = array(branch.value());
        frame.conditions.set(frame.conditions.size() - 1, make.apply(Connectives.NOT, condition));
        Array ifFalse = choice(choice, next + 1);
        frame.conditions.remove(frame.conditions.size() - 1);
        return ifTrue.equals(ifFalse) ? ifTrue : new Array.Choice(condition, ifTrue, ifFalse);
    }

    private Array slice(Term.Slice slice) {
        List<Integer> kept = new ArrayList<>();
        List<Poly> subscripts = new ArrayList<>();
        for (Term.Axis axis : slice.axes()) {
            if (axis instanceof Term.Axis.Along along) {
                subscripts.add(frame.poly(along.from()).plus(Array.axis(kept.size())));
                kept.add(subscripts.size() - 1);
            } else {
                subscripts.add(frame.poly(((Term.Axis.At) axis).subscript()));
            }
        }
        Array array = array(slice.array());
        List<Poly> shape = shape(slice);
        if (array instanceof Array.View view) {
            return view.view(subscripts, shape);
        }
        boolean constant = shape.stream().allMatch(Poly::isConstant)
                && subscripts.stream()
                        .allMatch(s ->
                                s.indices().stream().allMatch(i -> i.is(Atom.Index.Kind.AXIS)) && constantButAxis(s));
        return constant
                ? rows(array, subscripts, shape, slice.span())
                : stored(array, slice.span()).view(subscripts, shape);
    }

    private static boolean constantButAxis(Poly subscript) {
        return subscript
                .substitute(a -> a instanceof Atom.Index ? Poly.ZERO : null)
                .isConstant();
    }

    /** The elements of a slice one by one. */
    private Array rows(Array array, List<Poly> subscripts, List<Poly> shape, Span span) {
        return build(shape, List.of(), own -> new Array.Scalar(element(array, Array.at(subscripts, own), span)));
    }

    /** An array of constant shape, element by element. */
    static Array build(List<Poly> shape, List<Poly> before, Function<List<Poly>, Array> element) {
        if (before.size() == shape.size()) {
            return element.apply(before);
        }
        List<Array> rows = new ArrayList<>();
        long count = shape.get(before.size()).constant().orElseThrow();
        for (long k = 0; k < count; k++) {
            List<Poly> longer = new ArrayList<>(before);
            longer.add(Poly.of(k));
            rows.add(build(shape, longer, element));
        }
        return new Array.Rows(rows, shape.subList(before.size(), shape.size()));
    }

    /** The array with all elements written out, if its shape is constant. */
    Array unrolled(Array array, Span span) {
        return array.shape().isEmpty() || !array.shape().stream().allMatch(Poly::isConstant)
                ? array
                : build(array.shape(), List.of(), at -> new Array.Scalar(element(array, at, span)));
    }

    /** The element at these subscripts, which are in range. */
    Expr element(Array array, List<Poly> subscripts, Span span) {
        if (array instanceof Array.Scalar scalar) {
            return scalar.value();
        } else if (array instanceof Array.View view) {
            return make.element(view.tensor(), view.at(subscripts));
        } else if (array instanceof Array.Rows && !subscripts.get(0).isConstant()) {
            return element(stored(array, span), subscripts, span);
        } else if (array instanceof Array.Choice choice) {
            frame.conditions.add(choice.condition());
            Expr ifTrue = element(choice.ifTrue(), subscripts, span);
            frame.conditions.set(frame.conditions.size() - 1, make.apply(Connectives.NOT, choice.condition()));
            Expr ifFalse = element(choice.ifFalse(), subscripts, span);
            frame.conditions.remove(frame.conditions.size() - 1);
            return make.choose(choice.condition(), ifTrue, ifFalse);
        }
        return element(Array.row(make, array, subscripts.get(0)), subscripts.subList(1, subscripts.size()), span);
    }

    /** The array in a tensor of its own, if it is not in one. */
    Array.View stored(Array array, Span span) {
        if (array instanceof Array.View view) {
            return view;
        }
        IterationSpace place = place(List.of(array), Set.of());
        return (Array.View) frame.temporaries().stored("array", array, place, span);
    }

    /** Where something made of these arrays, and of integers with these indices, is computed on its own. */
    IterationSpace place(List<Array> arrays, Set<Atom.Index> integers) {
        Set<Atom.Index> free = new LinkedHashSet<>(integers);
        boolean guarded = !integers.isEmpty();
        for (Array array : arrays) {
            free.addAll(array.free());
            guarded |= computes(array);
        }
        return IterationSpace.of(make, free, frame.ranges, frame.conditions, guarded);
    }

    /** Whether it reads anything at a subscript that is more than an index or a constant. */
    private static boolean computes(Array array) {
        if (array instanceof Array.View view) {
            return view.subscripts().stream().anyMatch(ArrayLowering::computes);
        } else if (array instanceof Array.Rows rows) {
            return rows.rows().stream().anyMatch(ArrayLowering::computes);
        } else if (array instanceof Array.Choice choice) {
            return computes(choice.ifTrue()) || computes(choice.ifFalse());
        }
        return ((Array.Scalar) array)
                .value().reads().stream()
                        .anyMatch(n -> ((Expr.Head.Read) n.head())
                                .subscripts().stream().anyMatch(ArrayLowering::computes));
    }

    private static boolean computes(Poly subscript) {
        return subscript.asIndex() == null && !subscript.indices().isEmpty();
    }
}

package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model.Definition;
import dev.costate.compiler.model.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Puts the bodies of functions in the place of calls. An expression is put in as it is; the quantities of a block
 * become equations, shared by all calls with the same arguments.
 */
final class CallLowering {
    private final Frame frame;
    private final TermLowering terms;
    private final Exprs make;

    CallLowering(Frame frame, TermLowering terms) {
        this.frame = frame;
        this.terms = terms;
        this.make = frame.make();
    }

    /** The result of a call; a number is an array without axes. */
    Array call(Term.Call call) {
        Term.Function function = call.function();
        boolean unroll = frame.unrolled || function.unrolled();
        List<Array> arguments = new ArrayList<>();
        for (Term argument : call.arguments()) {
            Array array = terms.array(argument);
            arguments.add(unroll ? terms.arrays().unrolled(array, call.span()) : array);
        }
        List<Poly> integers = function.outer().stream()
                .map(index -> Objects.requireNonNull(frame.indices.get(index)))
                .toList();
        Frame.Call key = new Frame.Call(function, arguments, integers, unroll);
        List<Frame.Result> results = frame.calls.computeIfAbsent(key, k -> new ArrayList<>());
        for (Frame.Result result : results) {
            if (!result.temporaries() || frame.conditions.containsAll(result.conditions())) {
                return result.arrays().get(call.result());
            }
        }
        int uses = frame.temporaries().uses();
        List<Array> arrays = body(call, arguments, integers, unroll);
        frame.calls
                .get(key)
                .add(new Frame.Result(
                        arrays, frame.temporaries().uses() > uses, new LinkedHashSet<>(frame.conditions)));
        return arrays.get(call.result());
    }

    /** All results, in order. */
    private List<Array> body(Term.Call call, List<Array> arguments, List<Poly> integers, boolean unroll) {
        Term.Function function = call.function();
        Frame inner = frame.call(function, unroll);
        bind(inner, function, arguments);
        TermLowering body = new TermLowering(inner);
        if (function.definitions().isEmpty()) {
            return results(function, body);
        }
        Unrolling unrolling = new Unrolling(inner, body);
        if (unrolling.applies(function)) {
            unrolling.define(function.definitions());
            return results(function, body);
        }
        return block(call, arguments, integers);
    }

    private static void bind(Frame frame, Term.Function function, List<Array> arguments) {
        for (int k = 0; k < arguments.size(); k++) {
            frame.arguments.put(function.parameters().get(k), arguments.get(k));
        }
    }

    private static List<Array> results(Term.Function function, TermLowering body) {
        return function.results().stream().map(body::array).toList();
    }

    private List<Array> block(Term.Call call, List<Array> arguments, List<Poly> integers) {
        Term.Function function = call.function();
        List<Array> kept = new ArrayList<>();
        for (int k = 0; k < arguments.size(); k++) {
            kept.add(kept(function.name() + "_" + function.parameters().get(k).name(), arguments.get(k), call));
        }
        IterationSpace place = terms.arrays().place(kept, Array.indices(integers));
        Substitution numbering = new Substitution(make, place.numbers());
        List<Array> numbered = kept.stream().map(a -> a.apply(numbering)).toList();
        List<Poly> numberedIntegers = integers.stream().map(numbering::apply).toList();
        Temporaries.Key key = new Temporaries.Key(function, numbered, numberedIntegers, place.ranges());
        Substitution own = new Substitution(make, place.own());
        return frame
                .temporaries()
                .find(key, place, () -> quantities(function, numbered, numberedIntegers, place, numbering))
                .stream()
                .map(array -> array.apply(own))
                .toList();
    }

    /** An argument that is computed is so once, not wherever the block reads it. */
    private Array kept(String name, Array argument, Term.Call call) {
        boolean simple = argument instanceof Array.View
                || (argument instanceof Array.Scalar scalar
                        && scalar.value().operands().isEmpty());
        return simple
                ? argument
                : frame.temporaries()
                        .stored(name, argument, terms.arrays().place(List.of(argument), Set.of()), call.span());
    }

    /** Makes the equations of a block at a place, and gives the results over the indices of that place. */
    private List<Array> quantities(
            Term.Function function,
            List<Array> arguments,
            List<Poly> integers,
            IterationSpace place,
            Substitution numbering) {
        Frame inner = Frame.equation(frame.setting, place.ranges(), List.copyOf(place.conditions()));
        inner.integers(frame, array -> array.apply(numbering));
        bind(inner, function, arguments);
        for (int k = 0; k < integers.size(); k++) {
            inner.indices.put(function.outer().get(k), integers.get(k));
        }
        TermLowering body = new TermLowering(inner);
        Expr guard = place.guard(make);
        for (Definition definition : function.definitions()) {
            inner.arguments.computeIfAbsent(definition.target(), local -> {
                List<Poly> shape = local.shape().stream().map(inner::poly).toList();
                String name = function.name() + "_" + local.name();
                Tensor target = frame.temporaries().tensor(name, Tensor.Role.LOCAL, place, shape, local.span());
                return Array.whole(target, place.subscripts(), shape);
            });
        }
        for (Definition definition : function.definitions()) {
            Tensor target = ((Array.View) Objects.requireNonNull(inner.arguments.get(definition.target()))).tensor();
            List<Range> domain = new ArrayList<>(place.ranges());
            for (Range range : definition.domain()) {
                Atom.Index index = Atom.Index.free(range.index().name(), domain.size());
                Range own = new Range(index, inner.poly(range.from()), inner.poly(range.to()), range.order());
                domain.add(own);
                inner.ranges.add(own);
                inner.indices.put(range.index(), Poly.of(index));
            }
            List<Poly> subscripts = new ArrayList<>(place.subscripts());
            definition.subscripts().forEach(s -> subscripts.add(inner.poly(s)));
            Expr value = body.real(definition.value());
            definition.domain().forEach(r -> inner.ranges.remove(inner.ranges.size() - 1));
            frame.temporaries()
                    .add(new Equation(target, subscripts, domain, guard, Reduction.SET, value, definition.span()));
        }
        return results(function, body);
    }
}

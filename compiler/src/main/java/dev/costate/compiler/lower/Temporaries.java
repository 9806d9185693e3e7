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
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The arrays that have equations of their own without having any in the model: those that are subscripted by more than
 * constants, and the quantities in the blocks of functions. Equal ones share their equations, where they are needed
 * under the same conditions or stricter ones.
 */
final class Temporaries {
    /** What is computed: a function of these arguments, or without a function just the one argument. */
    record Key(Term.@Nullable Function function, List<Array> arguments, List<Poly> integers, List<Range> ranges) {}

    private record Known(List<Array> arrays, Set<Expr> conditions) {}

    private final Exprs make;
    private final Map<Key, List<Known>> known = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final List<Equation> equations = new ArrayList<>();
    private int uses;

    Temporaries(Exprs make) {
        this.make = make;
    }

    /** The equations made since this was last asked for, each after those it reads. */
    List<Equation> take() {
        List<Equation> taken = List.copyOf(equations);
        equations.clear();
        return taken;
    }

    /** Grows with every use of a temporary. */
    int uses() {
        return uses;
    }

    void add(Equation equation) {
        equations.add(equation);
    }

    /** The arrays at a place, made if they are not known yet; over the numbered indices of the place. */
    List<Array> find(Key key, IterationSpace place, Supplier<List<Array>> definition) {
        uses++;
        List<Known> found = known.computeIfAbsent(key, k -> new ArrayList<>());
        for (Known before : found) {
            if (place.conditions().containsAll(before.conditions())) {
                return before.arrays();
            }
        }
        List<Array> arrays = definition.get();
        known.get(key).add(new Known(arrays, place.conditions()));
        return arrays;
    }

    /** A new tensor with the axes of a place and its own. */
    Tensor tensor(String name, Tensor.Role role, IterationSpace place, List<Poly> shape, @Nullable Span span) {
        int number = names.merge(name, 1, Integer::sum);
        String numbered = number == 1 ? name : name + number;
        return make.tensors().tensor(numbered, role, Tensor.Type.REAL, place.shape(shape), span, null);
    }

    /** The array with a tensor of its own, over the indices of the place that it stands at. */
    Array stored(String name, Array array, IterationSpace place, Span span) {
        Array numbered = array.apply(new Substitution(make, place.numbers()));
        Key key = new Key(null, List.of(numbered), List.of(), place.ranges());
        List<Array> view = find(key, place, () -> {
            Tensor tensor = tensor(name, Tensor.Role.TEMPORARY, place, numbered.shape(), span);
            define(tensor, place.subscripts(), numbered, place.ranges(), place.guard(make), span);
            return List.of(Array.whole(tensor, place.subscripts(), numbered.shape()));
        });
        return view.get(0).apply(new Substitution(make, place.own()));
    }

    /** The equations that make the elements of a tensor behind these subscripts those of an array. */
    void define(
            Tensor tensor,
            List<Poly> subscripts,
            Array array,
            List<Range> domain,
            @Nullable Expr guard,
            @Nullable Span span) {
        if (array.shape().isEmpty()) {
            Expr value = element(array, List.of());
            add(new Equation(tensor, subscripts, domain, guard, Reduction.SET, value, span));
        } else if (Array.hasRows(array)) {
            long count = array.shape().get(0).constant().orElseThrow();
            for (long k = 0; k < count; k++) {
                Array row = Array.row(make, array, Poly.of(k));
                define(tensor, with(subscripts, Poly.of(k)), row, domain, guard, span);
            }
        } else {
            Atom.Index index = Atom.Index.free("i" + domain.size(), domain.size());
            List<Range> longer = new ArrayList<>(domain);
            longer.add(Range.upTo(index, array.shape().get(0)));
            Array row = Array.row(make, array, Poly.of(index));
            define(tensor, with(subscripts, Poly.of(index)), row, longer, guard, span);
        }
    }

    private static List<Poly> with(List<Poly> subscripts, Poly last) {
        List<Poly> longer = new ArrayList<>(subscripts);
        longer.add(last);
        return longer;
    }

    /** The element of an array whose rows, if there are any, are chosen by constants. */
    private Expr element(Array array, List<Poly> subscripts) {
        if (array instanceof Array.View view) {
            return make.element(view.tensor(), view.at(subscripts));
        } else if (array instanceof Array.Choice choice) {
            return make.choose(
                    choice.condition(), element(choice.ifTrue(), subscripts), element(choice.ifFalse(), subscripts));
        }
        return ((Array.Scalar) array).value();
    }
}

package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Extents.Bounds;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.RangeExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The left side of an equation: its indices and where they run. */
final class Left {
    private final Meaning meaning;
    private final Quantity quantity;
    private final Declaration.Equation equation;
    /** Its indices, those without a stated range first, the others in the order of the clause; each with its range. */
    private final Map<String, @Nullable RangeExpression> indices = new LinkedHashMap<>();

    private final Map<String, Index> inferred = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    Left(Meaning meaning, Quantity quantity, Declaration.Equation equation, Env env) {
        this.meaning = meaning;
        this.quantity = quantity;
        this.equation = equation;
        List<String> names = new ArrayList<>();
        equation.subscripts()
                .forEach(s -> TreeWalk.names(s).stream()
                        .filter(name -> env.local(name) == null && !env.file.isSize(name))
                        .forEach(names::add));
        List<String> stated =
                equation.ranges().stream().map(range -> range.index().name()).toList();
        names.stream().filter(name -> !stated.contains(name)).forEach(name -> indices.put(name, null));
        equation.ranges().forEach(range -> indices.put(range.index().name(), range.range()));
    }

    /** Does something for all values of the indices. */
    void each(Env env, Consumer<Env> action) {
        each(List.copyOf(indices.keySet()), env, action);
    }

    private void each(List<String> names, Env env, Consumer<Env> action) {
        if (names.isEmpty()) {
            action.accept(env);
            return;
        }
        String name = names.get(0);
        Index first = first(name, env);
        Quantity.all(first, name, env, inside -> each(names.subList(1, names.size()), inside, action));
    }

    /** An index at the start of its range. */
    private Index first(String name, Env env) {
        RangeExpression range = indices.get(name);
        if (range != null) {
            Bounds bounds = new Extents(meaning).stated(range, env);
            return new Index(bounds.from(), bounds, null, List.of());
        }
        Index known = inferred.get(name);
        if (known != null) {
            return known;
        } else if (!open.add(name)) {
            throw new UnknownName("the range of " + name);
        }
        try {
            Index index = infer(name, env);
            inferred.put(name, index);
            return index;
        } finally {
            open.remove(name);
        }
    }

    /** By what it walks outside of its own system; by its position in other equations; by what it walks anywhere. */
    private Index infer(String name, Env env) {
        List<Expression> value = List.of(equation.value());
        Long axis = new Extents(meaning).walked(name, value, env, quantity.own());
        if (axis == null) {
            Bounds adopted = adopted(name, env);
            if (adopted != null) {
                return new Index(adopted.from(), adopted, null, List.of());
            }
            axis = new Extents(meaning).walked(name, value, env, Set.of());
        }
        if (axis == null) {
            throw new UnknownName("the range of " + name);
        }
        return new Index(0, new Bounds(0, axis), axis, List.of());
    }

    private @Nullable Bounds adopted(String name, Env env) {
        for (int axis = 0; axis < equation.subscripts().size(); axis++) {
            Expression subscript = equation.subscripts().get(axis);
            Bounds there = TreeWalk.names(subscript).contains(name) ? quantity.elsewhere(equation, axis) : null;
            if (there != null) {
                long shift = shift(subscript, name, env);
                return new Bounds(there.from() - shift, there.to() - shift);
            }
        }
        return null;
    }

    /** What a subscript adds to its index. */
    private long shift(Expression subscript, String name, Env env) {
        Index zero = new Index(0, new Bounds(0, 1), null, List.of());
        return new ExactIntegers(meaning).value(subscript, env.with(name, zero));
    }

    /** The subscripts that this equation defines on an axis, if it is known by itself and not one; else null. */
    @Nullable
    Bounds defined(int axis, Env env) {
        Expression subscript = equation.subscripts().get(axis);
        String name = index(subscript);
        if (name == null) {
            return null;
        }
        try {
            Bounds bounds = first(name, env).range();
            long shift = shift(subscript, name, env);
            return new Bounds(bounds.from() + shift, bounds.to() + shift);
        } catch (UnknownName e) {
            return null;
        }
    }

    private @Nullable String index(Expression subscript) {
        return TreeWalk.names(subscript).stream()
                .filter(indices::containsKey)
                .findFirst()
                .orElse(null);
    }

    /** The greatest subscript on an axis, by the formula that it has where there is any. */
    long greatest(int axis, Env env) {
        Expression subscript = equation.subscripts().get(axis);
        String name = index(subscript);
        return name == null
                ? new ExactIntegers(meaning).value(subscript, env)
                : shift(subscript, name, env) + last(name, env);
    }

    /** The last value of an index, whatever those of the indices that its range depends on. */
    private long last(String name, Env env) {
        List<String> before = new ArrayList<>();
        RangeExpression range = indices.get(name);
        if (range != null) {
            mentioned(range, before);
        }
        long[] last = {Long.MIN_VALUE};
        ends(
                before,
                env,
                inside ->
                        last[0] = Math.max(last[0], first(name, inside).range().to() - 1));
        return last[0];
    }

    /** The indices that a range depends on, each after those that its own depends on. */
    private void mentioned(RangeExpression range, List<String> before) {
        for (Expression bound : range.children()) {
            for (String name : TreeWalk.names(bound)) {
                RangeExpression own = indices.get(name);
                if (indices.containsKey(name) && !before.contains(name)) {
                    if (own != null) {
                        mentioned(own, before);
                    }
                    before.add(name);
                }
            }
        }
    }

    /** For all values of these indices; where there are none, for the ends of the range as its formula has them. */
    private void ends(List<String> names, Env env, Consumer<Env> action) {
        if (names.isEmpty()) {
            action.accept(env);
            return;
        }
        String name = names.get(0);
        List<String> rest = names.subList(1, names.size());
        Index first = first(name, env);
        if (first.range().from() >= first.range().to()) {
            ends(rest, env.with(name, first.moved(first.range().to() - 1)), action);
        }
        Quantity.all(first, name, env, inside -> ends(rest, inside, action));
    }
}

package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Extents.Bounds;
import dev.costate.compiler.eval.Value.Table;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What equations define: a number, or an array whose elements are evaluated when they are read, each once. Equations
 * are a system: that each element can be computed follows from which others it reads, in no order that anyone has to
 * state.
 */
final class Quantity implements Table, Env.Item {
    /** An element before it is known: the equation that defines it, with the values of its indices. */
    private record Point(Declaration.Equation equation, Env env) {}

    /** The subscripts of an element. */
    private static final class Place {
        private static final Place NONE = new Place();
        private final long[] subscripts;
        private final int hash;

        Place(long... subscripts) {
            this.subscripts = subscripts;
            this.hash = Arrays.hashCode(subscripts);
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Place place && Arrays.equals(subscripts, place.subscripts);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            return Arrays.toString(subscripts);
        }
    }

    private final Meaning meaning;
    private final String name;
    private final List<Declaration.Equation> equations;
    private final Supplier<Env> scope;
    /** The quantities that it needs and that need it, with itself. */
    private final Set<String> own;

    private final IdentityHashMap<Declaration.Equation, Left> lefts = new IdentityHashMap<>();
    private final Map<Place, Value> known = new HashMap<>();
    private final Map<Place, RuntimeException> failed = new HashMap<>();
    private final Set<Place> open = new HashSet<>();
    private final Set<Integer> openAxes = new LinkedHashSet<>();
    private final Map<Integer, Long> axes = new HashMap<>();
    private @Nullable Map<Place, Point> points;
    private @Nullable Value whole;

    private Quantity(
            Meaning meaning, String name, List<Declaration.Equation> equations, Supplier<Env> scope, Set<String> own) {
        this.meaning = meaning;
        this.name = name;
        this.equations = equations;
        this.scope = scope;
        this.own = own;
    }

    /** The quantities of a system of equations, by name. */
    static Map<String, Quantity> of(Meaning meaning, List<Declaration.Equation> equations, Supplier<Env> scope) {
        Map<String, List<Declaration.Equation>> byName = new LinkedHashMap<>();
        for (Declaration.Equation equation : equations) {
            byName.computeIfAbsent(equation.name().name(), n -> new ArrayList<>())
                    .add(equation);
        }
        Map<String, Set<String>> needs = new HashMap<>();
        byName.forEach((name, own) -> {
            Set<String> mentioned = new LinkedHashSet<>();
            own.forEach(e -> mentioned.addAll(TreeWalk.names(e.value())));
            mentioned.retainAll(byName.keySet());
            needs.put(name, mentioned);
        });
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        byName.forEach((name, own) -> {
            Set<String> group = new LinkedHashSet<>(List.of(name));
            for (String other : reached(name, needs)) {
                if (reached(other, needs).contains(name)) {
                    group.add(other);
                }
            }
            quantities.put(name, new Quantity(meaning, name, own, scope, group));
        });
        return quantities;
    }

    private static Set<String> reached(String from, Map<String, Set<String>> needs) {
        Set<String> reached = new LinkedHashSet<>(needs.getOrDefault(from, Set.of()));
        Deque<String> waiting = new ArrayDeque<>(reached);
        while (!waiting.isEmpty()) {
            for (String next : needs.getOrDefault(waiting.pop(), Set.of())) {
                if (reached.add(next)) {
                    waiting.push(next);
                }
            }
        }
        return reached;
    }

    /** The place with the quantities of a block. */
    static Env declare(Meaning meaning, List<Declaration.Equation> equations, Env env) {
        Env[] inside = {env};
        for (Map.Entry<String, Quantity> each :
                of(meaning, equations, () -> inside[0]).entrySet()) {
            inside[0] = inside[0].with(each.getKey(), each.getValue());
        }
        return inside[0];
    }

    @Override
    public Value value() {
        return isPlain() ? whole() : this;
    }

    /** Whether it is one equation without subscripts: a number, or an array of the shape of its value. */
    private boolean isPlain() {
        return equations.size() == 1 && equations.get(0).subscripts().isEmpty();
    }

    private Value whole() {
        Value value = whole;
        if (value == null) {
            value = once(Place.NONE, () -> {
                Declaration.Equation equation = equations.get(0);
                if (equation.integer()) {
                    return whole(equation, scope.get());
                }
                Value result = meaning.value(equation.value(), scope.get());
                return result instanceof Table ? result : result.real();
            });
            whole = value;
        }
        return value;
    }

    /** What an equation of integers defines, of 32 bits. */
    private Value whole(Declaration.Equation equation, Env env) {
        return Value.Whole.of(new ExactIntegers(meaning).bound(equation.value(), env));
    }

    /** Evaluates what is not known yet, and remembers also that it fails. */
    private Value once(Place place, Supplier<Value> supplier) {
        RuntimeException before = failed.get(place);
        if (before != null) {
            throw before;
        } else if (!open.add(place)) {
            throw new IllegalStateException(name + place + " depends on itself");
        }
        try {
            return supplier.get();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            failed.put(place, e);
            throw e;
        } finally {
            open.remove(place);
        }
    }

    @Override
    public Value at(long... place) {
        if (isPlain()) {
            return ((Table) whole()).at(place).real();
        }
        Place key = new Place(place.clone());
        Value value = known.get(key);
        if (value == null) {
            Point point = points().get(key);
            if (point == null) {
                throw new IllegalStateException("element " + key + " of " + name + " is not defined");
            }
            value = once(
                    key,
                    () -> point.equation.integer()
                            ? whole(point.equation, point.env)
                            : meaning.real(point.equation.value(), point.env));
            known.put(key, value);
        }
        return value;
    }

    private Map<Place, Point> points() {
        Map<Place, Point> all = points;
        if (all == null) {
            Map<Place, Point> found = new HashMap<>();
            for (Declaration.Equation equation : equations) {
                left(equation).each(scope.get(), env -> {
                    Place place = new Place(equation.subscripts().stream()
                            .mapToLong(s -> new ExactIntegers(meaning).value(s, env))
                            .toArray());
                    if (found.put(place, new Point(equation, env)) != null) {
                        throw new IllegalStateException("element " + place + " of " + name + " is defined twice");
                    }
                });
            }
            all = found;
            points = all;
        }
        return all;
    }

    @Override
    public long[] shape() {
        if (isPlain()) {
            return new Extents(meaning).shape(equations.get(0).value(), scope.get());
        }
        long[] shape = new long[equations.get(0).subscripts().size()];
        Arrays.setAll(shape, this::axis);
        return shape;
    }

    /** The length of an axis: one more than the greatest subscript that any equation defines. */
    long axis(int axis) {
        if (isPlain()) {
            return shape()[axis];
        } else if (axes.containsKey(axis)) {
            return axes.get(axis);
        } else if (!openAxes.add(axis)) {
            throw new UnknownName("the length of " + name);
        }
        try {
            Long length = null;
            boolean complete = true;
            for (Declaration.Equation equation : equations) {
                try {
                    long end = left(equation).greatest(axis, scope.get()) + 1;
                    length = length == null ? end : Math.max(length, end);
                } catch (UnknownName e) {
                    complete = false;
                }
            }
            if (length == null) {
                throw new UnknownName("the length of " + name);
            } else if (complete) {
                axes.put(axis, length);
            }
            return length;
        } finally {
            openAxes.remove(axis);
        }
    }

    private Left left(Declaration.Equation equation) {
        return lefts.computeIfAbsent(equation, e -> new Left(meaning, this, e, scope.get()));
    }

    Set<String> own() {
        return own;
    }

    /** The range that a position has in the equations other than this one, if those that know it agree; or null. */
    @Nullable
    Bounds elsewhere(Declaration.Equation equation, int axis) {
        Bounds agreed = null;
        for (Declaration.Equation other : equations) {
            Bounds there = other.equals(equation) ? null : left(other).defined(axis, scope.get());
            if (there != null && agreed != null && !there.equals(agreed)) {
                return null;
            }
            agreed = there == null ? agreed : there;
        }
        return agreed;
    }

    /** Does something for all values of an index. */
    static void all(Index first, String name, Env env, Consumer<Env> each) {
        for (long i = first.range().from(); i < first.range().to(); i++) {
            each.accept(env.with(name, first.moved(i)));
        }
    }
}

package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Value.Whole;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.DomainExpression;
import dev.costate.compiler.syntax.Expression;
import dev.costate.runtime.DomainException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What is given from outside: dims, and the elements of inputs with how they move. */
final class Inputs {
    private final Meaning meaning;
    private final Map<String, Integer> dims;
    private final Map<String, double[]> values;
    private final Setting setting;
    private final Movement movement;
    private final boolean single;

    private Jet logJacobian = Jet.constant(0);

    /** @param single whether random numbers are those of a model in {@code float} */
    Inputs(
            Meaning meaning,
            Map<String, Integer> dims,
            Map<String, double[]> values,
            Setting setting,
            Movement movement,
            boolean single) {
        this.meaning = meaning;
        this.dims = dims;
        this.values = values;
        this.setting = setting;
        this.movement = movement;
        this.single = single;
    }

    Value dim(Declaration.Dim dim, Env env) {
        String name = dim.name().name();
        Integer size = dims.get(name);
        long least = dim.atLeast() == null ? 1 : new ExactIntegers(meaning).value(dim.atLeast(), env);
        if (size == null) {
            throw new IllegalArgumentException("dim " + name + " is not given");
        } else if (size < least) {
            throw new IllegalArgumentException("dim " + name + " is " + size + ", and must be at least " + least);
        }
        return Whole.of(size);
    }

    Value input(Declaration.Input input, Env env) {
        String name = input.name().name();
        boolean whole = !(input.type() instanceof Declaration.Type.Real);
        double[] given = values.get(name);
        Expression otherwise = input.defaultValue();
        if (given == null) {
            if (otherwise == null) {
                throw new IllegalArgumentException("input " + name + " is not given");
            }
            double value = meaning.real(otherwise, env).value();
            return whole
                    ? new Whole(new ExactIntegers(meaning).whole(otherwise, env))
                    : movement.element(name, 0, value);
        }
        long[] natural = shape(meaning, input.axes(), env);
        DomainExpression domain = setting.free() && input.param() ? input.domain() : null;
        long[] shape = domain == null ? natural : FreeNumbers.shape(domain.kind(), natural);
        if (TableValues.size(shape) != given.length) {
            throw new IllegalArgumentException("the value of " + name + " has " + given.length
                    + " elements, and its shape is " + Arrays.toString(shape));
        }
        movement.check(name, shape);
        Value[] elements = new Value[given.length];
        Arrays.setAll(
                elements,
                k -> whole
                        ? new Whole(new BigDecimal(given[k]).toBigIntegerExact())
                        : movement.element(name, k, given[k]));
        if (!input.param() && input.domain() != null) {
            check(name, input.domain(), natural, elements, env);
        }
        if (domain != null) {
            elements = constrained(domain, natural, elements, env);
        }
        return natural.length == 0 ? elements[0] : new TableValues.Given(natural, elements);
    }

    /** Holds data against its bounds, of which NaN is on no side. */
    private void check(String name, DomainExpression domain, long[] shape, Value[] elements, Env env) {
        boolean open = domain.kind() == DomainExpression.Kind.GREATER || domain.kind() == DomainExpression.Kind.LESS;
        for (int k = 0; k < elements.length; k++) {
            double value = elements[k].real().value();
            double lower = domain.lower() == null
                    ? Double.NEGATIVE_INFINITY
                    : bound(domain.lower(), shape, k, env).value();
            double upper = domain.upper() == null
                    ? Double.POSITIVE_INFINITY
                    : bound(domain.upper(), shape, k, env).value();
            boolean inside = value >= lower && value <= upper;
            boolean atEnd = open && (value == lower || value == upper) && !Double.isInfinite(value);
            if (!inside || atEnd) {
                throw new DomainException(
                        name + (shape.length == 0 ? "" : "[" + k + "]"),
                        value,
                        "its domain is `" + domain.span().text() + "`");
            }
        }
    }

    private Jet bound(Expression bound, long[] shape, int k, Env env) {
        Value value = meaning.value(bound, env);
        return value instanceof Value.Table table
                ? table.at(TableValues.place(shape, k)).real()
                : value.real();
    }

    private Value[] constrained(DomainExpression domain, long[] shape, Value[] u, Env env) {
        Jet[] jets = Arrays.stream(u).map(Value::real).toArray(Jet[]::new);
        List<Value> bounds =
                domain.bounds().stream().map(e -> meaning.value(e, env)).toList();
        FreeNumbers numbers = FreeNumbers.of(
                domain.kind(),
                shape,
                jets,
                k -> bounds.stream()
                        .map(bound -> bound instanceof Value.Table table
                                ? table.at(TableValues.place(shape, k)).real()
                                : bound.real())
                        .toList());
        logJacobian = logJacobian.plus(numbers.logJacobian());
        return numbers.elements();
    }

    /** The logarithm of the Jacobian of the params evaluated so far. */
    Jet logJacobian() {
        return logJacobian;
    }

    Value noise(Declaration.Noise noise, Env env) {
        long[] shape = shape(meaning, noise.axes(), env);
        Draws draws = new Draws(setting.seed(), noise.name().name(), noise.uniform(), single, shape);
        return shape.length == 0 ? draws.at() : draws;
    }

    static Value constant(Meaning meaning, Declaration.Const constant, Env env) {
        boolean whole = !(constant.type() instanceof Declaration.Type.Real);
        List<Value> elements = new ArrayList<>();
        for (Expression element : leaves(constant.value(), constant.axes().size())) {
            elements.add(
                    whole ? new Whole(new ExactIntegers(meaning).whole(element, env)) : meaning.real(element, env));
        }
        return constant.axes().isEmpty()
                ? elements.get(0)
                : new TableValues.Given(shape(meaning, constant.axes(), env), elements.toArray(Value[]::new));
    }

    private static List<Expression> leaves(Expression e, int depth) {
        return depth == 0 || !(e instanceof Expression.ArrayLiteral literal)
                ? List.of(e)
                : literal.elements().stream()
                        .flatMap(part -> leaves(part, depth - 1).stream())
                        .toList();
    }

    private static long[] shape(Meaning meaning, List<Expression> axes, Env env) {
        return axes.stream()
                .mapToLong(axis -> new ExactIntegers(meaning).bound(axis, env))
                .toArray();
    }
}

package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Value.Whole;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What is given from outside: dims, and the elements of inputs with how they move. */
final class Inputs {
    private final Evaluator evaluator;
    private final Map<String, Integer> dims;
    private final Map<String, double[]> values;
    private final Movement movement;

    Inputs(Evaluator evaluator, Map<String, Integer> dims, Map<String, double[]> values, Movement movement) {
        this.evaluator = evaluator;
        this.dims = dims;
        this.values = values;
        this.movement = movement;
    }

    Value dim(Declaration.Dim dim, Env env) {
        String name = dim.name().name();
        Integer size = dims.get(name);
        long least = dim.atLeast() == null ? 1 : evaluator.integers.value(dim.atLeast(), env);
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
            double value = evaluator.real(otherwise, env).value();
            return whole ? new Whole(evaluator.integers.whole(otherwise, env)) : movement.element(name, 0, value);
        }
        long[] shape = shape(evaluator, input.axes(), env);
        if (Tables.size(shape) != given.length) {
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
        return shape.length == 0 ? elements[0] : new Tables.Given(shape, elements);
    }

    static Value constant(Evaluator evaluator, Declaration.Const constant, Env env) {
        boolean whole = !(constant.type() instanceof Declaration.Type.Real);
        List<Value> elements = new ArrayList<>();
        for (Expression element : leaves(constant.value(), constant.axes().size())) {
            elements.add(whole ? new Whole(evaluator.integers.whole(element, env)) : evaluator.real(element, env));
        }
        return constant.axes().isEmpty()
                ? elements.get(0)
                : new Tables.Given(shape(evaluator, constant.axes(), env), elements.toArray(Value[]::new));
    }

    private static List<Expression> leaves(Expression e, int depth) {
        return depth == 0 || !(e instanceof Expression.ArrayLiteral literal)
                ? List.of(e)
                : literal.elements().stream()
                        .flatMap(part -> leaves(part, depth - 1).stream())
                        .toList();
    }

    private static long[] shape(Evaluator evaluator, List<Expression> axes, Env env) {
        return axes.stream()
                .mapToLong(axis -> evaluator.integers.bound(axis, env))
                .toArray();
    }
}
